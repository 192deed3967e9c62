import fc from 'fast-check';
import { consecutiveBad } from './consecutiveBad';
import { HOUR_MS, MINUTE_MS } from './durations';
import { unobservedCounts, type EventCounts } from './eventCounts';
import { createTimeline } from './timeline';

const START = Date.UTC(2026, 0, 1);
const FIVE_MINUTES = 5 * MINUTE_MS;

/** Buckets of [good, bad] events from START on. */
function counts(stepMs: number, buckets: Array<[good: number, bad: number]>): EventCounts {
  const made = unobservedCounts(START, START + buckets.length * stepMs, stepMs);
  buckets.forEach(([good, bad], i) => {
    made.good[i] = good;
    made.total[i] = good + bad;
  });
  return made;
}

describe('bad events since the last good one', () => {
  it('are none where nothing happened, and none after a good one', () => {
    expect(consecutiveBad(createTimeline({ hour: counts(HOUR_MS, [[0, 0]]) }))).toBe(0);
    const hour = counts(HOUR_MS, [
      [0, 3],
      [1, 0],
      [0, 0],
    ]);
    expect(consecutiveBad(createTimeline({ hour }))).toBe(0);
  });

  it('add up over buckets without events', () => {
    const hour = counts(HOUR_MS, [
      [1, 0],
      [0, 2],
      [0, 0],
      [0, 1],
    ]);
    expect(consecutiveBad(createTimeline({ hour }))).toBe(3);
  });

  it('leave out those of a bucket that holds good ones too, because their order is unknown', () => {
    const hour = counts(HOUR_MS, [
      [1, 5],
      [0, 2],
    ]);
    expect(consecutiveBad(createTimeline({ hour }))).toBe(2);
  });

  it('are counted by five minutes where they are recent, and by hours before that', () => {
    const hour = counts(HOUR_MS, [
      [1, 0],
      [0, 1],
      [4, 3],
    ]);
    const fiveMinutes = { ...counts(FIVE_MINUTES, [[4, 1], ...none(10), [0, 2]]), startMs: START + 2 * HOUR_MS };
    expect(consecutiveBad(createTimeline({ hour, fiveMinutes }))).toBe(2);
    const onlyBad = { ...counts(FIVE_MINUTES, [[0, 1], ...none(10), [0, 2]]), startMs: START + 2 * HOUR_MS };
    expect(consecutiveBad(createTimeline({ hour, fiveMinutes: onlyBad }))).toBe(4);
  });

  it('are never more than those of the true order, whatever it was', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.boolean(), { maxLength: 4 }), { minLength: 1, maxLength: 40 }), (buckets) => {
        const isGood = buckets.flat();
        const truth = isGood.length - 1 - isGood.lastIndexOf(true);
        const hour = counts(
          HOUR_MS,
          buckets.map((events) => [events.filter(Boolean).length, events.filter((good) => !good).length])
        );
        expect(consecutiveBad(createTimeline({ hour }))).toBeLessThanOrEqual(truth);
      })
    );
  });
});

function none(buckets: number): Array<[number, number]> {
  return Array.from({ length: buckets }, () => [0, 0]);
}
