import { burnRateAt } from './burnRate';
import { absenceIn, coverageOf } from './coverage';
import { remainingOf } from './errorBudget';
import { sliOf } from './sli';
import { resolvedInstant, sumsOver, type Timeline } from './timeline';
import { lookbackOf, windowBoundsOf, type BudgetRules } from './windowBounds';

/** Figures at given instants, one entry per instant; NaN means null. */
export interface BudgetSeries {
  sli: Float64Array;
  /** Remaining share of the budget. */
  remaining: Float64Array;
  /** Observed share of the window. */
  coverage: Float64Array;
}

/**
 * SLI, remaining budget and coverage of the objective's window at each instant: in any order. Each
 * point is what `evaluate` says at that instant, whatever other instants are asked for. O(instants).
 */
export function budgetSeries(timeline: Timeline, rules: BudgetRules, instantsMs: ArrayLike<number>): BudgetSeries {
  const boundsAt = windowBoundsOf(rules.window);
  const lookbackMs = lookbackOf(rules.window);
  const sli = new Float64Array(instantsMs.length).fill(NaN);
  const remaining = new Float64Array(instantsMs.length).fill(NaN);
  const coverage = new Float64Array(instantsMs.length);
  for (let i = 0; i < instantsMs.length; i++) {
    const asOfMs = resolvedInstant(timeline, instantsMs[i]);
    const sums = sumsOver(timeline, boundsAt(asOfMs).startMs, asOfMs);
    coverage[i] = coverageOf(sums);
    if (!absenceIn(sums, lookbackMs)) {
      sli[i] = sliOf(sums.good, sums.total);
      remaining[i] = remainingOf(sums.good, sums.total, rules.target);
    }
  }
  return { sli, remaining, coverage };
}

/** Burn rate over one lookback at each instant; NaN means null. As `budgetSeries`. */
export function burnRateSeries(
  timeline: Timeline,
  target: number,
  lookbackMs: number,
  instantsMs: ArrayLike<number>
): Float64Array {
  return Float64Array.from(
    instantsMs,
    (atMs) => burnRateAt(timeline, target, lookbackMs, resolvedInstant(timeline, atMs)).value ?? NaN
  );
}
