import type { Objective } from '../catalogue/objective';
import { sourceOf, type Sources } from './evaluateObjective';
import type { UpstreamStateRow } from './results';
import { answered } from './orFailed';

/** An upstream before it has answered. */
export function pendingState(objective: Objective): UpstreamStateRow {
  return { objective, state: null, notices: [], executed: [] };
}

/** One objective for each Trino that the objectives are measured by: several of one Trino would show the same. */
export function oneOfEachTrino(objectives: readonly Objective[]): Objective[] {
  const byDataSource = new Map<string, Objective>();
  for (const objective of objectives.filter(({ indicator }) => indicator.source === 'Trino')) {
    const key = objective.indicator.dataSource ?? '';
    byDataSource.set(key, byDataSource.get(key) ?? objective);
  }
  return [...byDataSource.values()];
}

/** What the upstream of an objective reports about itself now. Only an abort and a defect of ours reject. */
export async function evaluateState(
  objective: Objective,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<UpstreamStateRow> {
  return answered(signal, pendingState(objective), async () => {
    const source = sourceOf(objective, sources);
    if (!source.kinds.has('state')) {
      const text = `${objective.indicator.source} does not report its own state`;
      return { ...pendingState(objective), notices: [{ severity: 'info', text }] };
    }
    return { objective, ...(await source.read('state', { objective, nowMs }, signal)) };
  });
}
