import { DAY_MS, HOUR_MS } from './durations';
import { numberInWords, percentInWords } from './inWords';
import { exceeds, reaches } from './tolerance';

/** One burn-rate alert: it fires while the burn rate over both lookbacks is above `factor`. */
export interface BurnRateRow {
  severity: 'page' | 'ticket';
  /** b: share of the window's budget that is spent when it fires, 0 to 1. */
  budgetFraction: number;
  /** L: the long lookback. */
  longMs: number;
  /** L/12: the short lookback, which lets the alert end; null for work that comes in bursts. */
  shortMs: number | null;
  /** f = b·W/L, in burn rates. */
  factor: number;
  /** A total outage after a clean window fires it after b·W·(1 - t). */
  outageFiresAfterMs: number;
}

/** A row that was left out, with the arithmetic that left it out. */
export interface RefusedRow {
  severity: BurnRateRow['severity'];
  budgetFraction: number;
  /**
   * `cannotFire`: no lookback lets it fire. `belowEvenRate`: it would fire at a rate that never spends the budget.
   * `tooFewEvents`: fewer than two failures would fire it.
   */
  because: 'cannotFire' | 'belowEvenRate' | 'tooFewEvents';
  /** A sentence without final stop. */
  arithmetic: string;
}

export interface BurnRatePolicy {
  /** Fastest first. Without any, the objective needs rules on single events. */
  rows: BurnRateRow[];
  refused: RefusedRow[];
}

export interface BurnRatePolicyOptions {
  /** N: events expected in one window; absent: enough of them. */
  expectedEvents?: number;
  /** Work comes in bursts, so a short lookback would mostly see nothing. */
  workInBursts?: boolean;
}

type DefaultRow = Pick<BurnRateRow, 'severity' | 'budgetFraction' | 'longMs'>;

/** SRE workbook, chapter 5, multiwindow multi-burn-rate alerts; the row of 1 d is the Kubernetes mixin's. */
const DEFAULT_ROWS: readonly DefaultRow[] = [
  { severity: 'page', budgetFraction: 0.02, longMs: HOUR_MS },
  { severity: 'page', budgetFraction: 0.05, longMs: 6 * HOUR_MS },
  { severity: 'ticket', budgetFraction: 0.1, longMs: DAY_MS },
  { severity: 'ticket', budgetFraction: 0.1, longMs: 3 * DAY_MS },
];
const LOOKBACKS_MS = [1, 2, 3, 6, 12, 24, 48, 72].map((hours) => hours * HOUR_MS);
const SHORT_PART = 12;
/** The error ratio at which a row fires, f·(1 - t), stays at or below this: a partial outage must be able to fire it. */
const HIGHEST_ERROR_RATIO = 0.75;
/**
 * A budget spent at a factor of 1 lasts exactly its window, so a row far below 1 would fire while the objective is met for good.
 * A window of 28 d keeps its row of 3 d, whose factor is 0.93.
 */
const LOWEST_FACTOR = 0.9;
/** Bad events that a row must take to fire. */
const LEAST_BAD_EVENTS = 2;

/**
 * The burn-rate alert rows of an objective. Each default row keeps its budget fraction b and lets its lookback grow with the
 * error budget: L is the smallest of 1, 2, 3, 6, 12, 24, 48 and 72 h, not below the row's default, with
 * b·W·(1 - t)/L ≤ 0.75. A row for which there is none cannot fire and is refused; so are a row whose factor falls below 0.9,
 * as those of short windows do, and, where the expected events are known, a row with b·(1 - t)·N < 2, which a single failure
 * would fire.
 *
 * @param target (0, 1]; 1 has no burn rate, so every row is refused.
 * @param windowMs W, the objective's window.
 */
export function burnRatePolicy(
  target: number,
  windowMs: number,
  { expectedEvents, workInBursts = false }: BurnRatePolicyOptions = {}
): BurnRatePolicy {
  const policy: BurnRatePolicy = { rows: [], refused: [] };
  for (const row of DEFAULT_ROWS) {
    const { severity, budgetFraction } = row;
    const outageFiresAfterMs = budgetFraction * windowMs * (1 - target);
    const longMs = LOOKBACKS_MS.find(
      (lookbackMs) => lookbackMs >= row.longMs && !exceeds(outageFiresAfterMs, HIGHEST_ERROR_RATIO * lookbackMs)
    );
    if (target >= 1 || longMs === undefined) {
      policy.refused.push({
        severity,
        budgetFraction,
        because: 'cannotFire',
        arithmetic: whyItCannotFire(budgetFraction, target, windowMs),
      });
    } else if (!reaches((budgetFraction * windowMs) / longMs, LOWEST_FACTOR)) {
      policy.refused.push({
        severity,
        budgetFraction,
        because: 'belowEvenRate',
        arithmetic: whyBelowEvenRate(budgetFraction, windowMs, longMs),
      });
    } else if (
      expectedEvents !== undefined &&
      !reaches(budgetFraction * (1 - target) * expectedEvents, LEAST_BAD_EVENTS)
    ) {
      policy.refused.push({
        severity,
        budgetFraction,
        because: 'tooFewEvents',
        arithmetic: whyTooFewEvents(budgetFraction, target, expectedEvents),
      });
    } else {
      policy.rows.push({
        severity,
        budgetFraction,
        longMs,
        shortMs: workInBursts ? null : longMs / SHORT_PART,
        factor: (budgetFraction * windowMs) / longMs,
        outageFiresAfterMs,
      });
    }
  }
  return policy;
}

function whyItCannotFire(budgetFraction: number, target: number, windowMs: number): string {
  if (target >= 1) {
    return 'A target of 100 % leaves no budget, so there is no burn rate';
  }
  const longestMs = Math.max(...LOOKBACKS_MS);
  const errorRatio = (budgetFraction * windowMs * (1 - target)) / longestMs;
  return (
    `${percentInWords(budgetFraction)} of the budget within ${hours(longestMs)} takes an error ratio of ` +
    `${numberInWords(budgetFraction)} × ${hours(windowMs)} × ${numberInWords(1 - target)} / ${hours(longestMs)} = ` +
    `${numberInWords(errorRatio)}, above ${HIGHEST_ERROR_RATIO}`
  );
}

function whyBelowEvenRate(budgetFraction: number, windowMs: number, longMs: number): string {
  return (
    `${percentInWords(budgetFraction)} of the budget within ${hours(longMs)} is a burn rate of ` +
    `${numberInWords(budgetFraction)} × ${hours(windowMs)} / ${hours(longMs)} = ` +
    `${numberInWords((budgetFraction * windowMs) / longMs)}, below ${LOWEST_FACTOR}: a budget spent like that outlasts its window`
  );
}

function whyTooFewEvents(budgetFraction: number, target: number, expectedEvents: number): string {
  const events = budgetFraction * (1 - target) * expectedEvents;
  return (
    `${percentInWords(budgetFraction)} of the budget is ${numberInWords(budgetFraction)} × ` +
    `${numberInWords(1 - target)} × ${numberInWords(expectedEvents)} = ${numberInWords(events)} bad events, ` +
    `below ${LEAST_BAD_EVENTS}`
  );
}

function hours(ms: number): string {
  return `${numberInWords(ms / HOUR_MS)} h`;
}
