import fc from 'fast-check';
import { exclusions as maintenance, fiveMinuteTruth, hoursWith, START_MS } from './arbitraries.testing';
import { HOUR_MS, MINUTE_MS } from './durations';
import { endMs, unobservedCounts, type EventCounts } from './eventCounts';
import { hoursOf, naiveSums, newest } from './naive.testing';
import { createTimeline, resolvedInstant, sumsOver } from './timeline';

const FIVE = 5 * MINUTE_MS;

/** Both tiers from one truth, with one good event per bucket. */
function steadyTiers(hours: number, minutes: number, fineHours: number) {
  const truth: EventCounts = unobservedCounts(START_MS, START_MS + hours * HOUR_MS + minutes * MINUTE_MS, FIVE);
  truth.good.fill(1);
  truth.total.fill(1);
  truth.coverage.fill(1);
  return { hour: hoursOf(truth), fiveMinutes: newest(truth, fineHours * 12 + minutes / 5), now: endMs(truth) };
}

describe('the sums of a window', () => {
  it('are those that a look at every bucket finds', () => {
    fc.assert(
      fc.property(
        fiveMinuteTruth(60),
        fc.integer({ min: 12, max: 12 * 40 }),
        maintenance,
        fc.integer({ min: 1, max: 12 * 60 }),
        fc.nat(12 * 20),
        (truth, fineBuckets, exclusions, lookback, ago) => {
          const hour = hoursOf(truth);
          const fiveMinutes = newest(truth, fineBuckets);
          const timeline = createTimeline({ hour, fiveMinutes, exclusions });
          const atMs = resolvedInstant(timeline, endMs(truth) - ago * FIVE);
          const fromMs = atMs - lookback * FIVE;
          const { good, total, observedMs, excludedMs } = sumsOver(timeline, fromMs, atMs);
          const naive = naiveSums(hour, fiveMinutes, fromMs, atMs, exclusions);
          expect({ good, total, excludedMs }).toEqual({
            good: naive.good,
            total: naive.total,
            excludedMs: naive.excludedMs,
          });
          expect(observedMs).toBeCloseTo(naive.observedMs, 3);
        }
      )
    );
  });

  it('are exact to five minutes where the five-minute tier holds the window', () => {
    const { now, ...tiers } = steadyTiers(100, 25, 96);
    const sums = sumsOver(createTimeline(tiers), now - 90 * MINUTE_MS, now);
    expect(sums).toMatchObject({ fromMs: now - 90 * MINUTE_MS, toMs: now, total: 18, bucketMs: FIVE });
  });

  it('are whole hours plus five-minute buckets for the rest where it does not', () => {
    const { now, ...tiers } = steadyTiers(200, 25, 96);
    const sums = sumsOver(createTimeline(tiers), now - 150 * HOUR_MS, now);
    // The hour in which the window begins started before it, so it does not count.
    expect(sums).toMatchObject({ fromMs: now - 150 * HOUR_MS + 35 * MINUTE_MS, toMs: now, total: 149 * 12 + 5 });
    expect(sums.observedMs).toBe(149 * HOUR_MS + 25 * MINUTE_MS);
  });

  it('never contain anything older than the window', () => {
    const hour = hoursWith([
      { good: 0, bad: 99 },
      { good: 1, bad: 0 },
      { good: 1, bad: 0 },
    ]);
    const timeline = createTimeline({ hour });
    expect(sumsOver(timeline, START_MS + 1, START_MS + 3 * HOUR_MS)).toMatchObject({ good: 2, total: 2 });
  });

  it('leave out an hour that has not ended', () => {
    const hour = hoursWith([
      { good: 1, bad: 0 },
      { good: 7, bad: 0 },
    ]);
    expect(sumsOver(createTimeline({ hour }), START_MS, START_MS + HOUR_MS)).toMatchObject({ total: 1 });
  });

  it('take five-minute buckets for hours that the hour tier does not have yet', () => {
    const { now, hour, fiveMinutes } = steadyTiers(200, 25, 96);
    const late = { ...hour, ...{ good: hour.good.slice(0, -2), total: hour.total.slice(0, -2) } };
    const timeline = createTimeline({ hour: { ...late, coverage: hour.coverage.slice(0, -2) }, fiveMinutes });
    expect(sumsOver(timeline, now - 150 * HOUR_MS, now)).toMatchObject({ total: 149 * 12 + 5 });
  });

  it('count time for which there is no bucket as unobserved', () => {
    const timeline = createTimeline({ hour: hoursWith([{ good: 1, bad: 0 }]) });
    const sums = sumsOver(timeline, START_MS - 9 * HOUR_MS, START_MS + HOUR_MS);
    expect(sums).toMatchObject({ fromMs: START_MS - 9 * HOUR_MS, total: 1, observedMs: HOUR_MS, excludedMs: 0 });
  });
});

describe('an instant', () => {
  const { now, ...tiers } = steadyTiers(200, 25, 96);

  it('lags by at most five minutes where the five-minute tier reaches', () => {
    expect(resolvedInstant(createTimeline(tiers), now + 299_999)).toBe(now);
    expect(resolvedInstant(createTimeline(tiers), now - 24 * HOUR_MS + 1)).toBe(now - 24 * HOUR_MS);
  });

  it('is the newest finished five-minute bucket, even if that ended a while ago', () => {
    expect(resolvedInstant(createTimeline(tiers), now + 20 * MINUTE_MS)).toBe(now);
  });

  it('is a full hour without five-minute buckets', () => {
    const fullHour = now - 25 * MINUTE_MS;
    expect(resolvedInstant(createTimeline({ hour: tiers.hour }), now)).toBe(fullHour);
    expect(resolvedInstant(createTimeline(tiers), now - 120 * HOUR_MS)).toBe(fullHour - 120 * HOUR_MS);
  });
});

describe('a tier', () => {
  it('has its own bucket width only', () => {
    const hour = hoursWith([{ good: 1, bad: 0 }]);
    expect(() => createTimeline({ hour, fiveMinutes: hour })).toThrow('300000 ms wide, found 3600000 ms');
  });
});

describe('a timeline with planned maintenance', () => {
  it('keeps the events without it beside', () => {
    const hour = hoursWith([
      { good: 1, bad: 0 },
      { good: 0, bad: 5 },
    ]);
    const end = START_MS + 2 * HOUR_MS;
    const timeline = createTimeline({ hour, exclusions: [{ fromMs: end - MINUTE_MS, toMs: end }] });
    expect(sumsOver(timeline, START_MS, end)).toMatchObject({ total: 1, observedMs: HOUR_MS, excludedMs: HOUR_MS });
    expect(timeline.withoutExclusions && sumsOver(timeline.withoutExclusions, START_MS, end)).toMatchObject({
      total: 6,
      excludedMs: 0,
    });
    expect(createTimeline({ hour }).withoutExclusions).toBeUndefined();
  });
});
