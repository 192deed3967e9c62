import fc from 'fast-check';
import { exclusions as maintenance, fiveMinuteTruth, targets } from './arbitraries.testing';
import { budgetSeries, burnRateSeries } from './budgetSeries';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import { endMs } from './eventCounts';
import { evaluate } from './evaluate';
import { hoursOf, newest } from './naive.testing';
import { createTimeline } from './timeline';
import type { BudgetWindow } from './windowBounds';

const windows = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((hours): BudgetWindow => ({ type: 'rolling', durationMs: hours * HOUR_MS })),
  fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York').map((timeZone): BudgetWindow => ({
    type: 'calendar',
    count: 1,
    unit: 'd',
    startTime: '2025-12-01 00:00:00',
    timeZone,
  }))
);

describe('a series', () => {
  it('says at each instant what the status row would say, whatever else is displayed', () => {
    fc.assert(
      fc.property(
        fiveMinuteTruth(60),
        windows,
        maintenance,
        targets({ withHundred: true }),
        (truth, window, exclusions, target) => {
          const timeline = createTimeline({ hour: hoursOf(truth), fiveMinutes: newest(truth, 12 * 20), exclusions });
          const rules = { target, window, timeBased: false };
          const instants = Array.from({ length: 60 }, (_, i) => endMs(truth) - i * 55 * MINUTE_MS);
          const { sli, remaining, coverage } = budgetSeries(timeline, rules, instants);
          const burn = burnRateSeries(timeline, target, 6 * HOUR_MS, instants);
          const rows = instants.map((atMs) => evaluate(timeline, rules, atMs, [6 * HOUR_MS]));
          expect([...sli]).toEqual(rows.map((row) => row.sli.value ?? NaN));
          expect([...remaining]).toEqual(rows.map((row) => row.remaining.value ?? NaN));
          expect([...coverage]).toEqual(rows.map((row) => row.coverage));
          expect([...burn]).toEqual(rows.map((row) => row.burnRates[0].value ?? NaN));
          expect(instants.map((atMs) => budgetSeries(timeline, rules, [atMs]).sli[0])).toEqual([...sli]);
        }
      ),
      { numRuns: 30 }
    );
  });

  it('is empty where no instant is asked for', () => {
    const timeline = createTimeline({ hour: hoursOf(fc.sample(fiveMinuteTruth(10), 1)[0]) });
    const rules = { target: 0.9, window: { type: 'rolling' as const, durationMs: DAY_MS }, timeBased: false };
    expect(budgetSeries(timeline, rules, []).sli).toHaveLength(0);
  });
});
