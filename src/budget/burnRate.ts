import { absenceIn } from './coverage';
import { DAY_MS, HOUR_MS } from './durations';
import { absent, known, type Figure } from './figure';
import { errorRatioOf } from './sli';
import { sumsOver, type Timeline } from './timeline';

/** Lookbacks of a status row: fast, slow and steady burn. */
export const BURN_RATE_LOOKBACKS_MS: readonly number[] = [HOUR_MS, 6 * HOUR_MS, 3 * DAY_MS];

/** Burn rate over one lookback. */
export type BurnRate = Figure & { lookbackMs: number };

/**
 * e/(1 - t): how many times faster than evenly the budget is spent (SRE workbook, chapter 5). At most 1/(1 - t). NaN
 * without events, and at a target of 1.
 */
export function burnRateOf(good: number, total: number, target: number): number {
  return target < 1 ? errorRatioOf(good, total) / (1 - target) : NaN;
}

/** Burn rate over (atMs - lookbackMs, atMs], where `atMs` is a `resolvedInstant`; null with its reason. */
export function burnRateAt(timeline: Timeline, target: number, lookbackMs: number, atMs: number): BurnRate {
  if (target >= 1) {
    return { lookbackMs, ...absent('noBudget') };
  }
  const sums = sumsOver(timeline, atMs - lookbackMs, atMs);
  const absence = absenceIn(sums, lookbackMs);
  return { lookbackMs, ...(absence ? absent(absence) : known(burnRateOf(sums.good, sums.total, target))) };
}
