import type { Objective } from '../catalogue/objective';
import { SourceError } from '../sources/sourceError';
import { sourceOf, type Sources } from './evaluateObjective';
import type { ObjectiveAssets } from './results';

/** The assets of an objective before its source has answered. */
export function pendingAssets(objective: Objective): ObjectiveAssets {
  return { objective, assets: [], notices: [], executed: [] };
}

/**
 * The assets that a point-in-time objective judges, each with what decided, as they are now. Only an abort and a defect of
 * ours reject; a source that fails, or that knows no assets, becomes part of the answer.
 */
export async function evaluateFreshness(
  objective: Objective,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<ObjectiveAssets> {
  try {
    const source = sourceOf(objective, sources);
    if (!source.readAssets) {
      const text = `${objective.indicator.source} has no assets whose freshness could be told`;
      return { ...pendingAssets(objective), notices: [{ severity: 'info', text }] };
    }
    return { objective, ...(await source.readAssets({ objective, nowMs }, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError) {
      return { ...pendingAssets(objective), error };
    }
    throw error;
  }
}
