import {
  changed,
  DAGSTER_SLO,
  DATA_SOURCE,
  documents,
  marked,
  SERVICE,
  SLI,
  SLO,
  THRESHOLD_SLO,
} from './exampleCatalogue.fixture';
import { parseCatalogue } from './parseCatalogue';

interface Rule {
  rule: string;
  in: string;
  from: string;
  /** `¦` marks the place that the problem must name. */
  to: string;
  path: string;
  found: string;
  expected: string | RegExp;
  severity?: 'error' | 'warning';
}

const NAME_RULE = 'a name of at most 63 lower-case letters, digits and hyphens (RFC 1123 label)';
const DURATION_RULE = 'a duration such as 5m, 1h, 30d, 4w, 1M, 1Q or 1Y';
const TARGET_RULE = 'a fraction of at least 0 and below 1';

const ALL = [SERVICE, DATA_SOURCE, SLI, SLO, DAGSTER_SLO, THRESHOLD_SLO];

function broken({ in: document, from, to }: Pick<Rule, 'in' | 'from' | 'to'>) {
  const all = ALL.map((text) => (text === document ? changed(text, from, to) : text));
  const { text, line, column } = marked(documents(...all));
  return { ...parseCatalogue(text), line, column, document: ALL.indexOf(document) + 1 };
}

function expectProblem(rule: Rule): void {
  const { problems, line, column, document } = broken(rule);
  const { path, found, severity = 'error' } = rule;
  const problem = problems.find((candidate) => candidate.document === document && candidate.path === path);
  expect(problem).toMatchObject({ severity, document, line, column, path, found });
  expect(problem?.expected).toEqual(
    typeof rule.expected === 'string' ? rule.expected : expect.stringMatching(rule.expected)
  );
  for (const part of [`Document ${document}`, `line ${line}`, `column ${column}`, path, found, problem?.expected]) {
    expect(problem?.message).toContain(part);
  }
}

describe('the example catalogue', () => {
  it('is valid', () => {
    const { objectives, problems } = parseCatalogue(documents(...ALL));
    expect(problems).toEqual([]);
    expect(objectives.map(({ id }) => id)).toEqual(['checkout', 'nightly', 'latency']);
  });
});

