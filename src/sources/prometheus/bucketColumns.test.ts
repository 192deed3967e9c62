import { HOUR_MS } from '../../budget/durations';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { type Series } from './apiAnswer';
import { lastSeenIn, toColumns, toGrowth } from './bucketColumns';
import { SERIES_UNIT } from './bucketQuery';
import { UpstreamFailure } from '../upstreamFailure';

const spec: PrometheusSpec = { query: 'x', counterSelectors: ['x'] };
const gauge: PrometheusSpec = { query: 'x', counterSelectors: [] };
const goodTotal: Measure<PrometheusSpec> = { shape: 'goodTotal', good: spec, total: spec };
const badTotal: Measure<PrometheusSpec> = { shape: 'badTotal', bad: spec, total: spec };
const narrows = { selector: 'x', label: 'code', pattern: '"5.."', negated: true };
const onePass: Measure<PrometheusSpec> = { shape: 'goodTotal', good: { ...spec, narrows }, total: spec };
const range = { fromMs: 100 * HOUR_MS, toMs: 103 * HOUR_MS, stepMs: HOUR_MS };

/** Values at the ends of the range's three buckets; undefined is no point. */
function term(name: string, values: Array<string | undefined>, labels: Record<string, string> = {}): Series {
  return {
    labels: { error_budget: name, ...labels },
    points: values.flatMap((value, i) => (value === undefined ? [] : [[(101 + i) * 3600, value] as [number, string]])),
  };
}

describe('sorting a range answer into buckets', () => {
  it('puts the point at a bucket’s end into that bucket', () => {
    const columns = toColumns([term('good', ['1', '2', '3']), term('total', ['2', '4', '6'])], goodTotal, range, false);
    expect([...columns.good]).toEqual([1, 2, 3]);
    expect([...columns.total]).toEqual([2, 4, 6]);
  });

  it('counts good as total less bad, and an absent error series as no error', () => {
    const columns = toColumns([term('total', ['2', '4', '6']), term('bad', [undefined, '1'])], badTotal, range, false);
    expect([...columns.good]).toEqual([2, 3, 6]);
  });

  it('counts an absent good series as no success where events happened', () => {
    const columns = toColumns([term('total', ['2', '4', '6'])], goodTotal, range, false);
    expect([...columns.good]).toEqual([0, 0, 0]);
  });

  it('adds good and bad up to the total where both come from one pass', () => {
    const columns = toColumns([term('good', ['9', undefined]), term('bad', ['1', '2'])], onePass, range, false);
    expect([...columns.good]).toEqual([9, 0, 0]);
    expect([...columns.total]).toEqual([10, 2, 0]);
  });

  it('counts no event where bad has a value and the total has none', () => {
    expect([...toColumns([term('bad', ['3', '3', '3'])], badTotal, range, false).total]).toEqual([0, 0, 0]);
  });

  it('refuses series that are no term of the query, as a failure of the upstream and not a defect of ours', () => {
    for (const stranger of [
      term('', ['1']),
      term('else', ['1']),
      term('constructor', ['1']),
      { labels: {}, points: [] },
    ]) {
      const call = () => toColumns([term('total', ['2']), stranger], goodTotal, range, false);
      expect(call).toThrow(UpstreamFailure);
      expect(call).toThrow(/expected one of good, bad, total, raw, samples/);
    }
  });

  it('takes NaN for no value, not for a number', () => {
    const columns = toColumns(
      [term('total', ['NaN', '4', '6']), term('good', ['1', 'NaN', '6'])],
      goodTotal,
      range,
      false
    );
    expect([...columns.total]).toEqual([0, 4, 6]);
    expect([...columns.good]).toEqual([0, 0, 6]);
  });

  it('refuses infinite values by name', () => {
    expect(() => toColumns([term('total', ['+Inf'])], goodTotal, range, false)).toThrow(/\+Inf/);
  });

  it('reads samples and series from one number, and adds them up over several counters', () => {
    const both = (samples: number, series: number) => String(samples + series * SERIES_UNIT);
    const columns = toColumns(
      [
        term('samples', [both(180, 3), both(210, 4), both(120, 2)], { selector: '0' }),
        term('samples', [both(10, 1), undefined, undefined], { selector: '1' }),
      ],
      goodTotal,
      range,
      false
    );
    expect([...columns.samples]).toEqual([190, 210, 120]);
    expect([...columns.series]).toEqual([4, 4, 2]);
  });

  it('takes the total of a gauge for its samples', () => {
    const measure: Measure<PrometheusSpec> = { shape: 'goodTotal', good: gauge, total: gauge };
    const columns = toColumns([term('total', ['60', undefined, '58']), term('good', ['60'])], measure, range, false);
    expect([...columns.samples]).toEqual([60, 0, 58]);
    expect([...columns.series]).toEqual([1, 0, 1]);
  });

  it('weighs a raw ratio by the minutes of its bucket', () => {
    const failure: Measure<PrometheusSpec> = { shape: 'raw', raw: gauge, rawType: 'failure' };
    const columns = toColumns([term('raw', ['0.25', 'NaN', '0'])], failure, range, false);
    expect([...columns.total]).toEqual([60, 0, 60]);
    expect([...columns.good]).toEqual([45, 0, 60]);
  });

  it('halves the trust in buckets that came with a warning of partial data', () => {
    expect([...toColumns([], goodTotal, range, true).trust]).toEqual([0.5, 0.5, 0.5]);
  });

  it('leaves points outside the range out', () => {
    const outside: Series = {
      labels: { error_budget: 'total' },
      points: [
        [100 * 3600, '7'],
        [104 * 3600, '7'],
      ],
    };
    expect([...toColumns([outside], goodTotal, range, false).total]).toEqual([0, 0, 0]);
  });
});

