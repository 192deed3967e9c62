import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { toContributors } from './toContributors';

const spec: PrometheusSpec = { query: '', counterSelectors: [] };
const narrows = { selector: 'x', label: 'code', pattern: '"5.."', negated: false };
const goodTotal: Measure<PrometheusSpec> = { shape: 'goodTotal', good: spec, total: spec };
const badTotal: Measure<PrometheusSpec> = { shape: 'badTotal', bad: spec, total: spec };
const onePass: Measure<PrometheusSpec> = { shape: 'badTotal', bad: { ...spec, narrows }, total: spec };

type Sums = Record<'good' | 'bad' | 'total', number>;

const sums = (byValue: Record<string, Partial<Sums>>) =>
  new Map(Object.entries(byValue).map(([value, some]) => [value, { good: 0, bad: 0, total: 0, ...some }]));
const contributors = (answer: Record<string, Partial<Sums>>, measure: Measure<PrometheusSpec>, label = 'code') =>
  toContributors(sums(answer), label, measure).contributors;
const texts = (answer: Record<string, Partial<Sums>>, measure: Measure<PrometheusSpec>) =>
  toContributors(sums(answer), 'code', measure).notices.map(({ text }) => text);

describe('contributors from Prometheus', () => {
  it('are all bad where the catalogue counts good events and a value has none', () => {
    expect(contributors({ '503': { total: 7 } }, goodTotal)).toEqual([
      { dimension: 'code', name: '503', bad: 7, total: 7 },
    ]);
  });

  it('have no bad event where the catalogue counts bad events and a value has none', () => {
    expect(contributors({ '200': { total: 7 } }, badTotal)).toEqual([
      { dimension: 'code', name: '200', bad: 0, total: 7 },
    ]);
  });

  it('take bad events as they come where the catalogue counts those', () => {
    expect(contributors({ '503': { bad: 2, total: 9 } }, badTotal)).toEqual([
      { dimension: 'code', name: '503', bad: 2, total: 9 },
    ]);
  });

  it('count in total what one pass found good and bad', () => {
    const answer = { '/a': { good: 90, bad: 10 }, '/b': { good: 5 } };
    expect(contributors(answer, onePass)).toEqual([
      { dimension: 'code', name: '/a', bad: 10, total: 100 },
      { dimension: 'code', name: '/b', bad: 0, total: 5 },
    ]);
  });

  it('name the series that lack the label', () => {
    const answer = { '': { total: 1 }, '200': { total: 1 } };
    expect(contributors(answer, badTotal).map(({ name }) => name)).toContain('without code');
    expect(texts(answer, badTotal)).toEqual([]);
  });

  it('are one where no series has the label, which a notice says', () => {
    expect(texts({ '': { total: 9 } }, badTotal)).toEqual([
      expect.stringMatching(
        /no series of the queries has the label code\. Check that the label of error-budget\/group-by/
      ),
    ]);
  });

  it('have names that are no label of every object', () => {
    expect(contributors({ '': { total: 1 } }, badTotal, 'constructor')[0].name).toBe('without constructor');
  });

  it('are never negative, however PromQL extrapolates', () => {
    const answer = { '200': { good: 10.2, total: 10 } };
    expect(contributors(answer, goodTotal)[0].bad).toBe(0);
    expect(texts(answer, goodTotal)).toEqual([]);
  });

  it('are unknown where the total lacks the label of the good events, which a notice says', () => {
    const answer = { '200': { good: 90 }, '': { total: 100 } };
    expect(contributors(answer, goodTotal)).toEqual([]);
    expect(texts(answer, goodTotal)).toEqual([expect.stringMatching(/^no contributors: the good events have values/)]);
  });

  it('have no totals where the total lacks the label of the bad events, which a notice says', () => {
    const answer = { timeout: { bad: 7 }, reset: { bad: 3 }, '': { total: 100 } };
    expect(contributors(answer, badTotal)).toEqual([
      { dimension: 'code', name: 'timeout', bad: 7, total: null },
      { dimension: 'code', name: 'reset', bad: 3, total: null },
      { dimension: 'code', name: 'without code', bad: 0, total: null },
    ]);
    expect(texts(answer, badTotal)).toEqual([expect.stringMatching(/^contributors without totals: the bad events/)]);
  });
});
