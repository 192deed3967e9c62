import {
  BAD_EVENT_LOOKBACK_MS,
  isDuring,
  judgeBadEvent,
  judgeBadInARow,
  judgeRow,
  type AlertVerdict,
  type JudgedAt,
} from '../budget/alertConditions';
import type { AlertSeverity, BurnRateRow, RefusedRow } from '../budget/burnRatePolicy';
import { SPARSE_LOOKBACK_MS } from '../budget/measuredBudget';
import { resolvedInstant } from '../budget/timeline';
import type { Objective } from '../catalogue/objective';
import { alertPolicyOf } from './alertPolicy';
import { sourceOf, type Moment, type Sources } from './evaluateObjective';
import { readTimeline } from './readTimeline';
import type { AlertRow, ObjectiveAlerts } from './results';
import { orFailed } from './orFailed';

/** The alert rows of an objective before its source has answered. */
export function pendingAlerts(objective: Objective): ObjectiveAlerts {
  return { objective, rows: rowsOf(objective, () => unknown('loading', '')), notices: [], executed: [] };
}

/**
 * Whether each alert of an objective on its events is in the state to fire, from the same counts and by the same engine as its
 * figures: burn-rate rows, then single events. A failure of its source becomes the state of its rows; only an abort and a
 * defect of ours reject.
 */
export async function evaluateAlerts(
  objective: Objective,
  sources: Sources,
  { atMs, nowMs }: Moment,
  signal: AbortSignal
): Promise<ObjectiveAlerts> {
  const { rows, singleEvents } = alertPolicyOf(objective);
  if (rows.length === 0 && !singleEvents) {
    return pendingAlerts(objective);
  }
  return orFailed(
    signal,
    async () => {
      const earliestMs = atMs - Math.max(SPARSE_LOOKBACK_MS, ...rows.map(({ longMs }) => longMs));
      const range = { earliestMs, latestMs: atMs, nowMs };
      const { timeline, notices, executed } = await readTimeline(
        objective,
        sourceOf(objective, sources),
        range,
        signal
      );
      const at: JudgedAt = { timeline, target: objective.target, atMs: resolvedInstant(timeline, atMs) };
      const isPlanned = isDuring(objective.policy.exclusions, atMs);
      const judged = rowsOf(objective, (judge) => (isPlanned ? unknown('quiet', 'planned maintenance') : judge(at)));
      return { objective, rows: judged, notices, executed };
    },
    (error) => {
      const failed = rowsOf(objective, () => unknown('failed', error.message));
      return { objective, rows: failed, notices: [], executed: [], error };
    }
  );
}

type Verdict = Pick<AlertRow, 'state' | 'why' | 'longRate' | 'shortRate'>;

function rowsOf(objective: Objective, decide: (judge: (at: JudgedAt) => AlertVerdict) => Verdict): AlertRow[] {
  const { rows, refused, singleEvents } = alertPolicyOf(objective);
  return [
    ...rows.map((row) => ({ ...shapeOf(row), ...decide((at) => judgeRow(row, at)) })),
    ...refused.map(refusedRow),
    ...(singleEvents
      ? [
          {
            ...singleEventRow('ticket', BAD_EVENT_LOOKBACK_MS),
            ...decide((at) => judgeBadEvent(singleEvents, at)),
          },
          {
            ...singleEventRow(singleEvents.inARow, null),
            ...decide((at) => judgeBadInARow(singleEvents, at)),
          },
        ]
      : []),
  ];
}

function unknown(state: AlertRow['state'], why: string): Verdict {
  return { state, why, longRate: null, shortRate: null };
}

function shapeOf({ severity, budgetFraction, longMs, shortMs, factor, outageFiresAfterMs }: BurnRateRow) {
  return { severity, budgetFraction, longMs, shortMs, factor, outageFiresAfterMs };
}

function refusedRow({ severity, budgetFraction, because, arithmetic }: RefusedRow): AlertRow {
  return {
    ...{ severity, budgetFraction, longMs: null, shortMs: null, factor: null, outageFiresAfterMs: null },
    ...unknown(because === 'cannotFire' ? 'cannotFire' : 'leftOut', arithmetic),
  };
}

function singleEventRow(severity: AlertSeverity, longMs: number | null) {
  return { severity, budgetFraction: null, longMs, shortMs: null, factor: null, outageFiresAfterMs: null };
}
