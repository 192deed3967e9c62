import { burnRateAt, type BurnRate } from './burnRate';
import { badEventsAbove, type AlertSeverity, type BurnRatePolicy, type BurnRateRow } from './burnRatePolicy';
import { consecutiveBad } from './consecutiveBad';
import { absenceIn } from './coverage';
import { DAY_MS } from './durations';
import type { ExcludedTime } from './exclusions';
import { budgetInWords, durationInWords, eventsInWords, numberInWords } from './inWords';
import { isSparse, measuredBudget, SPARSE_BELOW } from './measuredBudget';
import { badEvents } from './sli';
import { sumsOver, type Timeline } from './timeline';
import { exceeds } from './tolerance';

/** In which any bad event raises a ticket where little happens. */
export const BAD_EVENT_LOOKBACK_MS = DAY_MS;
/** Bad events one after the other that raise an alert where little happens. */
export const BAD_IN_A_ROW = 3;

/** What an objective raises alerts for by its events. The rules that are generated ask the same in PromQL. */
export interface AlertPolicy extends BurnRatePolicy {
  /** Absent where there are no events to count. */
  singleEvents?: SingleEvents;
}

/** Alerts on single events, which act while the budget is sparse (`isSparse`): a ticket for any bad one in the last 24 h, and… */
export interface SingleEvents {
  /** W, the objective's window. */
  windowMs: number;
  /** … one of this severity when the last three were all bad. */
  inARow: AlertSeverity;
}

/** What is judged, and when. */
export interface JudgedAt {
  timeline: Timeline;
  target: number;
  /** A `resolvedInstant`. */
  atMs: number;
}

/** Whether an alert's condition holds. */
export interface AlertVerdict {
  state: 'firing' | 'quiet' | 'noData';
  /** What was measured, as a sentence without capital and final stop. */
  why: string;
  /** Burn rates of a burn-rate row; null where there is no figure. */
  longRate: number | null;
  shortRate: number | null;
}

/**
 * Whether a burn-rate row fires: the burn rate over both lookbacks is above its factor, and enough events of the long one were
 * bad. A short lookback that cannot be computed, or of which nothing was observed, leaves the decision to the long one; one
 * without events ends the alert.
 */
export function judgeRow(row: BurnRateRow, { timeline, target, atMs }: JudgedAt): AlertVerdict {
  const long = burnRateAt(timeline, target, row.longMs, atMs);
  const short = row.shortMs === null ? undefined : burnRateAt(timeline, target, row.shortMs, atMs);
  const rates = { longRate: long.value, shortRate: short?.value ?? null };
  if (long.value === null) {
    return { ...rates, state: 'noData', why: rateInWords(long) };
  }
  const isAbove = [long, short].every((rate) => rate === undefined || saysNothing(rate) || passes(rate, row.factor));
  const { good, total } = sumsOver(timeline, atMs - row.longMs, atMs);
  const bad = badEvents(good, total);
  const isEnough = row.leastBad === null || bad > badEventsAbove(row.leastBad);
  const verdict = `${isAbove ? 'above' : 'not above'} ${numberInWords(row.factor)} ×`;
  const measured = [long, ...(short ? [short] : [])].map(rateInWords).join('; ');
  const guard = isAbove && !isEnough ? `; only ${eventsInWords(bad)} bad, ${row.leastBad} needed` : '';
  return { ...rates, state: isAbove && isEnough ? 'firing' : 'quiet', why: `${verdict}: ${measured}${guard}` };
}

/** Whether any event of the last 24 h was bad, where little happens. */
export function judgeBadEvent(singleEvents: SingleEvents, at: JudgedAt): AlertVerdict {
  const { timeline, atMs } = at;
  const sums = sumsOver(timeline, atMs - BAD_EVENT_LOOKBACK_MS, atMs);
  if (absenceIn(sums) === 'tooLittleObserved') {
    return { ...NO_RATES, state: 'noData', why: `no figure over ${durationInWords(BAD_EVENT_LOOKBACK_MS)}` };
  }
  const bad = badEvents(sums.good, sums.total);
  const why = `${eventsInWords(bad)} bad in ${durationInWords(BAD_EVENT_LOOKBACK_MS)}`;
  return whereSparse(singleEvents, at, bad > badEventsAbove(1), why);
}

/** Whether the last three events were all bad, where little happens. */
export function judgeBadInARow(singleEvents: SingleEvents, at: JudgedAt): AlertVerdict {
  const bad = consecutiveBad(at.timeline, at.atMs);
  const isFiring = bad > badEventsAbove(BAD_IN_A_ROW);
  const why =
    bad > badEventsAbove(1) ? `the last ${eventsInWords(bad)} events were all bad` : 'the last event was good';
  return whereSparse(singleEvents, at, isFiring, why);
}

/**
 * The conditions of page urgency that hold at an instant, each in words; none while maintenance is under way.
 *
 * @param nowMs The instant that was asked for, at or after `atMs`.
 */
export function urgentConditions(
  { rows, singleEvents }: AlertPolicy,
  at: JudgedAt,
  exclusions: readonly ExcludedTime[],
  nowMs: number
): string[] {
  if (isDuring(exclusions, nowMs)) {
    return [];
  }
  const burning = rows
    .filter(({ severity }) => severity === 'page')
    .map((row) => judgeRow(row, at))
    .filter(({ state }) => state === 'firing')
    .map(({ why }) => `burn rate ${why}`);
  const inARow = singleEvents?.inARow === 'page' ? judgeBadInARow(singleEvents, at) : undefined;
  return inARow?.state === 'firing' ? [...burning, inARow.why] : burning;
}

/** Whether planned maintenance is under way. */
export function isDuring(exclusions: readonly ExcludedTime[], atMs: number): boolean {
  return exclusions.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
}

const NO_RATES = { longRate: null, shortRate: null };

function whereSparse(
  { windowMs }: SingleEvents,
  { timeline, target, atMs }: JudgedAt,
  holds: boolean,
  why: string
): AlertVerdict {
  if (isSparse(timeline, target, windowMs, atMs)) {
    return { ...NO_RATES, state: holds ? 'firing' : 'quiet', why };
  }
  const budget = measuredBudget(timeline, target, windowMs, atMs);
  const rest =
    budget === undefined
      ? 'traffic is unknown'
      : `the budget is ${budgetInWords(budget)} events, and this alert acts below ${SPARSE_BELOW}`;
  return { ...NO_RATES, state: 'quiet', why: `${why}; ${rest}` };
}

/** A lookback of a few minutes has too few buckets for a figure, and one without samples has none. */
function saysNothing({ reason }: BurnRate): boolean {
  return reason === 'lookbackTooShort' || reason === 'tooLittleObserved';
}

function passes({ value }: BurnRate, factor: number): boolean {
  return value !== null && exceeds(value, factor);
}

function rateInWords(rate: BurnRate): string {
  const lookback = durationInWords(rate.lookbackMs);
  if (rate.value !== null) {
    return `${numberInWords(rate.value)} × over ${lookback}`;
  }
  return rate.reason === 'lookbackTooShort' ? `${lookback} is too short for a figure` : `no figure over ${lookback}`;
}
