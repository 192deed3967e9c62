import type { Objective } from '../catalogue/objective';
import { SourceError } from '../sources/sourceError';
import { sourceOf, type Sources } from './evaluateObjective';
import type { ObjectivePartitions } from './results';

/** The partitioned assets of an objective before its source has answered. */
export function pendingPartitions(objective: Objective): ObjectivePartitions {
  return { objective, assets: [], notices: [], executed: [] };
}

/**
 * The partitioned assets of an objective, each with what is materialized and what is missing, as they are now. Only an abort
 * and a defect of ours reject; a source that fails, or that knows no partitions, becomes part of the answer.
 */
export async function evaluatePartitions(
  objective: Objective,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<ObjectivePartitions> {
  try {
    const source = sourceOf(objective, sources);
    if (!source.readPartitions) {
      const text = `${objective.indicator.source} has no assets whose partitions could be told`;
      return { ...pendingPartitions(objective), notices: [{ severity: 'info', text }] };
    }
    return { objective, ...(await source.readPartitions({ objective, nowMs }, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError) {
      return { ...pendingPartitions(objective), error };
    }
    throw error;
  }
}
