import { parser } from '@prometheus-io/lezer-promql';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { bucketQuery, PLAIN_EDGES, rangeText, termsQuery } from './bucketQuery';

const HOUR = 3_600_000;
const counter = (query: string): PrometheusSpec => ({ query, counterSelectors: ['http_requests_total{job="api"}'] });
const gauge = (query: string): PrometheusSpec => ({ query, counterSelectors: [] });

const goodTotal: Measure<PrometheusSpec> = {
  shape: 'goodTotal',
  good: counter('sum(increase(http_requests_total{job="api",code!~"5.."}[{{.window}}]))'),
  total: counter('sum(increase(http_requests_total{job="api"}[{{.window}}]))'),
};

function syntaxErrors(query: string): number {
  let errors = 0;
  parser.parse(query).iterate({
    enter: (node) => {
      errors += node.type.isError ? 1 : 0;
    },
  });
  return errors;
}

describe('the query of a bucket', () => {
  it('replaces the window by the width less a millisecond, so that a sample on an edge counts once', () => {
    expect(rangeText(HOUR)).toBe('3599999ms');
    expect(bucketQuery(goodTotal, HOUR, PLAIN_EDGES)).toContain('increase(http_requests_total{job="api"}[3599999ms])');
    expect(bucketQuery(goodTotal, HOUR, PLAIN_EDGES)).not.toContain('{{');
  });

  it('carries good, total and the samples of every counter as one vector', () => {
    const query = bucketQuery(goodTotal, HOUR, PLAIN_EDGES);
    expect(query).toContain('"error_budget", "good"');
    expect(query).toContain('"error_budget", "total"');
    expect(query).toContain('sum(count_over_time(http_requests_total{job="api"}[3599999ms]) + 1073741824)');
  });

  it('stays whole around a query that ends in a comment, or has one in the middle', () => {
    const commented = counter(
      'sum(increase(a[{{.window}}])) # every attempt\n+ sum(increase(b[{{.window}}])) # and retry'
    );
    const measures: Array<Measure<PrometheusSpec>> = [
      { shape: 'goodTotal', good: commented, total: commented },
      { shape: 'raw', raw: commented, rawType: 'success' },
      { shape: 'threshold', metric: commented, op: 'lt', value: 1 },
    ];
    expect(measures.map((measure) => syntaxErrors(bucketQuery(measure, HOUR, { overlapMs: 60_000 })))).toEqual([
      0, 0, 0,
    ]);
  });

  it('lets the ranges of counters overlap by a scrape and scales them back', () => {
    const query = bucketQuery(goodTotal, HOUR, { overlapMs: 60_000 });
    expect(query).toContain('sum(sum(increase(http_requests_total{job="api"}[3659999ms]))) * 3600 / 3660');
    expect(query).toContain('count_over_time(http_requests_total{job="api"}[3599999ms])');
  });

  it('anchors the ranges of counters where the server knows that, and no others', () => {
    const edges = { overlapMs: 0, sampleBefore: 'anchored' as const };
    expect(bucketQuery(goodTotal, HOUR, edges)).toContain(
      'sum(sum(increase(http_requests_total{job="api"}[3599999ms] anchored)))'
    );
    expect(bucketQuery(goodTotal, HOUR, edges)).toContain('count_over_time(http_requests_total{job="api"}[3599999ms])');
    const mixed = counter('sum(increase(a[{{.window}}])) + sum(sum_over_time(b[{{.window}}]))');
    expect(termsQuery({ ...goodTotal, total: mixed }, HOUR, edges)).toContain('sum_over_time(b[3599999ms])');
  });

  it('takes good and bad from one pass where good is the total narrowed by a label', () => {
    const narrows = { selector: 'requests_total{job="api"}', label: 'code', pattern: '"5.."', negated: true };
    const query = termsQuery({ ...goodTotal, good: { ...goodTotal.good, narrows } }, HOUR, { overlapMs: 60_000 });
    expect(query).toBe(
      'sum by (error_budget) (label_replace(label_replace(' +
        'sum by (code) (increase(requests_total{job="api"}[3659999ms])), ' +
        '"error_budget", "good", "", ""), "error_budget", "bad", "code", "5..")) * 3600 / 3660'
    );
    expect(syntaxErrors(query)).toBe(0);
  });

  it('asks for no samples of gauges, whose own count is their coverage', () => {
    const probe: Measure<PrometheusSpec> = {
      shape: 'goodTotal',
      good: gauge('sum(sum_over_time(probe_success[{{.window}}]))'),
      total: gauge('sum(count_over_time(probe_success[{{ .window }}]))'),
    };
    expect(bucketQuery(probe, HOUR, PLAIN_EDGES)).toBe(termsQuery(probe, HOUR, PLAIN_EDGES));
  });

  it('judges a threshold every minute inside the bucket and leaves NaN out', () => {
    const latency: Measure<PrometheusSpec> = {
      shape: 'threshold',
      metric: gauge('histogram_quantile(0.99, sum by (le) (rate(latency_seconds_bucket[{{.window}}])))'),
      op: 'lte',
      value: 0.5,
    };
    expect(bucketQuery(latency, HOUR, PLAIN_EDGES)).toContain('>= -Inf) <= bool 0.5)[3599999ms:60000ms]');
    expect(bucketQuery(latency, HOUR, PLAIN_EDGES)).toContain('rate(latency_seconds_bucket[299999ms])');
  });

  it('is valid PromQL for every shape', () => {
    const shapes: Array<Measure<PrometheusSpec>> = [
      goodTotal,
      { shape: 'badTotal', bad: goodTotal.good, total: goodTotal.total },
      { shape: 'raw', raw: gauge('avg(ratio[{{.window}}])'.replace('[{{.window}}]', '')), rawType: 'failure' },
      { shape: 'threshold', metric: gauge('latency'), op: 'gt', value: -1 },
    ];
    for (const measure of shapes) {
      expect(syntaxErrors(bucketQuery(measure, HOUR, PLAIN_EDGES))).toBe(0);
      expect(syntaxErrors(bucketQuery(measure, HOUR, { overlapMs: 60_000 }))).toBe(0);
    }
  });
});
