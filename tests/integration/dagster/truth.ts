import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the seeder decided and a reader of the history must find: the shape of its truth.json. Instants are epoch
 * milliseconds, durations milliseconds, assets their keys joined by slashes.
 */
export interface DagsterTruth {
  /** The instant that counts as "now": the history ends here. */
  endMs: number;
  /** Runs in all. */
  runs: number;
  /** In time order, by scope. `outside`: assets that are no longer defined. */
  reliability: Record<Scope | 'outside', { afterRetries: TrueEvent[]; everyAttempt: TrueEvent[] }>;
  /** By asset, for every asset of the scopes. */
  freshness: Record<string, TrueFreshness>;
  /** By partitioned asset. */
  partitions: Record<string, TruePartitions>;
}

/**
 * `core`: `tag:core and not kind:sqlmesh`; `unstable`: `not tag:core and not kind:sqlmesh`; `sqlmesh`: `kind:sqlmesh`; each
 * without what cannot be materialized.
 */
export type Scope = 'core' | 'unstable' | 'sqlmesh';

export interface TrueEvent {
  /** Name of the case that it belongs to, in the words of the seeder; each run carries it as the tag `case`. */
  case: string;
  kind: 'settled' | 'pending' | 'cancelled' | 'upstreamFailed';
  /** Null unless settled. */
  good: boolean | null;
  /** First segment of the step's key. */
  step: string;
  assets: string[];
  /**
   * Of the event. After retries the end of the run that decided. Of every attempt the end of that try of the step; of the
   * run where the step never started. For a run that hangs the deadline, for what is pending the run's creation.
   */
  atMs: number;
  /** Null: the deciding run has not ended. */
  runEndMs: number | null;
  /** End of the step's last try in the deciding run; null if it never began or has not ended. */
  stepEndMs: number | null;
  groupCreatedMs: number;
  rootRunId: string;
  /** The first run and its automatic retries, oldest first. */
  runIds: string[];
  decidingRunId: string;
  /** Several: all of them in each run. */
  partitions?: string[];
  /** Manual re-executions: the last run of what they repeat. */
  rerunOf?: string;
}

export interface TrueFreshness {
  lastMaterializationMs: number | null;
  interval: { from: 'timeWindow' | 'cron' | 'legacy' | 'legacyCron' | 'default'; ms: number };
  checks: TrueCheck[];
  fresh: boolean;
  rule: 'materialization' | 'checks' | null;
  /** Null while fresh, and where it was never materialized. */
  sinceMs: number | null;
}

/** What became of a check in the last run that planned it. */
export interface TrueCheck {
  name: string;
  status: 'SUCCEEDED' | 'FAILED' | 'EXECUTION_FAILED' | 'IN_PROGRESS' | 'SKIPPED';
  /** Null without evaluation. */
  severity: 'ERROR' | 'WARN' | null;
  blocking: boolean;
  plannedMs: number;
  /** Of the evaluation; null without. */
  atMs: number | null;
  runId: string;
}

export interface TruePartitions {
  total: number;
  /** Ever materialized. */
  materialized: number;
  /** Keys whose latest outcome is a failure, materialized before or not. */
  failed: string[];
  /** Keys that a run is at work on, materialized before or not. */
  materializing: string[];
  /** Keys never materialized. */
  missing: string[];
  /** Those of the missing whose window closed less than the asset's interval ago. */
  withinGrace: string[];
  /** The other missing ones. */
  due: string[];
  /** Dagster's own count leaves out what failed last and what is under way. */
  numMaterializedByDagster: number;
  /** Assets partitioned by time: when the first window closed that is missing after the newest complete one. */
  lateSinceMs?: number | null;
}

export function readTruth(home: string): DagsterTruth {
  return JSON.parse(readFileSync(join(home, 'truth.json'), 'utf8'));
}
