import { DAGSTER_SLO, DATA_SOURCE, documents, SERVICE, SLI, SLO, THRESHOLD_SLO } from './exampleCatalogue.fixture';
import { ALL, broken, expectProblem, NAME_RULE, type Rule } from './exampleRules.testing';
import { parseCatalogue } from './parseCatalogue';

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
