import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { contributorsQuery } from './contributorsQuery';

const spec = (query: string, grouped?: string): PrometheusSpec => ({ query, counterSelectors: [], grouped });
const total = spec('sum(increase(x[{{.window}}]))', 'sum by (code) (increase(x[{{.window}}]))');
const good = spec('sum(increase(x{a="b"}[{{.window}}]))', 'sum by (code) (increase(x{a="b"}[{{.window}}]))');
const measure: Measure<PrometheusSpec> = { shape: 'goodTotal', good, total };
const hours = { bucketMs: HOUR_MS, edges: { overlapMs: 0 } };

describe('the query for contributors', () => {
  it('sums what the buckets of the figure count, value by value', () => {
    expect(contributorsQuery(measure, 'code', 30 * DAY_MS, hours)).toBe(
      'sum_over_time(((\n' +
        'label_replace(sum by (code)(sum by (code) (increase(x{a="b"}[3599999ms]))), "error_budget", "good", "", "")\n' +
        'or label_replace(sum by (code)(sum by (code) (increase(x[3599999ms]))), "error_budget", "total", "", "")\n' +
        ') >= -Inf)[2591999999ms:3600000ms])'
    );
  });

  it('asks for bad events where the catalogue counts those', () => {
    const query = contributorsQuery({ shape: 'badTotal', bad: good, total }, 'code', DAY_MS, hours);
    expect(query).toContain('"error_budget", "bad"');
  });

  it('widens and scales every bucket as the figure does', () => {
    const query = contributorsQuery(measure, 'code', HOUR_MS, {
      bucketMs: 5 * MINUTE_MS,
      edges: { overlapMs: MINUTE_MS },
    });
    expect(query).toContain('increase(x[359999ms]))) * 300 / 360, "error_budget", "total"');
    expect(query).toContain('[3599999ms:300000ms]');
  });

  it('keeps the value beside the label that distinguishes good from bad, in one pass over the samples', () => {
    const narrows = { selector: 'x', label: 'http.status', pattern: '"5.."', negated: true };
    const narrowed: Measure<PrometheusSpec> = { shape: 'goodTotal', good: { ...good, narrows }, total };
    const query = contributorsQuery(narrowed, 'url.path', DAY_MS, hours);
    expect(query).toContain('sum by ("http.status", "url.path") (increase(x[3599999ms]))');
    expect(query).toContain('"error_budget", "bad", "http.status", "5..")');
    expect(query).toContain('sum by (error_budget, "url.path") (');
    expect(contributorsQuery(narrowed, 'http.status', DAY_MS, hours)).toContain(
      'sum by ("http.status") (increase(x[3599999ms]))'
    );
  });
});
