import { FIRM_COVERAGE, LEAST_COVERAGE } from './coverage';
import { DAY_MS } from './durations';
import { budgetEvents, isBreached, oneFailureBreaches, remainingOf } from './errorBudget';
import type { Absence } from './figure';
import type { Exhaustion } from './forecast';
import {
  budgetInWords,
  durationInWords,
  eventsInWords,
  failuresInWords,
  instantInWords,
  percentInWords,
  remainingInWords,
  sliInWords,
} from './inWords';
import { badEvents, indicatorErrorOf, sliOf, type EventSums } from './sli';
import { exceeds, reaches } from './tolerance';

export type ObjectiveState = 'noData' | 'breached' | 'atRisk' | 'met';

export interface Status {
  state: ObjectiveState;
  /**
   * Less than 90 % of the window was observed, samples have stopped, or the source holds that its figures may turn out to be
   * other ones.
   */
  provisional: boolean;
  /** The budget is below one event. */
  oneFailureBreaches: boolean;
  /** The figures behind the state, as a short sentence without final stop. */
  why: string;
}

export interface StatusInput extends EventSums {
  target: number;
  /** Observed share of the window, 0 to 1. */
  coverage: number;
  /** Why the window has no figures, if so. */
  absence?: Absence;
  exhaustion: Exhaustion;
  /** Conditions of page urgency that hold now, in words. */
  urgent?: readonly string[];
  /** Since when and for how long nothing has been observed, where samples have stopped. */
  silent?: { sinceMs: number; forMs: number };
}

/** A budget with no more than this left is at risk. */
const LITTLE_LEFT = 0.25;
/** A budget that will be exhausted within this time is at risk. */
const SOON_MS = 3 * DAY_MS;

/**
 * First match: no data · breached · at risk (remaining ≤ 25 % with B ≥ 1, or exhaustion within 3 d, or a condition of page
 * urgency holds now) · met. A window that has no figures because too little of it was observed is no data as well.
 */
export function statusOf(input: StatusInput): Status {
  const { good, total, target, coverage, absence, urgent = [], silent } = input;
  const isThin = !reaches(coverage, FIRM_COVERAGE);
  const provisional = isThin || silent !== undefined;
  const silence = silent ? [whySilent(silent)] : [];
  if (absence) {
    const remarks = [...soFar(absence, input), ...urgent, whyNoData(absence, coverage), ...silence];
    return { state: 'noData', provisional, oneFailureBreaches: false, why: remarks.join('; ') };
  }
  const bad = badEvents(good, total);
  const spent = spentInWords(bad, total, budgetEvents(total, target));
  const fragile = oneFailureBreaches(total, target);
  const { state, reason } = judge(input, bad);
  const remarks = [
    ...(indicatorErrorOf(input)
      ? [`more good than total events (${eventsInWords(good)} of ${eventsInWords(total)})`]
      : []),
    ...urgent,
    ...(reason ? [reason] : []),
    spent,
    ...(fragile ? ['one failure breaches'] : []),
    ...silence,
    ...(isThin ? [`observed for ${percentInWords(coverage)} of the window`] : []),
  ];
  return { state, provisional, oneFailureBreaches: fragile, why: remarks.join('; ') };
}

function judge(
  { good, total, target, exhaustion, urgent = [] }: StatusInput,
  bad: number
): { state: ObjectiveState; reason?: string } {
  const remaining = remainingOf(good, total, target);
  if (isBreached(bad, total, target)) {
    return { state: 'breached', ...(Number.isFinite(remaining) ? { reason: remainingInWords(remaining) } : {}) };
  }
  if (exhaustion.kind === 'in' && exhaustion.ms <= SOON_MS) {
    return { state: 'atRisk', reason: `budget exhausted in ${durationInWords(exhaustion.ms)} at the last day's rate` };
  }
  if (reaches(bad, 1) && !exceeds(remaining, LITTLE_LEFT)) {
    return { state: 'atRisk', reason: remainingInWords(Math.max(0, remaining)) };
  }
  return { state: urgent.length > 0 ? 'atRisk' : 'met' };
}

function spentInWords(bad: number, total: number, budget: number): string {
  return `${failuresInWords(bad, budget)} bad of ${eventsInWords(total)}, budget ${budgetInWords(budget)}`;
}

/** What a window shows of which too little was observed for figures: a new catalogue has no more on its first days. */
function soFar(absence: Absence, { good, total }: EventSums): string[] {
  return absence === 'tooLittleObserved' && total > 0
    ? [
        `${sliInWords(sliOf(good, total))} of ${eventsInWords(total)} ${eventsInWords(total) === '1' ? 'event' : 'events'} so far`,
      ]
    : [];
}

function whySilent({ sinceMs, forMs }: NonNullable<StatusInput['silent']>): string {
  return `nothing was observed for ${durationInWords(forMs)}, since ${instantInWords(sinceMs)}`;
}

function whyNoData(absence: Absence, coverage: number): string {
  switch (absence) {
    case 'tooLittleObserved':
      return `observed for ${percentInWords(coverage)} of the window, ${percentInWords(LEAST_COVERAGE)} needed`;
    case 'lookbackTooShort':
      return 'the window is shorter than six buckets';
    default:
      return 'no events in the window';
  }
}
