import { DAY_MS, HOUR_MS } from './durations';
import { durationInWords, numberInWords, percentInWords } from './inWords';
import { exceeds, reaches } from './tolerance';

/** A page wants a person now, a ticket within the working day. */
export type AlertSeverity = 'page' | 'ticket';

/** One burn-rate alert: it fires while the burn rate over both lookbacks is above `factor` and enough events were bad. */
export interface BurnRateRow {
  severity: AlertSeverity;
  /** b: share of the window's budget that is spent when it fires, 0 to 1. */
  budgetFraction: number;
  /** L: the long lookback. */
  longMs: number;
  /** L/12: the short lookback, which lets the alert end; null for work that comes in bursts. */
  shortMs: number | null;
  /** f = b·W/L, in burn rates. */
  factor: number;
  /** k: bad events that the long lookback must hold as well; null for ratios without counts, which have no such guard. */
  leastBad: number | null;
  /** A total outage after a clean window fires it after b·W·(1 - t), where `leastBad` events happen as soon. */
  outageFiresAfterMs: number;
}

/** A row that was left out, with the arithmetic that left it out. */
export interface RefusedRow {
  severity: AlertSeverity;
  budgetFraction: number;
  /**
   * `cannotFire`: nothing can fire it. `totalOutageOnly`: no partial outage would. `belowEvenRate`: it would fire at a rate that never
   * spends the budget.
   */
  because: 'cannotFire' | 'totalOutageOnly' | 'belowEvenRate';
  /** One sentence without final stop. */
  arithmetic: string;
}

export interface BurnRatePolicy {
  /** Fastest first. */
  rows: BurnRateRow[];
  refused: RefusedRow[];
}

export interface BurnRatePolicyOptions {
  /** The most urgent severity; `page` if absent. */
  atMost?: AlertSeverity;
  /** Work comes in bursts, so a short lookback would mostly see nothing. */
  workInBursts?: boolean;
  /** The indicator is a ratio from the start: there are no events to count. */
  ratioOnly?: boolean;
  /** k instead of the usual ones. */
  minBadEvents?: number;
  /** Length of a slice where slices of time are the events, so that a lookback holds only so many of them. */
  sliceMs?: number;
}

type DefaultRow = Pick<BurnRateRow, 'severity' | 'budgetFraction' | 'longMs'>;

/** SRE workbook, chapter 5, multiwindow multi-burn-rate alerts; the row of 1 d is the Kubernetes mixin's. */
const DEFAULT_ROWS: readonly DefaultRow[] = [
  { severity: 'page', budgetFraction: 0.02, longMs: HOUR_MS },
  { severity: 'page', budgetFraction: 0.05, longMs: 6 * HOUR_MS },
  { severity: 'ticket', budgetFraction: 0.1, longMs: DAY_MS },
  { severity: 'ticket', budgetFraction: 0.1, longMs: 3 * DAY_MS },
];
export const ALERT_LOOKBACKS_MS: readonly number[] = [1, 2, 3, 6, 12, 24, 48, 72].map((hours) => hours * HOUR_MS);
const LONGEST_MS = Math.max(...ALERT_LOOKBACKS_MS);
const SHORT_PART = 12;
/** The error ratio at which a row fires, f·(1 - t), stays at or below this: a partial outage must be able to fire it. */
const HIGHEST_ERROR_RATIO = 0.75;
/**
 * A budget spent at a factor of 1 lasts exactly its window, so a row far below 1 would fire while the objective is met for good.
 * A window of 28 d keeps its row of 3 d, whose factor is 0.93.
 */
const LOWEST_FACTOR = 0.9;
/**
 * k: bad events without which a burn rate is noise. A service that spends a budget of 40 events evenly would page 9.5 times in
 * 30 days with two (`npm run bench -- --alerts`).
 */
const LEAST_BAD: Record<AlertSeverity, number> = { page: 3, ticket: 2 };

/** What the bad events of a lookback must exceed: counts are extrapolated, so half an event is left for that. */
export function badEventsAbove(leastBad: number): number {
  return leastBad - 0.5;
}

