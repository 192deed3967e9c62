import type { AssetKey, AssetNode } from '../model';
import type { NewestClosedWindow, PartitionState } from '../partitions/partitionState';
import { type AssetCheckState, auditsPassedAt } from './assetChecks';
import type { Clock } from './clock';
import { type FreshnessInterval, type IntervalSpec, freshnessIntervalOf, freshUntil } from './freshnessInterval';

/** What is known of an asset besides its definition. */
export interface AssetState {
  /** Null: never materialized. */
  lastMaterialization: LastMaterialization | null;
  checks: readonly AssetCheckState[];
  /** Null for an asset without partitions. */
  partitions: PartitionState | null;
}

export interface LastMaterialization {
  atMs: number;
  /** Of a materialization that was reported by hand, no run has this id. */
  runId: string;
  partition: string | null;
}

/** What made an asset count as fresh (the first two) or as stale. */
export type DecidingRule = 'materialized' | 'audits' | 'never materialized' | 'stale';

export interface FreshnessVerdict {
  asset: AssetKey;
  owners: string[];
  interval: FreshnessInterval;
  lastMaterialization: LastMaterialization | null;
  /** Since the last materialization; null without one. */
  ageMs: number | null;
  checks: readonly AssetCheckState[];
  /** Time-partitioned assets: the newest window that has closed, and whether all of its partitions are materialized. */
  newestClosed: { key: string; materialized: boolean } | null;
  decidedBy: DecidingRule;
  fresh: boolean;
  /**
   * When a fresh asset turns stale if nothing happens, or a stale one did. Null if that is not known: never materialized, or
   * time-partitioned with its newest closed partition in place (when the next one closes is not known).
   */
  dueMs: number | null;
  /** Null while fresh, and for what was never materialized. */
  staleSinceMs: number | null;
}

/**
 * Fresh if the age of the last materialization ≤ interval, or if at least one check has ERROR severity and all such checks
 * passed within the interval. Never materialized is stale. A time-partitioned asset is judged on its newest closed
 * window, in all of its partitions: it is stale once the interval has passed since the first window closed that it should have
 * completed after its newest one, so a backfill of old partitions makes nothing fresh, and a monthly asset is not stale on the
 * 15th.
 *
 * @returns Null for assets out of scope: what cannot be materialized, and partitioned assets that have no partition yet.
 */
export function judgeFreshness(
  node: AssetNode,
  state: AssetState,
  spec: IntervalSpec,
  clock: Clock
): FreshnessVerdict | null {
  const { lastMaterialization, checks, partitions } = state;
  if (!node.isMaterializable || partitions?.total === 0) {
    return null;
  }
  const interval = freshnessIntervalOf(node, spec, clock);
  const newestClosed = partitions?.newestClosed ?? null;
  return {
    asset: node.key,
    owners: node.owners,
    interval,
    lastMaterialization,
    ageMs: lastMaterialization && Math.max(0, clock.nowMs - lastMaterialization.atMs),
    checks,
    newestClosed: newestClosed && { key: newestClosed.key, materialized: newestClosed.materialized },
    ...decide(state, interval, clock),
  };
}

type Decision = Pick<FreshnessVerdict, 'decidedBy' | 'fresh' | 'dueMs' | 'staleSinceMs'>;

function decide(
  { lastMaterialization, checks, partitions }: AssetState,
  interval: FreshnessInterval,
  { nowMs, nextTick }: Clock
): Decision {
  if (lastMaterialization === null) {
    return { decidedBy: 'never materialized', fresh: false, dueMs: null, staleSinceMs: null };
  }
  const until = (atMs: number | null) => (atMs === null ? null : finite(freshUntil(interval, atMs, nextTick)));
  const newestClosed = partitions?.newestClosed;
  const dueMs = until(newestClosed ? lateSince(newestClosed, partitions.missing) : lastMaterialization.atMs);
  if (dueMs === null || nowMs <= dueMs) {
    return { decidedBy: 'materialized', fresh: true, dueMs, staleSinceMs: null };
  }
  const auditsDueMs = until(auditsPassedAt(checks));
  if (auditsDueMs !== null && nowMs <= auditsDueMs) {
    return { decidedBy: 'audits', fresh: true, dueMs: auditsDueMs, staleSinceMs: null };
  }
  return { decidedBy: 'stale', fresh: false, dueMs, staleSinceMs: dueMs };
}

/** Null for deadlines that never come. */
function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}

/**
 * Since when a time-partitioned asset has waited for a window that it should have made after its newest complete one: when the
 * oldest closed of the incomplete windows that reach up to the newest closed one. A window is complete when all of its
 * partitions are materialized. Older holes are no matter of freshness: the partitions objective counts them.
 *
 * @returns Null if the newest closed window is complete.
 */
function lateSince(newestClosed: NewestClosedWindow, missing: PartitionState['missing']): number | null {
  if (newestClosed.materialized) {
    return null;
  }
  const closedMsOf = new Map(missing.map(({ window, closedMs }) => [window, closedMs]));
  let oldest = newestClosed.window;
  while (closedMsOf.has(oldest - 1)) {
    oldest--;
  }
  return closedMsOf.get(oldest) ?? newestClosed.closedMs;
}
