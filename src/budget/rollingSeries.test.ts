import fc from 'fast-check';
import { eventCounts, exclusions as maintenance, hoursWith, START_MS, targets } from './arbitraries.testing';
import { burnRateSeries, budgetSeries } from './budgetSeries';
import { HOUR_MS } from './durations';
import { naiveRollingSli } from './naive.testing';
import { prefixSums } from './prefixSums';
import { rollingBurnRate, rollingRemaining, rollingSli } from './rollingSeries';
import { createTimeline } from './timeline';

const hours = eventCounts({ stepMs: HOUR_MS, minLength: 0, maxLength: 120 });

describe('the rolling SLI', () => {
  it('is at each bucket what summing its window anew gives', () => {
    fc.assert(
      fc.property(hours, fc.integer({ min: 1, max: 150 }), (counts, windowBuckets) => {
        const out = new Float64Array(counts.total.length);
        rollingSli(prefixSums(counts), windowBuckets, out);
        expect([...out]).toEqual(naiveRollingSli(counts, windowBuckets));
      })
    );
  });

  it('overwrites what the caller’s array held', () => {
    const out = new Float64Array(8).fill(7);
    rollingSli(prefixSums(hoursWith(Array.from({ length: 8 }, () => ({ good: 1, bad: 0 })))), 80, out);
    expect([...out].slice(0, 7)).toEqual(Array(7).fill(NaN));
    expect(out[7]).toBe(1);
  });

  it('is null over fewer than six buckets', () => {
    const out = new Float64Array(8);
    rollingSli(prefixSums(hoursWith(Array.from({ length: 8 }, () => ({ good: 1, bad: 0 })))), 5, out);
    expect([...out]).toEqual(Array(8).fill(NaN));
  });

  it('refuses an array of another length', () => {
    expect(() => rollingSli(prefixSums(hoursWith([])), 6, new Float64Array(1))).toThrow('0, found 1');
  });
});

describe('the rolling series of a tier', () => {
  it('are those of the timeline at full hours', () => {
    fc.assert(
      fc.property(
        hours,
        maintenance,
        fc.integer({ min: 1, max: 150 }),
        targets(),
        (hour, exclusions, lookback, target) => {
          const timeline = createTimeline({ hour, exclusions });
          const length = hour.total.length;
          const instants = Float64Array.from({ length }, (_, i) => START_MS + (i + 1) * HOUR_MS);
          const durationMs = lookback * HOUR_MS;
          const rules = { target, window: { type: 'rolling' as const, durationMs }, timeBased: false };
          const tier = prefixSums(hour, exclusions);
          const [sli, remaining, burn] = [0, 1, 2].map(() => new Float64Array(length));
          rollingSli(tier, lookback, sli);
          rollingRemaining(tier, lookback, target, remaining);
          rollingBurnRate(tier, lookback, target, burn);
          expect(budgetSeries(timeline, rules, instants)).toMatchObject({ sli, remaining });
          expect(burnRateSeries(timeline, target, durationMs, instants)).toEqual(burn);
        }
      )
    );
  });
});
