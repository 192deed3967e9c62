import { lastEventMs } from '../budget/lastEvent';
import { windowBoundsOf } from '../budget/windowBounds';
import type { Objective } from '../catalogue/objective';
import { evaluateObjective, sourceOf, type Sources } from '../evaluation/evaluateObjective';
import { trialNotices } from '../evaluation/plausibility';
import { readTimeline } from '../evaluation/readTimeline';
import type { TryResult } from './tryResult';
import type { ObjectiveRow } from '../evaluation/results';

/** Evaluates one objective now, over its own window. Rejects when its source does. */
export async function tryObjective(
  objective: Objective,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<TryResult> {
  const row = await evaluateObjective(objective, sources, { atMs: nowMs, nowMs }, signal);
  switch (row.kind) {
    case 'failed':
      throw row.error;
    case 'items': {
      const { good, bad, total, sli, status } = row.judged;
      const lastEventMs = row.items.asOfMs;
      return {
        good,
        bad,
        total,
        sli: percent(sli.value),
        ...status,
        coverage: null,
        lastEventMs,
        notices: row.notices,
      };
    }
    case 'events': {
      const { good, bad, total, sli, coverage, status } = row.evaluation;
      const last = await readLastEvent(row, sources, nowMs, signal);
      const notices = [...row.notices, ...trialNotices(row)];
      return { good, bad, total, sli: percent(sli.value), coverage, lastEventMs: last ?? null, ...status, notices };
    }
  }
}

/** Costs no request: the row's own reads are kept. */
async function readLastEvent(
  { objective }: ObjectiveRow,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<number | undefined> {
  if (objective.window.type === 'pointInTime') {
    return undefined;
  }
  const range = { earliestMs: windowBoundsOf(objective.window)(nowMs).startMs, latestMs: nowMs, nowMs };
  return lastEventMs((await readTimeline(objective, sourceOf(objective, sources), range, signal)).timeline);
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(2)} %`;
}
