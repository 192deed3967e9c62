import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { Series } from './apiAnswer';
import { toContributors } from './toContributors';

const spec: PrometheusSpec = { query: '', counterSelectors: [] };
const narrows = { selector: 'x', label: 'code', pattern: '"5.."', negated: false };
const goodTotal: Measure<PrometheusSpec> = { shape: 'goodTotal', good: spec, total: spec };
const badTotal: Measure<PrometheusSpec> = { shape: 'badTotal', bad: spec, total: spec };
const onePass: Measure<PrometheusSpec> = { shape: 'badTotal', bad: { ...spec, narrows }, total: spec };

const series = (term: string, code: string | undefined, ...values: string[]): Series => ({
  labels: { error_budget: term, ...(code === undefined ? {} : { code }) },
  points: values.map((value, index) => [index, value]),
});

const contributors = (answer: Series[], measure: Measure<PrometheusSpec>, label = 'code') =>
  toContributors(answer, label, measure).contributors;
const texts = (answer: Series[], measure: Measure<PrometheusSpec>) =>
  toContributors(answer, 'code', measure).notices.map(({ text }) => text);

describe('contributors from Prometheus', () => {
  it('add the pieces of a label value up', () => {
    const answer = [series('good', '200', '10', '20'), series('total', '200', '11', '20')];
    expect(contributors(answer, goodTotal)).toEqual([{ dimension: 'code', name: '200', bad: 1, total: 31 }]);
  });

  it('are all bad where the catalogue counts good events and a value has none', () => {
    expect(contributors([series('total', '503', '4', '3')], goodTotal)).toEqual([
      { dimension: 'code', name: '503', bad: 7, total: 7 },
    ]);
  });

  it('have no bad event where the catalogue counts bad events and a value has none', () => {
    expect(contributors([series('total', '200', '4', '3')], badTotal)).toEqual([
      { dimension: 'code', name: '200', bad: 0, total: 7 },
    ]);
  });

  it('take bad events as they come where the catalogue counts those', () => {
    expect(contributors([series('bad', '503', '2'), series('total', '503', '9')], badTotal)).toEqual([
      { dimension: 'code', name: '503', bad: 2, total: 9 },
    ]);
  });

  it('count in total what one pass found good and bad', () => {
    const answer = [series('good', '/a', '90'), series('bad', '/a', '10'), series('good', '/b', '5')];
    expect(contributors(answer, onePass)).toEqual([
      { dimension: 'code', name: '/a', bad: 10, total: 100 },
      { dimension: 'code', name: '/b', bad: 0, total: 5 },
    ]);
  });

  it('name the series that lack the label', () => {
    const answer = [series('total', undefined, '1'), series('total', '200', '1')];
    expect(contributors(answer, badTotal)[0].name).toBe('without code');
    expect(texts(answer, badTotal)).toEqual([]);
  });

  it('are one where no series has the label, which a notice says', () => {
    expect(texts([series('total', undefined, '9')], badTotal)).toEqual([
      expect.stringMatching(
        /no series of the queries has the label code\. Check that the label of error-budget\/group-by/
      ),
    ]);
  });

  it('have names that are no label of every object', () => {
    expect(contributors([series('total', undefined, '1')], badTotal, 'constructor')[0].name).toBe(
      'without constructor'
    );
  });

  it('are never negative, however PromQL extrapolates, and take no notice of NaN', () => {
    const answer = [series('good', '200', '10.2', 'NaN'), series('total', '200', '10')];
    expect(contributors(answer, goodTotal)[0].bad).toBe(0);
    expect(texts(answer, goodTotal)).toEqual([]);
  });

  it('cannot be told where the total lacks the label of the good events, which a notice says', () => {
    const answer = [series('good', '200', '90'), series('total', undefined, '100')];
    expect(contributors(answer, goodTotal)).toEqual([]);
    expect(texts(answer, goodTotal)).toEqual([expect.stringMatching(/^no contributors: the good events have values/)]);
  });

  it('have no totals where the total lacks the label of the bad events, which a notice says', () => {
    const answer = [series('bad', 'timeout', '7'), series('bad', 'reset', '3'), series('total', undefined, '100')];
    expect(contributors(answer, badTotal)).toEqual([
      { dimension: 'code', name: 'timeout', bad: 7, total: null },
      { dimension: 'code', name: 'reset', bad: 3, total: null },
      { dimension: 'code', name: 'without code', bad: 0, total: null },
    ]);
    expect(texts(answer, badTotal)).toEqual([expect.stringMatching(/^contributors without totals: the bad events/)]);
  });
});
