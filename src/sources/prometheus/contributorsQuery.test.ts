import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { contributorsQuery } from './contributorsQuery';

const spec = (query: string, grouped?: string): PrometheusSpec => ({ query, counterSelectors: [], grouped });
const total = spec('sum(increase(x[{{.window}}]))', 'sum by (code) (increase(x[{{.window}}]))');
const good = spec('sum(increase(x{a="b"}[{{.window}}]))', 'sum by (code) (increase(x{a="b"}[{{.window}}]))');

describe('the query for contributors', () => {
  it('asks for good and total of every value, a day at a time', () => {
    const measure: Measure<PrometheusSpec> = { shape: 'goodTotal', good, total };
    expect(contributorsQuery(measure, 30 * DAY_MS)).toEqual({
      stepMs: DAY_MS,
      query:
        'label_replace(sum by (code) (increase(x{a="b"}[86399999ms])), "error_budget", "good", "", "") or ' +
        'label_replace(sum by (code) (increase(x[86399999ms])), "error_budget", "total", "", "")',
    });
  });

  it('asks for bad events where the catalogue counts those', () => {
    expect(contributorsQuery({ shape: 'badTotal', bad: good, total }, DAY_MS)?.query).toContain(
      '"error_budget", "bad"'
    );
  });

  it('cuts any window into equal steps', () => {
    const measure: Measure<PrometheusSpec> = { shape: 'goodTotal', good, total };
    expect(contributorsQuery(measure, 36 * HOUR_MS)?.stepMs).toBe(18 * HOUR_MS);
    expect(contributorsQuery(measure, HOUR_MS)?.stepMs).toBe(HOUR_MS);
  });

  it.each([7, 28, 30, 31, 90, 365])('asks for whole milliseconds at any time of a window of %d days', (days) => {
    const measure: Measure<PrometheusSpec> = { shape: 'goodTotal', good, total };
    for (let windowMs = days * DAY_MS - HOUR_MS; windowMs <= days * DAY_MS; windowMs += 5 * MINUTE_MS) {
      const { stepMs = NaN, query = '' } = contributorsQuery(measure, windowMs) ?? {};
      expect(query).toMatch(new RegExp(`\\[${stepMs - 1}ms\\]`));
      expect(Number.isInteger(stepMs) && stepMs <= DAY_MS && windowMs % stepMs === 0).toBe(true);
      expect(windowMs / stepMs).toBeLessThan(1.2 * days + 2);
    }
  });

  it('does not exist where the queries cannot be told apart', () => {
    expect(contributorsQuery({ shape: 'goodTotal', good: spec('x'), total }, DAY_MS)).toBeUndefined();
    expect(contributorsQuery({ shape: 'raw', raw: total, rawType: 'success' }, DAY_MS)).toBeUndefined();
  });
});
