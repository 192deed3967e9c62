import { ceilTo, DAY_MS, HOUR_MS } from './durations';
import { isBreached } from './errorBudget';
import type { Absence } from './figure';
import { badEvents } from './sli';
import { sumsOver, type Timeline, type WindowSums } from './timeline';
import { RELATIVE_TOLERANCE } from './tolerance';
import type { BudgetRules, WindowBounds } from './windowBounds';

/** When the budget will be spent if the last day's error ratio continues. */
export type Exhaustion =
  /** Spent in `ms` milliseconds from now; 0 if it is spent already. */
  | { kind: 'in'; ms: number }
  /** Never at this rate, or not in this calendar period. */
  | { kind: 'never' }
  | { kind: 'unknown'; reason: Absence };

/** When the objective complies again if traffic continues at its mean rate and nothing else fails. */
export type ReturnToCompliance =
  /** In `ms` milliseconds from now; 0 if it complies already. */
  | { kind: 'in'; ms: number }
  /** Not before the next calendar period, which starts clean in `ms` milliseconds. */
  | { kind: 'newPeriod'; ms: number }
  | { kind: 'unknown'; reason: Absence };

/** Returns within this time are rounded to the hour, later ones to the day. */
const NEAR_MS = 2 * DAY_MS;

/**
 * When an objective complies at the earliest, in epoch milliseconds, rounded up to what the estimate is worth so that it stays the same
 * from one evaluation to the next; `asOfMs` where it complies already, null where it is unknown.
 *
 * @param windowEndMs end of the calendar period, with which the objective complies at the latest.
 */
export function complianceAt(
  compliance: ReturnToCompliance,
  { asOfMs, windowEndMs }: { asOfMs: number; windowEndMs?: number }
): number | null {
  if (compliance.kind === 'unknown') {
    return null;
  }
  if (compliance.ms === 0) {
    return asOfMs;
  }
  const roundedMs = ceilTo(asOfMs + compliance.ms, compliance.ms <= NEAR_MS ? HOUR_MS : DAY_MS);
  return Math.min(roundedMs, windowEndMs ?? Infinity);
}

export interface Forecast {
  exhaustion: Exhaustion;
  compliance: ReturnToCompliance;
}

interface Rates {
  /** r: the window's mean event rate over observed time, in events a millisecond. */
  events: number;
  /** q = r × the last day's e, in bad events a millisecond. */
  bad: number;
  /** Nothing happened in the last day, so no rate of failure is known. */
  idle: boolean;
}

/**
 * Both forecasts from the sums of the current window, which must hold events. For a rolling window, with B(T) and N(T) the
 * sums over (now - W + T, now]:
 *
 * - exhaustion = min{0 ≤ T ≤ W : B(T) + qT > (1 - t)(N(T) + rT)}, else never; never, too, if the last day had no event;
 * - compliance = min{T : B(T') ≤ (1 - t)(N(T') + rT') for all T' in [T, W]}; 0 while the objective complies.
 *
 * T moves in steps of one hour, the edges of the hour tier, so both are exact to an hour; O(hours of the window).
 * A calendar period loses no events before it ends, so B and N stay what they are and T ends with the period.
 * At a target of 1 there is no budget to exhaust.
 */
export function forecast(
  timeline: Timeline,
  rules: BudgetRules,
  bounds: WindowBounds,
  sums: WindowSums,
  nowMs: number
): Forecast {
  const rates = ratesOf(timeline, sums, nowMs);
  const { exhaustion, compliance } =
    bounds.endMs === undefined
      ? forecastRolling(timeline, rules.target, nowMs - bounds.startMs, rates, nowMs)
      : forecastPeriod(sums, rules.target, bounds.endMs - nowMs, rates);
  return { exhaustion: rules.target < 1 ? exhaustion : { kind: 'unknown', reason: 'noBudget' }, compliance };
}

function ratesOf(timeline: Timeline, sums: WindowSums, nowMs: number): Rates {
  const events = sums.total / sums.observedMs;
  const lastDay = sumsOver(timeline, nowMs - DAY_MS, nowMs);
  const idle = !(lastDay.total > 0);
  return { events, bad: idle ? 0 : (events * badEvents(lastDay.good, lastDay.total)) / lastDay.total, idle };
}

function forecastRolling(timeline: Timeline, target: number, windowMs: number, rates: Rates, nowMs: number): Forecast {
  let exhaustion: Exhaustion = { kind: 'never' };
  let compliantInMs = 0;
  let breachedNow = false;
  for (let edge = 0; edge <= Math.ceil(windowMs / HOUR_MS); edge++) {
    const inMs = Math.min(windowMs, edge * HOUR_MS);
    const { good, total } = sumsOver(timeline, nowMs - windowMs + inMs, nowMs);
    const bad = badEvents(good, total);
    const traffic = total + rates.events * inMs;
    breachedNow ||= edge === 0 && isBreached(bad, traffic, target);
    if (exhaustion.kind === 'never' && isBreached(bad + rates.bad * inMs, traffic, target)) {
      exhaustion = { kind: 'in', ms: inMs };
    }
    if (isBreached(bad, traffic, target)) {
      compliantInMs = Math.min(windowMs, inMs + HOUR_MS);
    }
  }
  return {
    exhaustion: rates.idle && !breachedNow ? { kind: 'never' } : exhaustion,
    compliance: { kind: 'in', ms: breachedNow ? compliantInMs : 0 },
  };
}

function forecastPeriod(sums: WindowSums, target: number, leftMs: number, rates: Rates): Forecast {
  const errorShare = (1 - target) * (1 + RELATIVE_TOLERANCE);
  const bad = badEvents(sums.good, sums.total);
  const overspent = bad - errorShare * sums.total;
  if (overspent > 0) {
    const inMs = Math.ceil(overspent / (errorShare * rates.events));
    return {
      exhaustion: { kind: 'in', ms: 0 },
      compliance: inMs <= leftMs ? { kind: 'in', ms: inMs } : { kind: 'newPeriod', ms: leftMs },
    };
  }
  const overspending = rates.bad - errorShare * rates.events;
  const inMs = overspending > 0 ? Math.ceil(-overspent / overspending) : Infinity;
  return {
    exhaustion: inMs <= leftMs ? { kind: 'in', ms: inMs } : { kind: 'never' },
    compliance: { kind: 'in', ms: 0 },
  };
}
