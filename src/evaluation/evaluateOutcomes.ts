import type { Objective } from '../catalogue/objective';
import { evaluateObjective, sourceOf, type Moment, type Sources } from './evaluateObjective';
import { outcomeSums, tellsOutcomes } from './outcomeSums';
import type { ObjectiveOutcomes } from './results';
import { answered } from './orFailed';

/** The outcomes of an objective before its source has answered. */
export function pendingOutcomes(objective: Objective): ObjectiveOutcomes {
  return { objective, sums: null, notices: [], executed: [] };
}

/**
 * What became of the queries in an objective's window that ends at the moment, over the same buckets as its status. Only an
 * abort and a defect of ours reject; a source that fails, or that has no queries, becomes part of the answer.
 */
export async function evaluateOutcomes(
  objective: Objective,
  sources: Sources,
  moment: Moment,
  signal: AbortSignal
): Promise<ObjectiveOutcomes> {
  return answered(signal, pendingOutcomes(objective), async () => {
    const source = sourceOf(objective, sources);
    if (!tellsOutcomes(objective, source)) {
      const text = `${objective.displayName} has no query outcomes: only histories of Trino’s queries have them`;
      return { ...pendingOutcomes(objective), notices: [{ severity: 'info', text }] };
    }
    const row = await evaluateObjective(objective, sources, moment, signal);
    if (row.kind !== 'events') {
      return { ...pendingOutcomes(objective), ...(row.kind === 'failed' ? { error: row.error } : {}) };
    }
    const { windowStartMs, asOfMs } = row.evaluation;
    const sums = await outcomeSums(objective, source, { windowStartMs, asOfMs, nowMs: moment.nowMs }, signal);
    return { objective, sums, notices: row.notices, executed: row.executed };
  });
}
