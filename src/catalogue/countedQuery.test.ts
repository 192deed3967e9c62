import { countedPieces, countedQuery, ratioProblem, repeatedCount } from './countedQuery';
import { parseCatalogue } from './parseCatalogue';

describe('rate over the bucket', () => {
  it.each([
    ['sum(rate(x_total{code!~"5.."}[{{.window}}]))', 'sum(increase(x_total{code!~"5.."}[{{.window}}]))'],
    ['rate(x[{{ .window }}])', 'increase(x[{{ .window }}])'],
    ['SUM by (code) ((rate(x[{{.window}}])))', 'SUM by (code) ((increase(x[{{.window}}])))'],
    ['sum(rate(x[{{.window}}])) without (pod)', 'sum(increase(x[{{.window}}])) without (pod)'],
    ['sum(rate(x[{{.window}}] offset 5m))', 'sum(increase(x[{{.window}}] offset 5m))'],
    ['histogram_count(sum(rate(h[{{.window}}])))', 'histogram_count(sum(increase(h[{{.window}}])))'],
    [
      'sum(rate(a[{{.window}}])) - (sum(rate(b[{{.window}}])) OR vector(0)) + sum(increase(c[{{.window}}]))',
      '(sum(increase(a[{{.window}}])) or vector(0)) - (sum(increase(b[{{.window}}])) OR vector(0)) + (sum(increase(c[{{.window}}])) or vector(0))',
    ],
    ['sum(rate(a[{{.window}}])) or on() vector(0)', 'sum(increase(a[{{.window}}])) or on() vector(0)'],
    ['sum(rate(a{code="rate(x)"}[{{.window}}])) # rate(x)', 'sum(increase(a{code="rate(x)"}[{{.window}}])) # rate(x)'],
  ])('%s is read as %s', (query, expected) => {
    expect(countedQuery(query)).toEqual({ query: expected, readAsIncrease: true });
  });

  it.each([
    ['sum(rate(x[{{.window}}])) * 60', 4],
    ['sum(rate(x[{{.window}}])) / 2', 4],
    ['60 * sum(rate(x[{{.window}}]))', 9],
    ['sum(rate(x[{{.window}}])) + 1', 4],
    ['avg(rate(x[{{.window}}]))', 4],
    ['max by (a) (rate(x[{{.window}}]))', 12],
    ['count(rate(x[{{.window}}]) > 0)', 6],
    ['clamp_min(sum(rate(x[{{.window}}])), 0)', 14],
    ['-rate(x[{{.window}}])', 1],
    ['sum(rate(x[{{.window}}])) or vector(1)', 4],
    ['sum(rate(x[{{.window}}])) > 5', 4],
    ['sum(increase(y[{{.window}}])) * sum(rate(x[{{.window}}]))', 36],
  ])('inside other arithmetic is a problem that shows what to write: %s', (query, offset) => {
    expect(countedQuery(query)).toEqual({
      offset,
      found: 'rate(x[{{.window}}]), events per second in a further calculation',
      expected: 'sum(increase(x[{{.window}}])), with nothing around it but sum, histogram_count, +, - and or vector(0)',
    });
  });
});

describe('a count', () => {
  it.each([
    [
      'sum(irate(x_total{a="b"}[{{.window}}]))',
      'irate(x_total{a="b"}[{{.window}}]), which sees the last two samples only',
    ],
    ['sum(idelta(x_total{a="b"}[{{.window}}]))', /the last two samples/],
    ['sum(delta(x_total{a="b"}[{{.window}}]))', /counts the reset of a counter as a loss/],
    ['sum(deriv(x_total{a="b"}[{{.window}}]))', /a slope and not a count/],
    ['sum(rate(x_total{a="b"}[5m])) + sum(increase(y[{{.window}}]))', /range is not that of the bucket/],
    ['sum(increase(x_total{a="b"}[1h])) + sum(increase(y[{{.window}}]))', /range is not that of the bucket/],
    ['sum_over_time(sum(rate(x_total{a="b"}[5m]))[{{.window}}:1m])', /adds up again at each of its steps/],
    ['sum_over_time(sum(increase(x_total{a="b"}[5m]))[{{.window}}:1m])', /adds up again at each of its steps/],
    ['avg_over_time(sum(irate(x_total{a="b"}[5m]))[{{.window}}:1m])', /the last two samples/],
  ])('is not %s', (query, found) => {
    const problem = countedQuery(query);
    expect(problem).toMatchObject({
      offset: query.search(/i?rate|i?delta|deriv|increase/),
      found: typeof found === 'string' ? found : expect.stringMatching(found),
      expected: 'sum(increase(x_total{a="b"}[{{.window}}]))',
    });
  });

  it.each([
    'sum(increase(x[{{.window}}]))',
    'clamp_min(sum(increase(x[{{.window}}])) - (sum(increase(y[{{.window}}])) or vector(0)), 0)',
    'sum(max without (replica) (increase(x[{{.window}}])))',
    'histogram_fraction(0, 0.3, sum(increase(h[{{.window}}]))) * histogram_count(sum(increase(h[{{.window}}])))',
    'sum(sum_over_time(probe_success[{{.window}}]))',
    'sum_over_time((sum(rate(errors[5m])) / sum(rate(all[5m])) < bool 0.01)[{{.window}}:1m])',
    'sum_over_time((sum(increase(errors[30m])) > bool 0)[{{.window}}:1m])',
    'count_over_time(sum(rate(all[5m]))[{{.window}}:1m])',
    'sum(resets(x[{{.window}}]))',
  ])('may be %s', (query) => {
    expect(countedQuery(query)).toEqual({ query, readAsIncrease: false });
  });
});