describe('every document', () => {
  const rules: Rule[] = [
    {
      rule: 'v2alpha is named as what it is',
      in: SLO,
      from: 'apiVersion: openslo/v1',
      to: 'apiVersion: ¦openslo.com/v2alpha',
      path: 'apiVersion',
      found: '"openslo.com/v2alpha"',
      expected: 'openslo/v1',
    },
    {
      rule: 'v1alpha is named as what it is',
      in: SERVICE,
      from: 'apiVersion: openslo/v1',
      to: 'apiVersion: ¦openslo/v1alpha',
      path: 'apiVersion',
      found: '"openslo/v1alpha"',
      expected: 'openslo/v1',
    },
    {
      rule: 'an apiVersion is required',
      in: SERVICE,
      from: 'apiVersion: openslo/v1\nkind',
      to: '¦kind',
      path: 'apiVersion',
      found: 'nothing',
      expected: 'openslo/v1',
    },
    {
      rule: 'a misspelt kind finds the one that was meant',
      in: SLO,
      from: 'kind: SLO',
      to: 'kind: ¦SLOO',
      path: 'kind',
      found: '"SLOO"',
      expected: 'Service, DataSource, SLI, SLO (did you mean SLO?)',
    },
    {
      rule: 'metadata is required',
      in: SERVICE,
      from: 'apiVersion: openslo/v1\nkind: Service\nmetadata:\n  name: shop\n  displayName: Shop\n',
      to: '¦apiVersion: openslo/v1\nkind: Service\n',
      path: 'metadata',
      found: 'nothing',
      expected: 'a mapping of name, displayName, labels, annotations',
    },
    {
      rule: 'a name is required',
      in: SLO,
      from: 'metadata:\n  name: checkout\n',
      to: '¦metadata:\n',
      path: 'metadata.name',
      found: 'nothing',
      expected: NAME_RULE,
    },
    {
      rule: 'a name without a value is no name',
      in: SLO,
      from: 'name: checkout',
      to: 'name:¦',
      path: 'metadata.name',
      found: 'nothing',
      expected: NAME_RULE,
    },
    {
      rule: 'a name is an RFC 1123 label',
      in: SLO,
      from: 'name: checkout',
      to: 'name: ¦Check_out',
      path: 'metadata.name',
      found: '"Check_out"',
      expected: NAME_RULE,
    },
    {
      rule: 'a name has at most 63 characters',
      in: SLO,
      from: 'name: checkout',
      to: `name: ¦${'x'.repeat(64)}`,
      path: 'metadata.name',
      found: `"${'x'.repeat(60)}…"`,
      expected: NAME_RULE,
    },
    {
      rule: 'a label is a string or a list of strings',
      in: SLO,
      from: 'team: [payments, web]',
      to: 'team: ¦{lead: web}',
      path: 'metadata.labels.team',
      found: 'a mapping of lead',
      expected: 'a string or a list of strings',
    },
    {
      rule: 'an annotation is a string',
      in: SLO,
      from: 'example.com/owner: payments',
      to: 'example.com/owner: ¦[payments]',
      path: 'metadata.annotations["example.com/owner"]',
      found: 'a list of 1',
      expected: 'a string (a list goes into a block of text, after "|")',
    },
    {
      rule: 'an unknown field is a warning with the nearest known one',
      in: SLO,
      from: '  displayName: Checkout',
      to: '  ¦displayname: Checkout',
      path: 'metadata.displayname',
      found: 'the unknown field displayname',
      expected: 'a known field (did you mean displayName?)',
      severity: 'warning',
    },
    {
      rule: 'an unknown field without a likeness gets the list',
      in: SERVICE,
      from: '  description: Where',
      to: '  ¦colour: blue\n  description: Where',
      path: 'spec.colour',
      found: 'the unknown field colour',
      expected: 'one of the fields description',
      severity: 'warning',
    },
    {
      rule: 'a description has at most 1050 characters',
      in: SERVICE,
      from: 'description: Where things are bought.',
      to: `description: ¦${'x'.repeat(1051)}`,
      path: 'spec.description',
      found: `"${'x'.repeat(60)}…"`,
      expected: 'at most 1050 characters',
    },
  ];

  it.each(rules)('$rule', expectProblem);
});

describe('a DataSource', () => {
  const rules: Rule[] = [
    {
      rule: 'has a type',
      in: DATA_SOURCE,
      from: 'spec:\n  type: Prometheus\n',
      to: '¦spec:\n',
      path: 'spec.type',
      found: 'nothing',
      expected: 'Prometheus, Dagster, Trino, Demo',
    },
    {
      rule: 'has a type that exists',
      in: DATA_SOURCE,
      from: 'type: Prometheus',
      to: 'type: ¦prometheus',
      path: 'spec.type',
      found: '"prometheus"',
      expected: 'Prometheus, Dagster, Trino, Demo (did you mean Prometheus?)',
    },
    {
      rule: 'has connection details',
      in: DATA_SOURCE,
      from: 'spec:\n  type: Prometheus\n  connectionDetails: {}\n',
      to: '¦spec:\n  type: Prometheus\n',
      path: 'spec.connectionDetails',
      found: 'nothing',
      expected: /^connection details/,
    },
  ];

  it.each(rules)('$rule', expectProblem);
});

