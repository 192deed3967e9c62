import fc from 'fast-check';
import { fiveMinuteTruth, hoursWith, START_MS, targets } from './arbitraries.testing';
import { burnRateAt, burnRateOf } from './burnRate';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import { endMs } from './eventCounts';
import { hoursOf, newest } from './naive.testing';
import { createTimeline, resolvedInstant } from './timeline';

const hours = (count: number, bad: number) =>
  hoursWith(Array.from({ length: count }, () => ({ good: 100 - bad, bad })));

describe('the burn rate', () => {
  it('is e/(1 - t): 1 spends the budget evenly over the window', () => {
    expect(burnRateOf(990, 1000, 0.99)).toBeCloseTo(1, 9);
    expect(burnRateOf(856, 1000, 0.99)).toBeCloseTo(14.4, 9);
  });

  it('cannot exceed 1/(1 - t)', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), targets(), (good, bad, target) => {
        fc.pre(good + bad > 0);
        expect(burnRateOf(good, good + bad, target)).toBeLessThanOrEqual(1 / (1 - target));
      })
    );
    expect(burnRateOf(0, 5, 0.9)).toBe(1 / (1 - 0.9));
  });

  it('does not exist without events, nor at a target of 100 %', () => {
    expect(burnRateOf(0, 0, 0.9)).toBeNaN();
    const timeline = createTimeline({ hour: hours(48, 1) });
    expect(burnRateAt(timeline, 1, DAY_MS, START_MS + 2 * DAY_MS)).toEqual({
      lookbackMs: DAY_MS,
      value: null,
      reason: 'noBudget',
    });
  });

  it('over 1 h is null where only hours are known, and over 6 h it is not', () => {
    const timeline = createTimeline({ hour: hours(48, 2) });
    const atMs = START_MS + 2 * DAY_MS;
    expect(burnRateAt(timeline, 0.99, HOUR_MS, atMs)).toMatchObject({ value: null, reason: 'lookbackTooShort' });
    expect(burnRateAt(timeline, 0.99, 6 * HOUR_MS, atMs).value).toBeCloseTo(2, 9);
  });

  it('over 30 min is the shortest that five-minute buckets give', () => {
    fc.assert(
      fc.property(fiveMinuteTruth(20), (truth) => {
        const timeline = createTimeline({ hour: hoursOf(truth), fiveMinutes: newest(truth, 240) });
        const now = resolvedInstant(timeline, endMs(truth));
        expect(burnRateAt(timeline, 0.9, 25 * MINUTE_MS, now).reason).toBe('lookbackTooShort');
        expect(burnRateAt(timeline, 0.9, 30 * MINUTE_MS, now).reason).not.toBe('lookbackTooShort');
      }),
      { numRuns: 20 }
    );
  });
});
