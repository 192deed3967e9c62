import { absenceIn } from './coverage';
import { isBreached } from './errorBudget';
import { badEvents } from './sli';
import { resolvedInstant, sumsOver, type Timeline } from './timeline';
import { lookbackOf, windowBoundsOf, type BudgetRules } from './windowBounds';

/** Whether the objective was breached at an instant; null where it had no figures. */
export interface BreachPoint {
  atMs: number;
  breached: boolean | null;
}

/** A time out of compliance, in epoch milliseconds. */
export interface BreachInterval {
  /** First instant known to be breached. */
  fromMs: number;
  /** First instant after it known to comply; null while it lasts. */
  toMs: number | null;
  /** Breached at the first known instant already: the breach began before `fromMs`. */
  startedBefore: boolean;
}

/** The verdict at each instant, as `evaluate` would give it; usually every full hour. O(instants). */
export function breachPoints(timeline: Timeline, rules: BudgetRules, instantsMs: Iterable<number>): BreachPoint[] {
  const boundsAt = windowBoundsOf(rules.window);
  return Array.from(instantsMs, (atMs) => {
    const asOfMs = resolvedInstant(timeline, atMs);
    const sums = sumsOver(timeline, boundsAt(asOfMs).startMs, asOfMs);
    return {
      atMs,
      breached: absenceIn(sums, lookbackOf(rules.window))
        ? null
        : isBreached(badEvents(sums.good, sums.total), sums.total, rules.target),
    };
  });
}

/**
 * Breaches from verdicts at successive instants, oldest first. An instant without figures neither begins a breach nor ends
 * one: only a known verdict does.
 */
export function breachIntervals(points: Iterable<BreachPoint>): BreachInterval[] {
  const intervals: BreachInterval[] = [];
  let open: BreachInterval | undefined;
  let anyKnown = false;
  for (const { atMs, breached } of points) {
    if (breached && !open) {
      open = { fromMs: atMs, toMs: null, startedBefore: !anyKnown };
      intervals.push(open);
    } else if (breached === false && open) {
      open.toMs = atMs;
      open = undefined;
    }
    anyKnown ||= breached !== null;
  }
  return intervals;
}
