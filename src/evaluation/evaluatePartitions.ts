import type { Objective } from '../catalogue/objective';
import { sourceOf, type Sources } from './evaluateObjective';
import type { ObjectivePartitions } from './results';
import { answered } from './orFailed';

/** The partitioned assets of an objective before its source has answered. */
export function pendingPartitions(objective: Objective): ObjectivePartitions {
  return { objective, assets: [], notices: [], executed: [] };
}

/**
 * The partitioned assets of an objective, each with what is materialized and what is missing, as they are now. Only an abort
 * and a defect of ours reject; a source that fails, or that has no partitions, becomes part of the answer.
 */
export async function evaluatePartitions(
  objective: Objective,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<ObjectivePartitions> {
  return answered(signal, pendingPartitions(objective), async () => {
    const source = sourceOf(objective, sources);
    if (!source.kinds.has('partitions')) {
      const text = `${objective.indicator.source} has no assets, so there are no partitions to show`;
      return { ...pendingPartitions(objective), notices: [{ severity: 'info', text }] };
    }
    return { objective, ...(await source.read('partitions', { objective, nowMs }, signal)) };
  });
}
