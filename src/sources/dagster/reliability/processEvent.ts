import type { AssetKey, RunDetail, RunFailures } from '../model';
import type { Planned, PlanReader } from './plannedProcesses';
import type { ReliabilityRules } from './rules';

/** One process of one retry group; regardless of retries, one attempt of it. */
export interface ProcessEvent {
  /**
   * Only good and bad ones count. `upstreamFailed`: skipped because an upstream step had failed. `cancelled`: cut off by a
   * person. `pending`: the group has not settled, or what happened in it has not been read.
   */
  outcome: 'good' | 'bad' | 'upstreamFailed' | 'cancelled' | 'pending';
  /** Event time in epoch milliseconds; for a pending one, the earliest at which it may come to count. */
  atMs: number;
  /** False where the event may still move: pending ones, and failures that a re-execution may rescue. */
  settled: boolean;
  groupId: string;
  /** Name of the op or graph. */
  process: string;
  /** Its assets in scope. */
  assets: AssetKey[];
  /** Runs that had planned it, in the order of their creation. */
  runIds: string[];
}

/** Everything besides the runs themselves on which their events depend. */
export interface Circumstances {
  plans: PlanReader;
  /** By run id. */
  details: ReadonlyMap<string, RunDetail>;
  /** By run id; of runs that `runsNeedingLog` names. */
  failures: ReadonlyMap<string, RunFailures>;
  scope: ReadonlySet<AssetKey>;
  rules: ReliabilityRules;
  nowMs: number;
}

/** Those of the assets that are in scope. */
export function inScope(assets: AssetKey[], scope: ReadonlySet<AssetKey>): AssetKey[] {
  // Mostly all of them are, and thousands of events can share one list.
  return assets.every((asset) => scope.has(asset)) ? assets : assets.filter((asset) => scope.has(asset));
}

/** Whether any planned asset is in scope. */
export function touches(planned: Planned, scope: ReadonlySet<AssetKey>): boolean {
  for (const assets of planned.values()) {
    if (assets.some((asset) => scope.has(asset))) {
      return true;
    }
  }
  return false;
}
