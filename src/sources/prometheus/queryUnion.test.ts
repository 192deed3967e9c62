import { parser } from '@prometheus-io/lezer-promql';
import { HOUR_MS } from '../../budget/durations';
import type { ApiAnswer } from './apiAnswer';
import { answersOf, dividedAmongUnions, unionKey, unionOf, type Asked } from './queryUnion';

const END_MS = Date.UTC(2026, 5, 1);

function asked(query: string, endMs = END_MS, points = 3): Asked {
  return { endpoint: 'query_range', query, endMs, stepMs: HOUR_MS, points };
}

function answer(query: string, ...points: Array<[number, string]>): ApiAnswer {
  const labels = { job: 'api', error_budget_query: query };
  return { series: [{ labels, points }], remarks: [], partial: [] };
}

const at = (hoursBefore: number) => END_MS / 1000 - hoursBefore * 3600;

describe('unionOf', () => {
  it('is valid PromQL of queries that end in comments, at other times too', () => {
    const { query } = unionOf([asked('sum(up) # one'), asked('sum(up) # other', END_MS - 2 * HOUR_MS)]);
    const errors: string[] = [];
    parser
      .parse(query)
      .iterate({ enter: ({ type, from, to }) => void (type.isError && errors.push(query.slice(from, to))) });
    expect(errors).toEqual([]);
  });

  it('is asked at the latest times and over the longest range', () => {
    const union = unionOf([asked('a', END_MS - 2 * HOUR_MS, 5), asked('b'), asked('c', END_MS, 4)]);
    expect(union).toMatchObject({ endMs: END_MS, points: 5, stepMs: HOUR_MS });
    expect(union.query).toContain('last_over_time((\na\n)[1ms:3600000ms] offset 7200000ms)');
  });
});

describe('answersOf', () => {
  it('gives each query its own series, without the label of the union', () => {
    const both = { ...answer('0', [at(0), '1']), partial: ['a store is away'] };
    both.series.push(...answer('1', [at(0), '2']).series);
    expect(answersOf([asked('a'), asked('b')], both)).toEqual([
      { series: [{ labels: { job: 'api' }, points: [[at(0), '1']] }], remarks: [], partial: ['a store is away'] },
      { series: [{ labels: { job: 'api' }, points: [[at(0), '2']] }], remarks: [], partial: ['a store is away'] },
    ]);
  });

  it('gives each its own times, also where the server shifts them a little', () => {
    const queries = [asked('a', END_MS, 5), asked('b', END_MS - HOUR_MS, 2)];
    const read = answersOf(queries, answer('1', [at(4), '1'], [at(2), '2'], [at(1) + 7, '3'], [at(0) + 7, '4']));
    expect(read?.[1].series[0].points).toEqual([
      [at(2) + 7, '3'],
      [at(1) + 7, '4'],
    ]);
  });

  it('has no series of a query that has none at its own times', () => {
    expect(answersOf([asked('a', END_MS, 5), asked('b')], answer('1', [at(4), '1']))?.[1].series).toEqual([]);
  });

  it('is undefined where a series or a remark does not show which query it belongs to', () => {
    const queries = [asked('a'), asked('b')];
    expect(answersOf(queries, answer('', [at(0), '1']))).toBeUndefined();
    expect(answersOf(queries, answer('2', [at(0), '1']))).toBeUndefined();
    expect(answersOf(queries, { series: [], remarks: ['PromQL warning: (1:20)'], partial: [] })).toBeUndefined();
  });
});

describe('dividedAmongUnions', () => {
  it('asks ranges together that are about as long, whatever times they end at', () => {
    const queries = [720, 2, 721, 1, 1159, 11].map((points) => asked(`${points}`, END_MS - points * HOUR_MS, points));
    const unions = dividedAmongUnions(queries, { most: 10, mostBytes: 12_000, bytesOf: (query) => query.length });
    expect(unions.map((union) => union.map(({ points }) => points))).toEqual([[1, 2], [11], [720, 721], [1159]]);
  });
});

describe('unionKey', () => {
  it('is one for all times that are multiples of the step, and another for each of the rest', () => {
    const keys = [0, HOUR_MS, 90, 91].map((beforeMs) => unionKey(asked('a', END_MS - beforeMs)));
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });
});
