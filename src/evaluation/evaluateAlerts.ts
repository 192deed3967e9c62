import { burnRateAt, type BurnRate } from '../budget/burnRate';
import type { BurnRateRow, RefusedRow } from '../budget/burnRatePolicy';
import { durationInWords, numberInWords } from '../budget/inWords';
import { resolvedInstant, type Timeline } from '../budget/timeline';
import { exceeds } from '../budget/tolerance';
import type { Objective } from '../catalogue/objective';
import { SourceError } from '../sources/sourceError';
import { alertPolicyOf } from './alertPolicy';
import { sourceOf, type Moment, type Sources } from './evaluateObjective';
import { readTimeline } from './readTimeline';
import type { AlertRow, ObjectiveAlerts } from './results';

/** The alert rows of an objective before its source has answered. */
export function pendingAlerts(objective: Objective): ObjectiveAlerts {
  return { objective, rows: rowsOf(objective, (row) => unknownRow(row, 'loading', '')), notices: [], executed: [] };
}

/**
 * Whether each burn-rate alert row of an objective is in the state to fire, from the same counts and by the same engine as
 * its figures. A failure of its source becomes the state of its rows; only an abort and a defect of ours reject.
 */
export async function evaluateAlerts(
  objective: Objective,
  sources: Sources,
  { atMs, nowMs }: Moment,
  signal: AbortSignal
): Promise<ObjectiveAlerts> {
  const lookbacksMs = alertPolicyOf(objective).rows.map(({ longMs }) => longMs);
  if (lookbacksMs.length === 0) {
    return pendingAlerts(objective);
  }
  try {
    const range = { earliestMs: atMs - Math.max(...lookbacksMs), latestMs: atMs, nowMs };
    const { timeline, notices, executed } = await readTimeline(objective, sourceOf(objective, sources), range, signal);
    const rows = rowsOf(objective, (row) => judge(row, timeline, objective.target, atMs));
    return { objective, rows, notices, executed };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError) {
      const rows = rowsOf(objective, (row) => unknownRow(row, 'failed', error.message));
      return { objective, rows, notices: [], executed: [], error };
    }
    throw error;
  }
}

function rowsOf(objective: Objective, toRow: (row: BurnRateRow) => AlertRow): AlertRow[] {
  const { rows, refused } = alertPolicyOf(objective);
  return [...rows.map(toRow), ...refused.map(refusedRow)];
}

function judge(row: BurnRateRow, timeline: Timeline, target: number, latestMs: number): AlertRow {
  const atMs = resolvedInstant(timeline, latestMs);
  const long = burnRateAt(timeline, target, row.longMs, atMs);
  const short = row.shortMs === null ? undefined : burnRateAt(timeline, target, row.shortMs, atMs);
  const judged = {
    ...unknownRow(row, 'noData', rateInWords(long)),
    longRate: long.value,
    shortRate: short?.value ?? null,
  };
  if (long.value === null) {
    return judged;
  }
  const firing = [long, short].every((rate) => rate === undefined || tooShort(rate) || isAbove(rate, row.factor));
  const verdict = `${firing ? 'above' : 'not above'} ${numberInWords(row.factor)} ×`;
  const measured = [long, ...(short ? [short] : [])].map(rateInWords).join('; ');
  return { ...judged, state: firing ? 'firing' : 'quiet', why: `${verdict}: ${measured}` };
}

/** A lookback of a few minutes has too few buckets for a figure: the long one decides alone. */
function tooShort(rate: BurnRate): boolean {
  return rate.value === null && rate.reason === 'lookbackTooShort';
}

function isAbove({ value }: BurnRate, factor: number): boolean {
  return value !== null && exceeds(value, factor);
}

function rateInWords(rate: BurnRate): string {
  const lookback = durationInWords(rate.lookbackMs);
  if (rate.value !== null) {
    return `${numberInWords(rate.value)} × over ${lookback}`;
  }
  return tooShort(rate) ? `${lookback} too short to tell` : `no figure over ${lookback}`;
}

function unknownRow(row: BurnRateRow, state: AlertRow['state'], why: string): AlertRow {
  const { severity, budgetFraction, longMs, shortMs, factor, outageFiresAfterMs } = row;
  return {
    ...{ severity, budgetFraction, longMs, shortMs, factor, outageFiresAfterMs },
    ...{ state, why, longRate: null, shortRate: null },
  };
}

function refusedRow({ severity, budgetFraction, arithmetic }: RefusedRow): AlertRow {
  return {
    ...{ severity, budgetFraction, state: 'cannotFire', why: arithmetic },
    ...{ longMs: null, shortMs: null, factor: null, outageFiresAfterMs: null, longRate: null, shortRate: null },
  };
}
