import { groupedQuery } from './groupedQuery';
import { queryProblem } from './promql';

describe('a query told apart by a label', () => {
  it.each([
    ['sum(increase(x{a="b"}[{{.window}}]))', 'sum by (code) (increase(x{a="b"}[{{.window}}]))'],
    ['sum (\n  increase(x[{{ .window }}])\n)', 'sum by (code) (\n  increase(x[{{ .window }}])\n)'],
    ['sum_over_time(up[{{.window}}])', 'sum by (code) (sum_over_time(up[{{.window}}]))'],
  ])('groups %s', (template, grouped) => {
    expect(groupedQuery(template, 'code')).toBe(grouped);
    expect(queryProblem(grouped, 'required')).toBeUndefined();
  });

  it.each([
    'sum by (job) (increase(x[{{.window}}]))',
    'sum(increase(x[{{.window}}])) - sum(increase(y[{{.window}}]))',
    'max(increase(x[{{.window}}]))',
    'sum(increase(x[{{.window}}])) or vector(0)',
    'x',
  ])('leaves %s alone', (template) => {
    expect(groupedQuery(template, 'code')).toBeUndefined();
  });
});
