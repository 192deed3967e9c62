import type { Objective } from '../catalogue/objective';
import { SourceError } from '../sources/sourceError';
import { sourceOf, type Sources } from './evaluateObjective';
import type { UpstreamStateRow } from './results';

/** An upstream before it has answered. */
export function pendingState(objective: Objective): UpstreamStateRow {
  return { objective, state: null, notices: [], executed: [] };
}

/** One objective for each Trino that the objectives are measured by: several of one Trino would tell the same. */
export function oneOfEachTrino(objectives: readonly Objective[]): Objective[] {
  const byDataSource = new Map<string, Objective>();
  for (const objective of objectives.filter(({ indicator }) => indicator.source === 'Trino')) {
    const key = objective.indicator.dataSource ?? '';
    byDataSource.set(key, byDataSource.get(key) ?? objective);
  }
  return [...byDataSource.values()];
}

/** What the upstream of an objective says of itself now. Only an abort and a defect of ours reject. */
export async function evaluateState(
  objective: Objective,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<UpstreamStateRow> {
  try {
    const source = sourceOf(objective, sources);
    if (!source.readState) {
      const text = `${objective.indicator.source} does not tell its own state`;
      return { ...pendingState(objective), notices: [{ severity: 'info', text }] };
    }
    return { objective, ...(await source.readState({ objective, nowMs }, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError) {
      return { ...pendingState(objective), error };
    }
    throw error;
  }
}
