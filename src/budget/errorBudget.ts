import { errorRatioOf } from './sli';
import { MINUTE_MS } from './durations';
import { exceeds, RELATIVE_TOLERANCE } from './tolerance';

/** Budget in events: (1 - t)·N (SRE workbook, chapter 2). */
export function budgetEvents(total: number, target: number): number {
  return (1 - target) * total;
}

/** Budget in minutes of a time-based objective: (1 - t) × observed minutes. */
export function budgetMinutes(observedMs: number, target: number): number {
  return ((1 - target) * observedMs) / MINUTE_MS;
}

/**
 * Remaining share of the budget, 1 - B/((1 - t)·N) = 1 - e/(1 - t); negative once overspent. NaN without events, and at a target of 1,
 * which leaves no budget.
 */
export function remainingOf(good: number, total: number, target: number): number {
  return target < 1 ? 1 - errorRatioOf(good, total) / (1 - target) : NaN;
}

/** Breached iff B > (1 - t)·N·(1 + 1e-9): 1 bad of 10 at 90 % is not a breach. At a target of 1 any bad event is one. */
export function isBreached(bad: number, total: number, target: number): boolean {
  return exceeds(bad, budgetEvents(total, target));
}

/**
 * Whole bad events that may still happen without a breach: max(0, floor(((1 - t)·N - B)/t)), since each of them also
 * enlarges N. Carries the tolerance of `isBreached`, so that the two never disagree.
 */
export function badEventsAllowed(bad: number, total: number, target: number): number {
  const errorShare = (1 - target) * (1 + RELATIVE_TOLERANCE);
  return Math.max(0, Math.floor((errorShare * total - bad) / (1 - errorShare)));
}

/** Whether a single failure overspends the budget: (1 - t)·N is below one event. */
export function oneFailureBreaches(total: number, target: number): boolean {
  return total > 0 && exceeds(1, budgetEvents(total, target));
}