describe('an SLI', () => {
  const total = SLI.slice(SLI.indexOf('    total:'));
  const good = SLI.slice(SLI.indexOf('    good:'), SLI.indexOf('    total:'));
  const rules: Rule[] = [
    {
      rule: 'has a thresholdMetric or a ratioMetric',
      in: SLI,
      from: SLI.slice(SLI.indexOf('spec:\n  ratioMetric')),
      to: '¦spec:\n  description: nothing\n',
      path: 'spec',
      found: 'none of them',
      expected: 'exactly one of thresholdMetric, ratioMetric',
    },
    {
      rule: 'has not both',
      in: SLI,
      from: '  ratioMetric:',
      to: '  thresholdMetric: {metricSource: {type: Prometheus, spec: {query: up}}}\n  ¦ratioMetric:',
      path: 'spec.ratioMetric',
      found: 'thresholdMetric and ratioMetric together',
      expected: 'exactly one of thresholdMetric, ratioMetric',
    },
    {
      rule: 'has a total beside good',
      in: SLI,
      from: `  ratioMetric:\n    counter: true\n${good}${total}`,
      to: `  ¦ratioMetric:\n    counter: true\n${good}`,
      path: 'spec.ratioMetric.total',
      found: 'nothing',
      expected: 'the metric of all events, or raw',
    },
    {
      rule: 'has good or bad beside total',
      in: SLI,
      from: `  ratioMetric:\n    counter: true\n${good}`,
      to: '  ¦ratioMetric:\n    counter: true\n',
      path: 'spec.ratioMetric',
      found: 'neither good nor bad',
      expected: 'either good or bad',
    },
    {
      rule: 'has not good and bad',
      in: SLI,
      from: `  ratioMetric:\n    counter: true\n${good}`,
      to: `  ¦ratioMetric:\n    counter: true\n${good}${good.replace('good:', 'bad:')}`,
      path: 'spec.ratioMetric',
      found: 'good and bad together',
      expected: 'either good or bad',
    },
    {
      rule: 'has not raw and total',
      in: SLI,
      from: total,
      to: `    ¦${total.trimStart()}${total.replace('total:', 'raw:')}    rawType: success\n`,
      path: 'spec.ratioMetric.total',
      found: 'raw and total together',
      expected: 'either raw, or total with good or bad',
    },
    {
      rule: 'says what a raw ratio is a ratio of',
      in: SLI,
      from: `  ratioMetric:\n    counter: true\n${good}${total}`,
      to: `  ¦ratioMetric:\n    counter: true\n${total.replace('total:', 'raw:')}`,
      path: 'spec.ratioMetric.rawType',
      found: 'nothing',
      expected: /^success or failure/,
    },
    {
      rule: 'has a rawType beside raw only',
      in: SLI,
      from: '    counter: true',
      to: '    ¦rawType: success\n    counter: true',
      path: 'spec.ratioMetric.rawType',
      found: 'rawType without raw',
      expected: 'no rawType beside good, bad and total',
    },
    {
      rule: 'knows two raw types',
      in: DAGSTER_SLO,
      from: 'rawType: success',
      to: 'rawType: ¦sucess',
      path: 'spec.indicator.spec.ratioMetric.rawType',
      found: '"sucess"',
      expected: 'success, failure (did you mean success?)',
    },
    {
      rule: 'counts in numbers that are no strings',
      in: SLI,
      from: 'counter: true',
      to: 'counter: ¦"true"',
      path: 'spec.ratioMetric.counter',
      found: '"true"',
      expected: 'true or false',
    },
    {
      rule: 'asks its source something',
      in: DAGSTER_SLO,
      from: 'metricSource:\n            type: Dagster\n            spec:\n              measure: materializations\n              selection: tag:core\n',
      to: '¦metricSource:\n            type: Dagster\n',
      path: 'spec.indicator.spec.ratioMetric.raw.metricSource.spec',
      found: 'nothing',
      expected: 'a mapping that says what to ask the source',
    },
    {
      rule: 'names a source type that exists',
      in: DAGSTER_SLO,
      from: 'type: Dagster',
      to: 'type: ¦Dragster',
      path: 'spec.indicator.spec.ratioMetric.raw.metricSource.type',
      found: '"Dragster"',
      expected: 'Prometheus, Dagster, Trino, Demo (did you mean Dagster?)',
    },
    {
      rule: 'names a source',
      in: DAGSTER_SLO,
      from: '          metricSource:\n            type: Dagster\n',
      to: '          ¦metricSource:\n',
      path: 'spec.indicator.spec.ratioMetric.raw.metricSource.type',
      found: 'neither type nor metricSourceRef',
      expected: 'Prometheus, Dagster, Trino, Demo',
    },
    {
      rule: 'refers to a DataSource that exists',
      in: THRESHOLD_SLO,
      from: 'metricSourceRef: metrics',
      to: 'metricSourceRef: ¦metric',
      path: 'spec.indicator.spec.thresholdMetric.metricSource.metricSourceRef',
      found: '"metric"',
      expected: 'a known DataSource, one of metrics (did you mean metrics?)',
    },
    {
      rule: 'stays with the type of its DataSource',
      in: THRESHOLD_SLO,
      from: 'metricSourceRef: metrics',
      to: 'metricSourceRef: metrics\n          type: ¦Trino',
      path: 'spec.indicator.spec.thresholdMetric.metricSource.type',
      found: 'Trino',
      expected: 'Prometheus, the type of the DataSource metrics, which rules',
      severity: 'warning',
    },
    {
      rule: 'asks one source only',
      in: SLI,
      from: 'total:\n      metricSource:\n        metricSourceRef: metrics',
      to: 'total:\n      ¦metricSource:\n        type: Trino',
      path: 'spec.ratioMetric.total.metricSource',
      found: 'the source Trino',
      expected: "the source Prometheus (metrics), as in the indicator's other metric",
    },
  ];

  it.each(rules)('$rule', expectProblem);
});

