import { groupedQuery } from './groupedQuery';
import { queryProblem } from './promql';

describe('a query told apart by a label', () => {
  it.each([
    ['sum(increase(x{a="b"}[{{.window}}]))', 'sum by (code) (increase(x{a="b"}[{{.window}}]))'],
    ['sum (\n  increase(x[{{ .window }}])\n)', 'sum by (code) (\n  increase(x[{{ .window }}])\n)'],
    ['sum_over_time(up[{{.window}}])', 'sum by (code) (sum_over_time(up[{{.window}}]))'],
    ['histogram_count(sum(increase(x[{{.window}}])))', 'histogram_count(sum by (code) (increase(x[{{.window}}])))'],
    ['histogram_count(increase(x[{{.window}}]))', 'sum by (code) (histogram_count(increase(x[{{.window}}])))'],
    [
      'sum(increase({"http.requests_total"}[{{.window}}]))',
      'sum by (code) (increase({"http.requests_total"}[{{.window}}]))',
    ],
    [
      'sum(max_over_time(max by (code) (x)[{{.window}}:1m]))',
      'sum by (code) (max_over_time(max by (code) (x)[{{.window}}:1m]))',
    ],
    [
      'sum(sum without (pod) (increase(x[{{.window}}])))',
      'sum by (code) (sum without (pod) (increase(x[{{.window}}])))',
    ],
  ])('groups %s', (template, grouped) => {
    expect(groupedQuery(template, 'code')).toBe(grouped);
    expect(queryProblem(grouped, 'required')).toBeUndefined();
  });

  it.each([
    ['http.status', 'sum by ("http.status") (increase(x[{{.window}}]))'],
    ['Größe', 'sum by ("Größe") (increase(x[{{.window}}]))'],
    ['a")b', String.raw`sum by ("a\")b") (increase(x[{{.window}}]))`],
  ])('quotes the label %s, as Prometheus 3 wants it', (label, grouped) => {
    expect(groupedQuery('sum(increase(x[{{.window}}]))', label)).toBe(grouped);
    expect(queryProblem(grouped, 'required')).toBeUndefined();
  });

  it.each([
    'sum by (job) (increase(x[{{.window}}]))',
    'sum(increase(x[{{.window}}])) - sum(increase(y[{{.window}}]))',
    'max(increase(x[{{.window}}]))',
    'sum(increase(x[{{.window}}])) or vector(0)',
    'x',
    'sum(sum by (pod) (increase(x[{{.window}}])))',
    'sum(sum without (code) (increase(x[{{.window}}])))',
    'sum(max_over_time(max by (pod) (x)[{{.window}}:1m]))',
    'sqrt(sum(increase(x[{{.window}}])))',
    'histogram_fraction(0, 1, sum(increase(x[{{.window}}])))',
  ])('leaves %s alone', (template) => {
    expect(groupedQuery(template, 'code')).toBeUndefined();
  });
});
