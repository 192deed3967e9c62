/**
 * What Dagster reports, in the words of this room: parsed once by the client, trusted by everything else. Instants are epoch
 * milliseconds, durations milliseconds. Free of GraphQL and of budgets.
 */

/** Path of an asset joined by slashes, as Dagster writes it: `github_archive/events`. */
export type AssetKey = string;

export interface AssetNode {
  key: AssetKey;
  group: string | null;
  /** Storage and compute kinds, such as `sqlmesh`; the compute kind of older versions included. */
  kinds: string[];
  tags: Tag[];
  /** Mail addresses, and teams as `team:name`. */
  owners: string[];
  codeLocation: string;
  repository: string;
  isMaterializable: boolean;
  isPartitioned: boolean;
  jobNames: string[];
  /** Ops that compute it; the first segment of a step's key. */
  opNames: string[];
  /** Direct upstream assets; some have no node of their own. */
  parents: AssetKey[];
  description: string | null;
  freshness: DeclaredFreshness | null;
}

export interface Tag {
  key: string;
  /** Empty for a tag without value. */
  value: string;
}

/** When an asset counts as stale, as its own configuration says. */
export type DeclaredFreshness =
  | { from: 'timeWindow'; failAfterMs: number }
  /** Must have been materialized in the lower bound before the last deadline that has passed. */
  | { from: 'cron'; deadlineCron: string; lowerBoundMs: number; timeZone: string }
  /** Deprecated `FreshnessPolicy`; with a cron, the lag counts from its last tick. */
  | { from: 'legacy'; maximumLagMs: number; cron: string | null; timeZone: string | null };

export interface CodeLocation {
  name: string;
  loaded: boolean;
  /** Why it does not load, without stack trace. */
  error?: string;
  /** Does not load now, but its assets are known from when it last did; epoch milliseconds. */
  lastLoadedMs?: number;
}

/** The workspace's assets, and which parts of it could not be read. */
export interface AssetGraph {
  nodes: ReadonlyMap<AssetKey, AssetNode>;
  codeLocations: CodeLocation[];
}

export type RunStatus =
  'QUEUED' | 'NOT_STARTED' | 'MANAGED' | 'STARTING' | 'STARTED' | 'SUCCESS' | 'FAILURE' | 'CANCELING' | 'CANCELED';

/** One row of Dagster's run table: what a page of runs holds, without a look at any event. */
export interface Run {
  id: string;
  /** Where it was launched from, as `repositoryId` writes it; null for one that a script made, which belongs to no code location. */
  repository: string | null;
  jobName: string;
  status: RunStatus;
  /** Null on the root itself. */
  rootRunId: string | null;
  parentRunId: string | null;
  createdMs: number;
  startMs: number | null;
  endMs: number | null;
  /** Moves with every change, later tags included. */
  updatedMs: number;
  /** Null: all steps of the job. */
  stepKeys: string[] | null;
  /** Null: the row names none, mostly because it is for all assets of the job. Empty: none at all, as in a run of checks. */
  assetSelection: AssetKey[] | null;
  tags: ReadonlyMap<string, string>;
}

/** What happened inside a run; asked for only where the row does not say enough. */
export interface RunDetail {
  runId: string;
  /** Assets that the run had planned to materialize; null where Dagster keeps no plan of it. */
  planned: AssetKey[] | null;
  /** Steps that began; steps behind a failed one are absent. */
  steps: StepResult[];
}

export interface StepResult {
  stepKey: string;
  status: 'SKIPPED' | 'SUCCESS' | 'FAILURE' | 'IN_PROGRESS' | null;
  /** One an attempt; op retries stay inside one run. */
  attempts: Array<{ startMs: number | null; endMs: number | null }>;
  materializations: Array<{ asset: AssetKey; partition: string | null; atMs: number }>;
}

/** What Dagster's log says of what went wrong in a run; messages are one line each, without stack trace. */
export interface RunFailures {
  runId: string;
  /** By the step's key: its last failure, op retries included. */
  bySteps: ReadonlyMap<string, string>;
  /** Of the run itself, such as a worker that did not come up, or what it was cancelled for. */
  ofRun: string | null;
  /** Blocking checks that failed with severity ERROR, each by the step that failed of it. */
  checks: FailedCheck[];
  /** When it was asked to stop, and whether by Dagster itself for running too long; null: never, or beyond what was read. */
  stopped: { atMs: number; tooLong: boolean } | null;
}

export interface FailedCheck {
  name: string;
  asset: AssetKey;
  stepKey: string;
}

/** Names a repository among those of all code locations, as Dagster's selections do. */
export function repositoryId({ repository, codeLocation }: Pick<AssetNode, 'repository' | 'codeLocation'>): string {
  return `${repository}@${codeLocation}`;
}