describe('an SLO', () => {
  const dagsterSpec = DAGSTER_SLO.slice(DAGSTER_SLO.indexOf('spec:'));
  const rules: Rule[] = [
    {
      rule: 'has a service',
      in: SLO,
      from: 'spec:\n  description: Checkouts succeed.\n  service: shop\n',
      to: '¦spec:\n  description: Checkouts succeed.\n',
      path: 'spec.service',
      found: 'nothing',
      expected: NAME_RULE,
    },
    {
      rule: 'has a service that exists',
      in: SLO,
      from: 'service: shop',
      to: 'service: ¦shoop',
      path: 'spec.service',
      found: '"shoop"',
      expected: 'a known Service, one of shop (did you mean shop?)',
    },
    {
      rule: 'refers to an SLI that exists',
      in: SLO,
      from: 'indicatorRef: answered',
      to: 'indicatorRef: ¦responded',
      path: 'spec.indicatorRef',
      found: '"responded"',
      expected: 'a known SLI, one of answered',
    },
    {
      rule: 'has an indicator',
      in: SLO,
      from: SLO.slice(SLO.indexOf('  indicatorRef')),
      to: SLO.slice(SLO.indexOf('  budgetingMethod')).replace('- target', '- ¦target'),
      path: 'spec.objectives[0].indicator',
      found: 'nothing',
      expected: 'an indicator or indicatorRef, here or in spec',
    },
    {
      rule: 'has not two indicators',
      in: DAGSTER_SLO,
      from: '  budgetingMethod',
      to: '  indicatorRef: ¦answered\n  budgetingMethod',
      path: 'spec.indicatorRef',
      found: 'indicator and indicatorRef together',
      expected: 'at most one of indicator, indicatorRef',
    },
    {
      rule: 'has no indicator of its own beside those of its objectives',
      in: SLO,
      from: '- target: 0.99',
      to: '- ¦target: 0.99\n      indicatorRef: answered',
      path: 'spec.objectives[0]',
      found: 'an indicator beside the indicator of the SLO',
      expected: 'one of the two',
    },
    {
      rule: 'has a budgeting method',
      in: SLO,
      from: SLO.slice(SLO.indexOf('spec:')),
      to: `¦${SLO.slice(SLO.indexOf('spec:')).replace('  budgetingMethod: Occurrences\n', '')}`,
      path: 'spec.budgetingMethod',
      found: 'nothing',
      expected: 'Occurrences, Timeslices, RatioTimeslices',
    },
    {
      rule: 'has a budgeting method that exists',
      in: SLO,
      from: 'Occurrences',
      to: '¦TimeSlices',
      path: 'spec.budgetingMethod',
      found: '"TimeSlices"',
      expected: 'Occurrences, Timeslices, RatioTimeslices (did you mean Timeslices?)',
    },
    {
      rule: 'has one time window at most',
      in: SLO,
      from: '  timeWindow:\n    - duration: 30d\n      isRolling: true\n',
      to: '  ¦timeWindow:\n    - {duration: 30d, isRolling: true}\n    - {duration: 7d, isRolling: true}\n',
      path: 'spec.timeWindow',
      found: 'a list of 2',
      expected: 'one time window',
    },
    ...['0d', '30', '1.5d', '30 d', '1D', '-1d', 'P1M', '01d', '99999999999999999d'].map((duration) => ({
      rule: `does not read ${duration} as a duration`,
      in: SLO,
      from: 'duration: 30d',
      to: `duration: ¦"${duration}"`,
      path: 'spec.timeWindow[0].duration',
      found: `"${duration}"`,
      expected: DURATION_RULE,
    })),
    ...[
      ['1m', 'one minute', 'a month'],
      ['59m', '59 minutes', 'months'],
    ].map(([duration, minutes, months]) => ({
      rule: `doubts a window of ${duration}`,
      in: SLO,
      from: 'duration: 30d',
      to: `duration: ¦${duration}`,
      path: 'spec.timeWindow[0].duration',
      found: `${duration}, a window of ${minutes}`,
      expected: `a longer window (did you mean ${duration.toUpperCase()}, ${months}?)`,
      severity: 'warning' as const,
    })),
    ...['11Y', '99999d'].map((duration) => ({
      rule: `has no window of ${duration}, which nobody could read`,
      in: SLO,
      from: 'duration: 30d',
      to: `duration: ¦${duration}`,
      path: 'spec.timeWindow[0].duration',
      found: duration,
      expected: 'a window of at most 10Y, as every hour of it is read',
    })),
    {
      rule: 'rolls, or follows a calendar',
      in: SLO,
      from: '- duration: 30d\n      isRolling: true',
      to: '- ¦duration: 30d',
      path: 'spec.timeWindow[0]',
      found: 'neither isRolling nor calendar',
      expected: 'isRolling: true, or calendar with startTime and timeZone',
    },
    {
      rule: 'does not do both',
      in: THRESHOLD_SLO,
      from: '      calendar:',
      to: '      isRolling: true\n      ¦calendar:',
      path: 'spec.timeWindow[0].calendar',
      found: 'isRolling: true and calendar together',
      expected: 'one of the two',
    },
    {
      rule: 'has a calendar that starts on a day that exists',
      in: THRESHOLD_SLO,
      from: "startTime: '2026-01-01 00:00:00'",
      to: "startTime: ¦'2026-02-30 00:00:00'",
      path: 'spec.timeWindow[0].calendar.startTime',
      found: '"2026-02-30 00:00:00"',
      expected: 'a start such as "2026-01-01 00:00:00"',
    },
    {
      rule: 'has a time zone that exists',
      in: THRESHOLD_SLO,
      from: 'timeZone: Europe/Berlin',
      to: 'timeZone: ¦Europe/Brelin',
      path: 'spec.timeWindow[0].calendar.timeZone',
      found: '"Europe/Brelin"',
      expected: 'an IANA time zone such as Europe/Berlin or UTC',
    },
    {
      rule: 'has an objective',
      in: SLO,
      from: 'objectives:\n    - target: 0.99',
      to: 'objectives: ¦[]',
      path: 'spec.objectives',
      found: 'an empty list',
      expected: 'at least one objective',
    },
    ...['1', '1.5'].map((target) => ({
      rule: `does not take a target of ${target}`,
      in: SLO,
      from: 'target: 0.99',
      to: `target: ¦${target}`,
      path: 'spec.objectives[0].target',
      found: target,
      expected: `${TARGET_RULE} (targetPercent: 100 leaves no budget)`,
    })),
    {
      rule: 'does not take a percentage for a target, and says the fraction that was meant',
      in: SLO,
      from: 'target: 0.99',
      to: 'target: ¦99.9',
      path: 'spec.objectives[0].target',
      found: '99.9',
      expected: `${TARGET_RULE}: 0.999, or targetPercent: 99.9`,
    },
    {
      rule: 'doubts a fraction for a percentage, and says the percentage that was meant',
      in: SLO,
      from: 'target: 0.99',
      to: 'targetPercent: ¦0.999',
      path: 'spec.objectives[0].targetPercent',
      found: '0.999, which is less than one percent',
      expected: '99.9, or target: 0.999, if a fraction is meant',
      severity: 'warning',
    },
    {
      rule: 'does not take a negative target',
      in: SLO,
      from: 'target: 0.99',
      to: 'target: ¦-0.1',
      path: 'spec.objectives[0].target',
      found: '-0.1',
      expected: TARGET_RULE,
    },
    {
      rule: 'does not take a target in words',
      in: SLO,
      from: 'target: 0.99',
      to: 'target: ¦"0.99"',
      path: 'spec.objectives[0].target',
      found: '"0.99"',
      expected: TARGET_RULE,
    },
    {
      rule: 'doubts a target of 0',
      in: SLO,
      from: 'target: 0.99',
      to: 'target: ¦0',
      path: 'spec.objectives[0].target',
      found: '0, which everything meets',
      expected: 'a target above 0',
      severity: 'warning',
    },
    {
      rule: 'has a target',
      in: SLO,
      from: '- target: 0.99',
      to: '- ¦displayName: fast',
      path: 'spec.objectives[0]',
      found: 'none of them',
      expected: 'exactly one of target, targetPercent',
    },
    {
      rule: 'has one target',
      in: SLO,
      from: 'target: 0.99',
      to: 'target: 0.99\n      targetPercent: ¦99',
      path: 'spec.objectives[0].targetPercent',
      found: 'target and targetPercent together',
      expected: 'exactly one of target, targetPercent',
    },
    {
      rule: 'does not promise more than 100 percent',
      in: THRESHOLD_SLO,
      from: 'targetPercent: 99.9',
      to: 'targetPercent: ¦100.1',
      path: 'spec.objectives[0].targetPercent',
      found: '100.1',
      expected: 'a percentage from 0 to 100',
    },
    ...['0', '1.01'].map((target) => ({
      rule: `does not take a slice target of ${target}`,
      in: THRESHOLD_SLO,
      from: 'timeSliceTarget: 0.95',
      to: `timeSliceTarget: ¦${target}`,
      path: 'spec.objectives[0].timeSliceTarget',
      found: target,
      expected: 'a fraction above 0 and at most 1',
    })),
    {
      rule: 'needs a slice target for Timeslices',
      in: THRESHOLD_SLO,
      from: '- op: lte\n      value: 0.25\n      targetPercent: 99.9\n      timeSliceTarget: 0.95\n',
      to: '- ¦op: lte\n      value: 0.25\n      targetPercent: 99.9\n',
      path: 'spec.objectives[0].timeSliceTarget',
      found: 'nothing',
      expected: 'the lowest ratio at which a slice is good, for Timeslices',
    },
    {
      rule: 'has no slice that is longer than its window, which would never count',
      in: THRESHOLD_SLO,
      from: 'timeSliceWindow: 5m',
      to: 'timeSliceWindow: ¦2M',
      path: 'spec.objectives[0].timeSliceWindow',
      found: 'a slice that is longer than the window',
      expected: 'a shorter one, such as 5m',
    },
    ...['Timeslices', 'RatioTimeslices'].map((method) => ({
      rule: `needs the length of a slice for ${method}`,
      in: SLO,
      from: 'budgetingMethod: Occurrences\n  timeWindow:\n    - duration: 30d\n      isRolling: true\n  objectives:\n    - target: 0.99',
      to: `budgetingMethod: ${method}\n  timeWindow: [{duration: 30d, isRolling: true}]\n  objectives:\n    - ¦target: 0.99`,
      path: 'spec.objectives[0].timeSliceWindow',
      found: 'nothing',
      expected: `the length of a slice, such as 5m, for ${method}`,
    })),
    {
      rule: 'has no use for slices under Occurrences',
      in: SLO,
      from: '- target: 0.99',
      to: '- target: 0.99\n      ¦timeSliceWindow: 5m',
      path: 'spec.objectives[0].timeSliceWindow',
      found: 'timeSliceWindow, which Occurrences ignores',
      expected: 'no timeSliceWindow',
      severity: 'warning',
    },
    {
      rule: 'needs an operator for a threshold',
      in: THRESHOLD_SLO,
      from: '- op: lte\n      value',
      to: '- ¦value',
      path: 'spec.objectives[0].op',
      found: 'nothing',
      expected: /^lte, gte, lt or gt/,
    },
    {
      rule: 'knows four operators',
      in: THRESHOLD_SLO,
      from: 'op: lte',
      to: 'op: ¦<=',
      path: 'spec.objectives[0].op',
      found: '"<="',
      expected: 'lte, gte, lt, gt',
    },
    {
      rule: 'needs a value for a threshold',
      in: THRESHOLD_SLO,
      from: '- op: lte\n      value: 0.25',
      to: '- ¦op: lte',
      path: 'spec.objectives[0].value',
      found: 'nothing',
      expected: /^a number/,
    },
    {
      rule: "passes over an operator on a ratio, as in OpenSLO's own examples",
      in: SLO,
      from: '- target: 0.99',
      to: '- target: 0.99\n      ¦op: lte',
      path: 'spec.objectives[0].op',
      found: 'op of a ratio, which is ignored',
      expected: 'no op beside ratioMetric',
      severity: 'warning',
    },
    {
      rule: 'has weights above 0',
      in: SLO,
      from: '- target: 0.99',
      to: '- target: 0.99\n      compositeWeight: ¦0',
      path: 'spec.objectives[0].compositeWeight',
      found: '0',
      expected: 'a number above 0',
    },
    {
      rule: 'is not weighted',
      in: SLO,
      from: '- target: 0.99',
      to: '- target: 0.99\n      ¦compositeWeight: 2',
      path: 'spec.objectives[0].compositeWeight',
      found: 'compositeWeight, which is ignored',
      expected: /separate objectives/,
      severity: 'warning',
    },
    {
      rule: 'brings no alert policies',
      in: SLO,
      from: '  objectives:',
      to: '  ¦alertPolicies:\n    - alertPolicyRef: fast\n  objectives:',
      path: 'spec.alertPolicies',
      found: 'alert policies, which are ignored',
      expected: 'none: rules are generated',
      severity: 'warning',
    },
    {
      rule: 'needs a window for events',
      in: DAGSTER_SLO,
      from: dagsterSpec,
      to: `¦${changed(dagsterSpec, '  timeWindow:\n    - duration: 30d\n      isRolling: true\n', '')}`,
      path: 'spec.timeWindow',
      found: 'nothing',
      expected: 'a time window over which events are counted',
    },
    {
      rule: 'has no window for items',
      in: DAGSTER_SLO,
      from: dagsterSpec,
      to: changed(changed(dagsterSpec, 'materializations', 'freshness'), 'timeWindow:', '¦timeWindow:'),
      path: 'spec.timeWindow',
      found: 'a time window',
      expected: 'none: freshness and partitions are judged at a point in time',
    },
    {
      rule: 'names one application at most',
      in: SLO,
      from: 'team: [payments, web]',
      to: 'application: ¦[shop, web]',
      path: 'metadata.labels.application',
      found: '2 applications',
      expected: 'one application, or no label application',
    },
  ];

  it.each(rules)('$rule', expectProblem);
});