/**
 * The burn-rate alert rows of an objective. Each default row keeps its budget fraction b and lets its lookback grow with the
 * error budget: L is the smallest of 1, 2, 3, 6, 12, 24, 48 and 72 h, not below the row's default, with
 * b·W·(1 - t)/L ≤ 0.75. A row for which there is none is refused, because nothing or only a nearly total outage can fire it; so are
 * a row whose factor falls below 0.9, as those of short windows do, and a row whose lookback holds fewer slices than it asks to be bad. How much traffic there is
 * does not matter here: each row asks for `leastBad` bad events when it is judged.
 *
 * @param target (0, 1]; 1 has no burn rate, so every row is refused.
 * @param windowMs W, the objective's window.
 */
export function burnRatePolicy(target: number, windowMs: number, options: BurnRatePolicyOptions = {}): BurnRatePolicy {
  const policy: BurnRatePolicy = { rows: [], refused: [] };
  for (const row of DEFAULT_ROWS) {
    const severity = options.atMost === 'ticket' ? 'ticket' : row.severity;
    const { budgetFraction } = row;
    const refuse = (because: RefusedRow['because'], arithmetic: string) =>
      policy.refused.push({ severity, budgetFraction, because, arithmetic });
    const budgetMs = budgetFraction * windowMs * (1 - target);
    const longMs = ALERT_LOOKBACKS_MS.find(
      (lookbackMs) => lookbackMs >= row.longMs && !exceeds(budgetMs, HIGHEST_ERROR_RATIO * lookbackMs)
    );
    if (target >= 1) {
      refuse('cannotFire', 'A target of 100 % leaves no budget, so there is no burn rate');
      continue;
    }
    if (longMs === undefined) {
      const errorRatio = budgetMs / LONGEST_MS;
      const arithmetic = whyErrorRatioTooHigh(budgetFraction, target, windowMs, errorRatio);
      refuse(reaches(errorRatio, 1) ? 'cannotFire' : 'totalOutageOnly', arithmetic);
      continue;
    }
    const factor = (budgetFraction * windowMs) / longMs;
    const leastBad = options.ratioOnly ? null : (options.minBadEvents ?? LEAST_BAD[severity]);
    const { sliceMs = 0 } = options;
    if (!reaches(factor, LOWEST_FACTOR)) {
      refuse('belowEvenRate', whyBelowEvenRate(budgetFraction, windowMs, longMs));
    } else if (leastBad !== null && leastBad * sliceMs > longMs) {
      refuse('cannotFire', whyTooFewSlices(leastBad, sliceMs, longMs));
    } else {
      policy.rows.push({
        severity,
        budgetFraction,
        longMs,
        shortMs: options.workInBursts ? null : longMs / SHORT_PART,
        factor,
        leastBad,
        outageFiresAfterMs: Math.max(budgetMs, (leastBad ?? 0) * sliceMs),
      });
    }
  }
  return policy;
}

function whyErrorRatioTooHigh(budgetFraction: number, target: number, windowMs: number, errorRatio: number): string {
  return (
    `${percentInWords(budgetFraction)} of the budget within ${hours(LONGEST_MS)} takes an error ratio of ` +
    `${numberInWords(budgetFraction)} × ${hours(windowMs)} × ${numberInWords(1 - target)} / ${hours(LONGEST_MS)} = ` +
    `${numberInWords(errorRatio)}, ` +
    (reaches(errorRatio, 1)
      ? 'and no error ratio exceeds 1'
      : `above ${HIGHEST_ERROR_RATIO}: only a nearly total outage would fire it`)
  );
}

function whyBelowEvenRate(budgetFraction: number, windowMs: number, longMs: number): string {
  return (
    `${percentInWords(budgetFraction)} of the budget within ${hours(longMs)} is a burn rate of ` +
    `${numberInWords(budgetFraction)} × ${hours(windowMs)} / ${hours(longMs)} = ` +
    `${numberInWords((budgetFraction * windowMs) / longMs)}, below ${LOWEST_FACTOR}: it would fire at a rate at which the budget outlasts its window`
  );
}

function whyTooFewSlices(leastBad: number, sliceMs: number, longMs: number): string {
  return (
    `it takes ${numberInWords(leastBad)} bad slices of ${durationInWords(sliceMs)}, and ` +
    `a lookback of ${durationInWords(longMs)} holds ${numberInWords(Math.floor(longMs / sliceMs))}`
  );
}

function hours(ms: number): string {
  return `${numberInWords(ms / HOUR_MS)} h`;
}
