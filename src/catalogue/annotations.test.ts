import { changed, DATA_SOURCE, documents, marked, SERVICE, SLI, SLO, THRESHOLD_SLO } from './exampleCatalogue.fixture';
import type { ObjectivePolicy } from './objective';
import { parseCatalogue } from './parseCatalogue';

const OWNER = 'example.com/owner: payments';

function annotated(annotation: string, slo = changed(SLO, OWNER, `${OWNER}\n    ${annotation}`)) {
  return parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, slo));
}

function policyOf(annotation: string): ObjectivePolicy {
  const { objectives, problems } = annotated(annotation);
  expect(problems).toEqual([]);
  return objectives[0].policy;
}

describe('the policy of an objective', () => {
  it('has defaults', () => {
    expect(policyOf('example.com/tier: 1')).toEqual({
      noData: 'unknown',
      exclusions: [],
      severity: 'ticket',
      timeBased: false,
    });
  });

  it.each<[string, Partial<ObjectivePolicy>]>([
    ['error-budget/severity: page', { severity: 'page' }],
    ['error-budget/severity: none', { severity: 'none' }],
    ['error-budget/time-based: "true"', { timeBased: true }],
    ['error-budget/time-based: true', { timeBased: true }],
    ['error-budget/expected-every: 31d', { expectedEveryMs: 31 * 86_400_000 }],
    ['error-budget/min-bad-events: "5"', { minBadEvents: 5 }],
    ['error-budget/min-bad-events: 1', { minBadEvents: 1 }],
    ['error-budget/group-by: instance', { groupBy: 'instance' }],
    ['error-budget/group-by: http.status', { groupBy: 'http.status' }],
    ['error-budget/group-by: status-code', { groupBy: 'status-code' }],
    ['error-budget/group-by: Größe', { groupBy: 'Größe' }],
    ['error-budget/no-data: bad\n    error-budget/time-based: true', { noData: 'bad', timeBased: true }],
  ])('reads %s', (annotation, expected) => {
    expect(policyOf(annotation)).toMatchObject(expected);
  });

  it('ignores a stated number of expected events, and says so', () => {
    const { objectives, problems } = annotated('error-budget/expected-events: "90"');
    expect(objectives[0].policy).toEqual(policyOf('example.com/tier: 1'));
    expect(problems.map(({ severity, path, found, expected }) => [severity, path, found, expected])).toEqual([
      [
        'warning',
        'metadata.annotations["error-budget/expected-events"]',
        '90',
        'nothing: it is ignored, because the alerts count how many events there are',
      ],
    ]);
  });

  it('takes slices and thresholds for time, events for events', () => {
    const [event, time] = parseCatalogue(documents(SERVICE, DATA_SOURCE, SLI, SLO, THRESHOLD_SLO)).objectives;
    expect([event.policy.timeBased, time.policy.timeBased]).toEqual([false, true]);
  });

  it.each([
    [
      'YAML',
      'error-budget/exclusions: |\n      - from: 2026-05-01T08:00:00Z\n        to: 2026-05-01T10:00:00+00:00\n        reason: Upgrade',
    ],
    [
      'JSON',
      `error-budget/exclusions: '[{"from": "2026-05-01T08:00:00Z", "to": "2026-05-01T10:00:00Z", "reason": "Upgrade"}]'`,
    ],
  ])('reads planned maintenance written in %s', (_, annotation) => {
    expect(policyOf(annotation).exclusions).toEqual([
      { fromMs: Date.UTC(2026, 4, 1, 8), toMs: Date.UTC(2026, 4, 1, 10), reason: 'Upgrade' },
    ]);
  });

  it.each([
    ['error-budget/severity: ¦sms', '["error-budget/severity"]', '"sms"', /^page, ticket, none$/],
    ['error-budget/time-based: ¦"yes"', '["error-budget/time-based"]', '"yes"', /^true, false$/],
    ['error-budget/expected-every: ¦daily', '["error-budget/expected-every"]', '"daily"', /^a duration/],
    ['error-budget/expected-events: ¦0', '["error-budget/expected-events"]', '"0"', /^a number above 0$/],
    ['error-budget/min-bad-events: ¦0', '["error-budget/min-bad-events"]', '"0"', /^a whole number of at least 1$/],
    ['error-budget/min-bad-events: ¦2.5', '["error-budget/min-bad-events"]', '"2.5"', /^a whole number of at least 1$/],
    ['error-budget/expected-events: ¦many', '["error-budget/expected-events"]', '"many"', /^a number above 0$/],
    ['error-budget/group-by: ¦""', '["error-budget/group-by"]', '""', /label$/],
    ['error-budget/group-by: ¦"\\uD800"', '["error-budget/group-by"]', expect.any(String), /label$/],
    ['error-budget/no-data: ¦bad', '["error-budget/no-data"]', 'bad', /^unknown, or error-budget\/time-based/],
    ['error-budget/data: ¦unstable', '["error-budget/data"]', 'unstable', /^it on objectives of Dagster only/],
    ['error-budget/data: ¦shaky', '["error-budget/data"]', '"shaky"', /^unstable$/],
    ['error-budget/no-data: ¦ok', '["error-budget/no-data"]', '"ok"', /^unknown, bad, good$/],
    [
      '¦error-budget/severty: page',
      '["error-budget/severty"]',
      'the unknown field error-budget/severty',
      /did you mean error-budget\/severity\?/,
    ],
    ['error-budget/exclusions: ¦tomorrow', '["error-budget/exclusions"]', '"tomorrow"', /^a list of exclusions/],
    ['error-budget/exclusions: ¦"[{"', '["error-budget/exclusions"]', '"[{"', /^a list of exclusions/],
    [
      "error-budget/exclusions: ¦'[{from: 2026-05-01, to: 2026-05-01T10:00:00Z, reason: Upgrade}]'",
      '["error-budget/exclusions"][0].from',
      '2026-05-01',
      /^an RFC 3339 instant/,
    ],
    [
      "error-budget/exclusions: ¦'[{from: 2026-05-01T10:00:00Z, to: 2026-05-01T08:00:00Z, reason: Upgrade}]'",
      '["error-budget/exclusions"][0].to',
      '2026-05-01T10:00:00.000Z to 2026-05-01T08:00:00.000Z',
      /^an end after the start$/,
    ],
    [
      "error-budget/exclusions: ¦'[{from: 2026-05-01T08:00:00Z, to: 2026-05-01T10:00:00Z}]'",
      '["error-budget/exclusions"][0].reason',
      'nothing',
      /^a reason$/,
    ],
    [
      'error-budget/sample-selectors: ¦sum(up)',
      '["error-budget/sample-selectors"][0]',
      '"sum(up)"',
      /^a selector without range or function/,
    ],
  ])('does not read %s', (annotation, path, found, expected) => {
    const { text, line, column } = marked(
      documents(SERVICE, DATA_SOURCE, SLI, changed(SLO, OWNER, `${OWNER}\n    ${annotation}`))
    );
    const { objectives, problems } = parseCatalogue(text);
    expect(objectives).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      severity: 'error',
      path: `metadata.annotations${path}`,
      found,
      expected: expect.stringMatching(expected),
      line,
      column,
    });
  });

  it('is read from SLOs only', () => {
    const text = changed(SERVICE, '  displayName: Shop', '  annotations: {error-budget/severity: page}');
    expect(parseCatalogue(text).problems[0]).toMatchObject({
      severity: 'warning',
      found: 'error-budget/severity, which is ignored here',
      expected: 'it on an SLO',
    });
  });
});

describe('sample selectors', () => {
  const selectorsOf = (annotation: string) => {
    const { indicator } = annotated(annotation).objectives[0];
    return indicator.source === 'Prometheus' && indicator.measure.shape === 'goodTotal'
      ? [indicator.measure.good.counterSelectors, indicator.measure.total.counterSelectors]
      : undefined;
  };

  it('are those of the total where the catalogue states none', () => {
    expect(selectorsOf('example.com/tier: 1')).toEqual([['http_requests_total'], ['http_requests_total']]);
  });

  it.each([
    ['one a line', 'error-budget/sample-selectors: |\n      up{job="a"}\n      up{job="b"}'],
    ['a list', `error-budget/sample-selectors: |\n      - up{job="a"}\n      - up{job="b"}`],
    ['JSON', `error-budget/sample-selectors: '["up{job=\\"a\\"}", "up{job=\\"b\\"}"]'`],
  ])('may be stated as %s', (_, annotation) => {
    const stated = ['up{job="a"}', 'up{job="b"}'];
    expect(selectorsOf(annotation)).toEqual([stated, stated]);
  });
});