describe('the limits of the fields', () => {
  const valid: Array<[string, string, string, string]> = [
    ['a name of 63 characters', SLO, 'name: checkout', `name: ${'x'.repeat(63)}`],
    ['a description of 1050 characters', SERVICE, 'Where things are bought.', 'x'.repeat(1050)],
    ['a target of 0.9999', SLO, 'target: 0.99', 'target: 0.9999'],
    ['a slice target of 1', THRESHOLD_SLO, 'timeSliceTarget: 0.95', 'timeSliceTarget: 1'],
    ['a slice as long as its window', THRESHOLD_SLO, 'timeSliceWindow: 5m', 'timeSliceWindow: 1M'],
    ['a percentage of 100', THRESHOLD_SLO, 'targetPercent: 99.9', 'targetPercent: 100'],
    ['a window of an hour', SLO, 'duration: 30d', 'duration: 60m'],
    ['a window of ten years', SLO, 'duration: 30d', 'duration: 10Y'],
    ['numbers as annotations', SLO, 'example.com/owner: payments', 'example.com/owner: 7'],
    ['one label as a string', SLO, 'team: [payments, web]', 'team: payments'],
    ['a list of connection details', DATA_SOURCE, 'connectionDetails: {}', 'connectionDetails: []'],
  ];

  it.each(valid)('allow %s', (_, document, from, to) => {
    expect(broken({ in: document, from, to: `${to}¦` }).problems).toEqual([]);
  });
});
