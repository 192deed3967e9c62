import type { Objective } from '../catalogue/objective';
import { sourceOf, type Sources } from './evaluateObjective';
import type { ObjectiveAssets } from './results';
import { answered } from './orFailed';

/** The assets of an objective before its source has answered. */
export function pendingAssets(objective: Objective): ObjectiveAssets {
  return { objective, assets: [], notices: [], executed: [] };
}

/**
 * The assets that a point-in-time objective judges, each with what decided, as they are now. Only an abort and a defect of
 * ours reject; a source that fails, or that has no assets, becomes part of the answer.
 */
export async function evaluateFreshness(
  objective: Objective,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<ObjectiveAssets> {
  return answered(signal, pendingAssets(objective), async () => {
    const source = sourceOf(objective, sources);
    if (!source.kinds.has('assets')) {
      const text = `${objective.indicator.source} has no assets, so there is no freshness to show`;
      return { ...pendingAssets(objective), notices: [{ severity: 'info', text }] };
    }
    return { objective, ...(await source.read('assets', { objective, nowMs }, signal)) };
  });
}
