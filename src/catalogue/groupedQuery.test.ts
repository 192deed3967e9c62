import { groupedQuery } from './groupedQuery';
import { queryProblem } from './promql';

describe('a query grouped by a label', () => {
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
    ['sum by (job) (increase(x[{{.window}}]))', 'sum by (code) (increase(x[{{.window}}]))'],
    ['sum(increase(x[{{.window}}])) by (job, pod)', 'sum by (code) (increase(x[{{.window}}]))'],
    ['sum without (pod) (increase(x[{{.window}}]))', 'sum by (code) (increase(x[{{.window}}]))'],
    ['sum(increase(x[{{.window}}])) or vector(0)', 'sum by (code) (increase(x[{{.window}}]))'],
    ['(sum by (job) (increase(x[{{.window}}])) or on () vector(0.0))', 'sum by (code) (increase(x[{{.window}}]))'],
  ])('groups %s', (template, grouped) => {
    expect(groupedQuery(template, 'code')?.query).toBe(grouped);
    expect(queryProblem(grouped, 'required')).toBeUndefined();
  });

  it.each([
    ['http.status', 'sum by ("http.status") (increase(x[{{.window}}]))'],
    ['Größe', 'sum by ("Größe") (increase(x[{{.window}}]))'],
    ['a")b', String.raw`sum by ("a\")b") (increase(x[{{.window}}]))`],
  ])('quotes the label %s, as Prometheus 3 wants it', (label, grouped) => {
    expect(groupedQuery('sum(increase(x[{{.window}}]))', label)?.query).toBe(grouped);
    expect(queryProblem(grouped, 'required')).toBeUndefined();
  });

  it.each([
    'sum(increase(x[{{.window}}])) - sum(increase(y[{{.window}}]))',
    'sum by (job) (increase(x[{{.window}}])) - sum by (job) (increase(y[{{.window}}]))',
    '(sum(increase(x[{{.window}}])) or vector(0)) - (sum by (job) (increase(y[{{.window}}])) or vector(0))',
    '(sum(increase(x[{{.window}}])) or vector(0)) * 2',
    '(sum(increase(x[{{.window}}])) or vector(0)) - (sum(sum by (pod) (increase(y[{{.window}}]))) or vector(0))',
    'sum(increase(x[{{.window}}])) or vector(1)',
    'sum(increase(x[{{.window}}])) or sum(increase(y[{{.window}}]))',
    'max(increase(x[{{.window}}]))',
    'x',
    'sum(sum by (pod) (increase(x[{{.window}}])))',
    'sum(sum without (code) (increase(x[{{.window}}])))',
    'sum(max_over_time(max by (pod) (x)[{{.window}}:1m]))',
    'sqrt(sum(increase(x[{{.window}}])))',
    'histogram_fraction(0, 1, sum(increase(x[{{.window}}])))',
  ])('leaves %s alone', (template) => {
    expect(groupedQuery(template, 'code')).toBeUndefined();
  });

  describe('of sums and differences, in which a sum without series counts 0,', () => {
    const [x, y, z] = ['x', 'y', 'z'].map((name) => `(sum(increase(${name}[{{.window}}])) or vector(0))`);
    const part = (name: string, i: number, sign = '') =>
      `label_replace(${sign}sum by (code) (increase(${name}[{{.window}}])), "error_budget_part", "${i}", "", "")`;

    it.each([
      [`${x} + ${y}`, [part('x', 0), part('y', 1)]],
      [`${x} - ${y}`, [part('x', 0), part('y', 1, '-1 * ')]],
      [`(${x} - (${y} - ${z}))`, [part('x', 0), part('y', 1, '-1 * '), part('z', 2)]],
      [`${x} - ${y} + ${x}`, [part('x', 0), part('y', 1, '-1 * '), part('x', 2)]],
    ])('labels every sum: %s', (template, parts) => {
      const grouped = groupedQuery(template, 'code');
      expect(grouped?.query).toBe(parts.join(' or '));
      expect(queryProblem(grouped?.query ?? '', 'required')).toBeUndefined();
      expect(grouped?.counted?.join('')).toBe(parts.join(' or ').replace(/increase\((.)\[\{\{\.window\}\}\]\)/g, '$1'));
    });

    it('has no counters where something else than increases is counted', () => {
      expect(groupedQuery('sum(sum_over_time(up[{{.window}}]))', 'code')).toEqual({
        query: 'sum by (code) (sum_over_time(up[{{.window}}]))',
      });
    });
  });
});
