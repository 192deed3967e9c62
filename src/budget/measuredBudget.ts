import { DAY_MS, HOUR_MS } from './durations';
import { budgetEvents } from './errorBudget';
import { sumsOver, type Timeline } from './timeline';
import { exceeds, reaches } from './tolerance';

/** The recent past that shows how much traffic there is. */
export const TRAFFIC_LOOKBACK_MS = 3 * DAY_MS;
/** Below this budget, in events, burn rates see little, and alerts on single events act as well. */
export const SPARSE_BELOW = 2;
/** Traffic varies: once sparse, a budget stays so until it reaches this, or for a day, so that no alert flaps in between. */
export const BUSY_FROM = 3;
export const SPARSE_FOR_MS = DAY_MS;

/** The earliest that `isSparse` looks back to, in milliseconds before the instant. */
export const SPARSE_LOOKBACK_MS = TRAFFIC_LOOKBACK_MS + SPARSE_FOR_MS;

/**
 * The budget that a window holds at the traffic of at most the last 72 h: (1 - t)·N with N = N(72 h) × W / observed time.
 * Undefined where nothing of them was observed.
 *
 * @param windowMs W.
 * @param atMs A `resolvedInstant`.
 */
export function measuredBudget(timeline: Timeline, target: number, windowMs: number, atMs: number): number | undefined {
  const { total, observedMs } = sumsOver(timeline, atMs - TRAFFIC_LOOKBACK_MS, atMs);
  return observedMs > 0 ? budgetEvents((total * windowMs) / observedMs, target) : undefined;
}

/**
 * Whether so little happens that alerts on single events act: the measured budget is below 2 events or, if it was so within the
 * last 24 h, below 3. Not where it is unknown.
 */
export function isSparse(timeline: Timeline, target: number, windowMs: number, atMs: number): boolean {
  const budgetAt = (instantMs: number) => measuredBudget(timeline, target, windowMs, instantMs) ?? Infinity;
  if (reaches(budgetAt(atMs), BUSY_FROM)) {
    return false;
  }
  for (let beforeMs = 0; beforeMs <= SPARSE_FOR_MS; beforeMs += HOUR_MS) {
    if (exceeds(SPARSE_BELOW, budgetAt(atMs - beforeMs))) {
      return true;
    }
  }
  return false;
}
