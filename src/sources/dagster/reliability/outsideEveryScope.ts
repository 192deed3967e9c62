import type { AssetKey, Run, RunDetail } from '../model';
import type { PlanReader } from './plannedProcesses';

/**
 * Assets that runs had planned and that no scope holds, with the last such run: deleted and renamed assets above all,
 * whose failures no objective counts any more.
 */
export function outsideEveryScope(
  runs: Iterable<Run>,
  details: ReadonlyMap<string, RunDetail>,
  plans: PlanReader,
  scopes: ReadonlyArray<ReadonlySet<AssetKey>>
): Map<AssetKey, { runs: number; lastRunId: string; lastRunMs: number }> {
  const outside = new Map<AssetKey, { runs: number; lastRunId: string; lastRunMs: number }>();
  for (const run of runs) {
    for (const asset of [...plans.plannedBy(run, details.get(run.id)).values()].flat()) {
      if (scopes.some((scope) => scope.has(asset))) {
        continue;
      }
      const found = outside.get(asset) ?? { runs: 0, lastRunId: run.id, lastRunMs: run.createdMs };
      outside.set(asset, found);
      found.runs += 1;
      if (run.createdMs > found.lastRunMs) {
        found.lastRunId = run.id;
        found.lastRunMs = run.createdMs;
      }
    }
  }
  return outside;
}