describe('a ratio from the start', () => {
  it.each([
    'sum(rate(good[{{.window}}])) / sum(rate(all[{{.window}}]))',
    'avg_over_time(up[{{.window}}])',
    '1 - delta(queue_limit[{{.window}}]) / 100',
    'avg_over_time((irate(x_total[5m]) > bool 3)[{{.window}}:1m])',
  ])('may be %s', (query) => {
    expect(ratioProblem(query)).toBeUndefined();
  });

  it.each(['irate(x_total[{{.window}}])', 'delta(x_total[{{.window}}])', 'deriv(x_bucket[{{.window}}])'])(
    'is not made of %s',
    (call) => {
      const problem = ratioProblem(`sum(${call}) / sum(increase(y[{{.window}}]))`);
      expect(problem).toMatchObject({ offset: 4, expected: expect.stringMatching(/^rate\(x_\w+\[\{\{\.window}}]\)$/) });
    }
  );
});

describe('what counters a query adds and subtracts', () => {
  const pieces = (query: string) => countedPieces(query)?.join('|');

  it.each([
    ['sum(increase(x{a="b"}[{{.window}}]))', 'sum(|x{a="b"}|)'],
    [
      'sum(increase(a[{{.window}}])) - (sum by (x) (increase(b[{{ .window }}])) or vector(0))',
      'sum(|a|) - (sum by (x) (|b|) or vector(0))',
    ],
    ['sum(histogram_count(increase(h[{{.window}}])))', 'sum(histogram_count(|h|))'],
  ])('%s', (query, expected) => {
    expect(pieces(query)).toBe(expected);
  });

  it.each([
    'sum(sum_over_time(up[{{.window}}]))',
    'sum(increase(a[{{.window}}] offset 1d))',
    'sum(increase(a[{{.window}}])) / 2',
    'sum(increase(a[{{.window}}])) # a comment\n+ sum(increase(b[{{.window}}]))',
    'sum(a)',
  ])('is not known of %s', (query) => {
    expect(pieces(query)).toBeUndefined();
  });
});

describe('a histogram that is counted whole', () => {
  it.each([
    ['sum(increase(lat_bucket[{{.window}}]))', 13, 'lat_bucket', 'lat_count'],
    ['sum(rate(lat_bucket{job="a"}[{{.window}}]))', 9, 'lat_bucket{job="a"}', 'lat_count{job="a"}'],
    ['sum by (le) (increase(lat_bucket[{{.window}}]))', 22, 'lat_bucket', 'lat_count'],
    ['sum(increase({__name__="lat_bucket"}[{{.window}}]))', 13, '{__name__="lat_bucket"}', '{__name__="lat_count"}'],
    [
      'sum(increase(lat_bucket{le="1"}[{{.window}}])) + sum(increase(lat_bucket{job="a"}[{{.window}}]))',
      62,
      'lat_bucket{job="a"}',
      'lat_count{job="a"}',
    ],
  ])('counts an event once for every bucket: %s', (query, offset, selector, count) => {
    expect(repeatedCount(query)).toEqual({
      offset,
      found: `${selector} without le, which counts an event once for every bucket that it fits`,
      expected: `${count} for all events, or a matcher on le for those of one bucket`,
    });
  });

  it.each([
    'sum(increase(lat_bucket{le="1"}[{{.window}}]))',
    'sum(increase(lat_bucket{le=~"1(\\\\.0)?"}[{{.window}}]))',
    'sum(increase(lat_count[{{.window}}]))',
    'sum(sum_over_time(fill_bucket[{{.window}}]))',
    'sum(count_over_time((histogram_quantile(0.9, sum by (le) (rate(lat_bucket[5m]))) < 1)[{{.window}}:1m]))',
    'histogram_quantile(0.99, sum by (le) (rate(lat_bucket[{{.window}}])))',
  ])('is not %s', (query) => {
    expect(repeatedCount(query)).toBeUndefined();
  });

  const slo = (indicator: string) => `apiVersion: openslo/v1
kind: Service
metadata: { name: shop }
spec: {}
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: fast }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  indicator:
    metadata: { name: fast }
    spec:
${indicator}`;
  const metric = (query: string) => `{ metricSource: { type: Prometheus, spec: { query: '${query}' } } }`;

  it('is a warning of the catalogue, at its place in the query', () => {
    const total = metric('sum(increase(lat_bucket[{{.window}}]))');
    const text = slo(`      ratioMetric:
        counter: true
        good: ${metric('sum(increase(lat_bucket{le="1"}[{{.window}}]))')}
        total: ${total}
  objectives: [{ target: 0.99 }]
`);
    const { objectives, problems } = parseCatalogue(text);
    expect(objectives).toHaveLength(1);
    const lines = text.split('\n');
    const line = lines.findIndex((one) => one.includes(`total: ${total}`));
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        found: expect.stringMatching(/^lat_bucket without le/),
        expected: expect.stringMatching(/^lat_count for all events/),
        line: line + 1,
        column: lines[line].indexOf('lat_bucket') + 1,
      },
    ]);
  });

  it('is nothing to remark on where a threshold estimates a quantile', () => {
    const { problems } = parseCatalogue(
      slo(`      thresholdMetric: ${metric('histogram_quantile(0.99, sum by (le) (rate(lat_bucket[{{.window}}])))')}
  objectives: [{ target: 0.99, op: lte, value: 1 }]
`)
    );
    expect(problems).toEqual([]);
  });
});
