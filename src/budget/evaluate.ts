import { urgentConditions } from './alertConditions';
import { BURN_RATE_LOOKBACKS_MS, burnRateAt, type BurnRate } from './burnRate';
import { absenceIn, coverageOf } from './coverage';
import { badEventsAllowed, budgetEvents, budgetMinutes, remainingOf } from './errorBudget';
import { absent, known, type Figure } from './figure';
import { forecast, type Exhaustion, type Forecast, type ReturnToCompliance } from './forecast';
import { badEvents, indicatorErrorOf, sliOf, type EventSums } from './sli';
import { silentSinceMs } from './silence';
import { statusOf, type Status, type StatusInput } from './status';
import { resolvedInstant, sumsOver, type Timeline, type WindowSums } from './timeline';
import { lookbackOf, windowBoundsOf, type BudgetRules } from './windowBounds';

/** Everything that one status row needs to know about an objective at one instant. Instants in epoch milliseconds. */
export interface Evaluation {
  /** The instant that the figures hold for; at most five minutes before the one asked for. */
  asOfMs: number;
  windowStartMs: number;
  /** Where the first bucket of the sums begins: less than an hour after the window does. */
  countedFromMs: number;
  /** Width of the buckets of the sums; what lies after the last whole hour comes from buckets of five minutes. */
  bucketMs: number;
  /** End of the calendar period; absent for a rolling window. */
  windowEndMs?: number;
  good: number;
  total: number;
  bad: number;
  /** As a fraction. */
  sli: Figure;
  /** good/total as a fraction where events happened, but too little was observed for an SLI; else null. */
  sliSoFar: number | null;
  budgetEvents: Figure;
  /** Time-based objectives only. */
  budgetMinutes: Figure;
  /** Remaining share of the budget; negative once overspent. */
  remaining: Figure;
  /** The same if no planned maintenance had been declared. */
  remainingWithoutExclusions: Figure;
  badEventsAllowed: Figure;
  burnRates: BurnRate[];
  exhaustion: Exhaustion;
  compliance: ReturnToCompliance;
  /** Observed share of the window, 0 to 1. */
  coverage: number;
  excludedMs: number;
  status: Status;
  /** Set if there are more good than total events: the indicator is wrong. */
  indicatorError?: EventSums;
}

/** Evaluates one objective at `atMs`, which usually is now. O(hours of the window), for the forecasts. */
export function evaluate(
  timeline: Timeline,
  rules: BudgetRules,
  atMs: number,
  lookbacksMs: readonly number[] = BURN_RATE_LOOKBACKS_MS
): Evaluation {
  const { target, window } = rules;
  const asOfMs = resolvedInstant(timeline, atMs);
  const bounds = windowBoundsOf(window)(asOfMs);
  const sums = sumsOver(timeline, bounds.startMs, asOfMs);
  const { good, total, observedMs, excludedMs } = sums;
  const coverage = coverageOf(sums);
  const absence = absenceIn(sums, lookbackOf(window));
  const figure = (value: (bad: number) => number): Figure =>
    absence ? absent(absence) : known(value(badEvents(good, total)));
  const { exhaustion, compliance }: Forecast = absence
    ? { exhaustion: { kind: 'unknown', reason: absence }, compliance: { kind: 'unknown', reason: absence } }
    : forecast(timeline, rules, bounds, sums, asOfMs);
  return {
    asOfMs,
    windowStartMs: bounds.startMs,
    countedFromMs: sums.fromMs,
    bucketMs: sums.bucketMs,
    windowEndMs: bounds.endMs,
    good,
    total,
    bad: badEvents(good, total),
    sli: figure(() => sliOf(good, total)),
    sliSoFar: absence === 'tooLittleObserved' && total > 0 ? sliOf(good, total) : null,
    budgetEvents: figure(() => budgetEvents(total, target)),
    budgetMinutes: rules.timeBased ? figure(() => budgetMinutes(observedMs, target)) : absent('notTimeBased'),
    remaining: remaining(sums, rules),
    remainingWithoutExclusions: remaining(
      sumsOver(timeline.withoutExclusions ?? timeline, bounds.startMs, asOfMs),
      rules
    ),
    badEventsAllowed: figure((bad) => badEventsAllowed(bad, total, target)),
    burnRates: lookbacksMs.map((lookbackMs) => burnRateAt(timeline, target, lookbackMs, asOfMs)),
    exhaustion,
    compliance,
    coverage,
    excludedMs,
    status: statusOf({
      ...{ good, total, target, coverage, absence, exhaustion },
      urgent: rules.urgent
        ? urgentConditions(rules.urgent, { timeline, target, atMs: asOfMs }, rules.exclusions ?? [], atMs)
        : [],
      silent: silenceOf(timeline, asOfMs, atMs),
    }),
    indicatorError: indicatorErrorOf({ good, total }),
  };
}

function silenceOf(timeline: Timeline, asOfMs: number, atMs: number): StatusInput['silent'] {
  const sinceMs = silentSinceMs(timeline, asOfMs, atMs);
  return sinceMs === undefined ? undefined : { sinceMs, forMs: atMs - sinceMs };
}

function remaining(sums: WindowSums, { target, window }: BudgetRules): Figure {
  const absence = absenceIn(sums, lookbackOf(window)) ?? (target < 1 ? undefined : 'noBudget');
  return absence ? absent(absence) : known(remainingOf(sums.good, sums.total, target));
}
