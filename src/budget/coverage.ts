import type { Absence } from './figure';
import { TIER_STEP_MS } from './tiers';
import { sumsOver, type Timeline, type WindowSums } from './timeline';
import { reaches, RELATIVE_TOLERANCE } from './tolerance';

/** Below this share of observed time a window has no figures. */
export const LEAST_COVERAGE = 0.1;
/** From this share on, a window counts as fully observed; below it, say since when it will be. */
export const FULL_COVERAGE = 0.99;
/** Below this share of observed time a status is provisional. */
export const FIRM_COVERAGE = 0.9;
/** A lookback needs as many buckets of the tier that answers it. */
export const LEAST_BUCKETS = 6;

/** Observed share of the time that was not excluded, 0 to 1; 0 where nothing is left. */
export function coverageOf(sums: Pick<WindowSums, 'fromMs' | 'toMs' | 'observedMs' | 'excludedMs'>): number {
  const countableMs = sums.toMs - sums.fromMs - sums.excludedMs;
  return countableMs > 0 ? Math.min(1, Math.max(0, sums.observedMs / countableMs)) : 0;
}

// Computed once: rolling series ask this for every bucket.
const LEAST_OBSERVED = LEAST_COVERAGE * (1 - RELATIVE_TOLERANCE);

/** Whether enough was observed for a figure. Both in the same unit of time. */
export function observedEnough(observed: number, countable: number): boolean {
  return countable > 0 && observed >= LEAST_OBSERVED * countable;
}

/**
 * Why the events of a window give no figure, or undefined if they do.
 *
 * @param lookbackMs length asked for; a calendar period has none, because it begins small by nature.
 */
export function absenceIn(sums: WindowSums, lookbackMs?: number): Absence | undefined {
  if (lookbackMs !== undefined && lookbackMs < LEAST_BUCKETS * sums.bucketMs) {
    return 'lookbackTooShort';
  }
  if (!observedEnough(sums.observedMs, sums.toMs - sums.fromMs - sums.excludedMs)) {
    return 'tooLittleObserved';
  }
  return sums.total > 0 ? undefined : 'noEvents';
}

/**
 * First full hour, in epoch milliseconds, at which the window looking back over `windowMs` is observed to 99 % or more;
 * undefined if the timeline knows none. O(hours).
 */
export function firstFullCoverage(timeline: Timeline, windowMs: number): number | undefined {
  const step = TIER_STEP_MS.hour;
  for (let atMs = timeline.hour.startMs + step; atMs <= timeline.hour.endMs; atMs += step) {
    if (reaches(coverageOf(sumsOver(timeline, atMs - windowMs, atMs)), FULL_COVERAGE)) {
      return atMs;
    }
  }
  return undefined;
}
