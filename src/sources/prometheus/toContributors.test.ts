import type { Series } from './apiAnswer';
import { toContributors } from './toContributors';

const series = (term: string, code: string | undefined, ...values: string[]): Series => ({
  labels: { error_budget: term, ...(code === undefined ? {} : { code }) },
  points: values.map((value, index) => [index, value]),
});

describe('contributors from Prometheus', () => {
  it('add the days of a label value up', () => {
    expect(toContributors([series('good', '200', '10', '20'), series('total', '200', '11', '20')], 'code')).toEqual([
      { dimension: 'code', name: '200', bad: 1, total: 31 },
    ]);
  });

  it('are all bad where a value has no good events', () => {
    expect(toContributors([series('total', '503', '4', '3')], 'code')).toEqual([
      { dimension: 'code', name: '503', bad: 7, total: 7 },
    ]);
  });

  it('take bad events as they come where the catalogue counts those', () => {
    const [only] = toContributors([series('bad', '503', '2'), series('total', '503', '9')], 'code');
    expect(only).toEqual({ dimension: 'code', name: '503', bad: 2, total: 9 });
  });

  it('name the series that lack the label', () => {
    expect(toContributors([series('total', undefined, '1')], 'code')[0].name).toBe('without code');
  });

  it('are never negative, however PromQL extrapolates, and take no notice of NaN', () => {
    expect(toContributors([series('good', '200', '10.2', 'NaN'), series('total', '200', '10')], 'code')[0].bad).toBe(0);
  });
});