describe('when the sides of an indicator were last seen', () => {
  const seenIn = (series: Series[], measure: Measure<PrometheusSpec>) => {
    const { partMs, totalMs } = lastSeenIn(toColumns(series, measure, range, false).seen, measure, range);
    return [partMs, totalMs].map((ms) => (ms === null ? null : ms / HOUR_MS));
  };
  const of = (query: string): PrometheusSpec => ({ query, counterSelectors: ['x'] });

  it('is the end of the last bucket with a series, be its count 0', () => {
    expect(seenIn([term('total', ['2', '0']), term('bad', ['0'])], badTotal)).toEqual([101, 102]);
    expect(seenIn([term('total', ['2', '4', '6'])], badTotal)).toEqual([null, 103]);
    expect(seenIn([term('total', ['2', '4', 'NaN'])], goodTotal)).toEqual([null, 102]);
    expect(seenIn([], goodTotal)).toEqual([null, null]);
  });

  it('is known of both sides where they come from one pass', () => {
    expect(seenIn([term('good', ['9', '9', '9'])], onePass)).toEqual([103, 103]);
    expect(seenIn([term('bad', ['9', '9'])], onePass)).toEqual([null, 102]);
    // The same query and what is kept of it may serve an indicator of bad events.
    const ofBad: Measure<PrometheusSpec> = { shape: 'badTotal', bad: { ...spec, narrows }, total: spec };
    const kept = toColumns([term('good', ['9', '9', '9'])], ofBad, range, false).seen;
    expect(lastSeenIn(kept, onePass, range)).toEqual({ partMs: 103 * HOUR_MS, totalMs: 103 * HOUR_MS });
    expect(lastSeenIn(kept, ofBad, range)).toEqual({ partMs: null, totalMs: 103 * HOUR_MS });
  });

  it('is the last count above 0 where the query returns something for missing series', () => {
    const substituted: Measure<PrometheusSpec> = { shape: 'badTotal', bad: of('sum(x) OR vector(0)'), total: spec };
    expect(seenIn([term('bad', ['0', '1', '0']), term('total', ['2', '4', '6'])], substituted)).toEqual([102, 103]);
    const named: Measure<PrometheusSpec> = { shape: 'badTotal', bad: of('sum(x{a="x or y"})'), total: spec };
    expect(seenIn([term('bad', ['0', '0', '0']), term('total', ['2', '4', '6'])], named)).toEqual([103, 103]);
  });

  it('is that of the query of a ratio or of a threshold', () => {
    expect(seenIn([term('raw', ['1', 'NaN'])], { shape: 'raw', raw: gauge, rawType: 'success' })).toEqual([null, 101]);
    const threshold: Measure<PrometheusSpec> = { shape: 'threshold', metric: gauge, op: 'lt', value: 1 };
    expect(seenIn([term('total', ['60', '60'])], threshold)).toEqual([null, 102]);
  });
});

describe('the growth over a hole', () => {
  it('is unknown without a total', () => {
    expect(toGrowth([], goodTotal)).toBeUndefined();
  });

  it('is the total less the bad events', () => {
    const at = (name: string, value: string): Series => ({ labels: { error_budget: name }, points: [[1, value]] });
    expect(toGrowth([at('bad', '3'), at('total', '10')], badTotal)).toEqual({ good: 7, total: 10 });
    expect(toGrowth([at('total', '10')], badTotal)).toEqual({ good: 10, total: 10 });
    expect(toGrowth([at('good', '4'), at('total', '10')], goodTotal)).toEqual({ good: 4, total: 10 });
    expect(toGrowth([at('good', '4'), at('bad', '6')], onePass)).toEqual({ good: 4, total: 10 });
  });
});
