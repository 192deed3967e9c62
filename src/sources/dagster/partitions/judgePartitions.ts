import type { DagsterSpec } from '../../../catalogue/objective';
import { isBreached } from '../../../budget/errorBudget';
import type { AssetKey, AssetNode } from '../model';
import type { Clock } from '../freshness/clock';
import { freshnessIntervalOf, freshUntil } from '../freshness/freshnessInterval';
import type { MissingPartition, PartitionState } from './partitionState';

export type PartitionSpec = Pick<DagsterSpec, 'defaultIntervalMs' | 'intervalsMs' | 'partitionGraceMs'>;

export interface PartitionVerdict {
  asset: AssetKey;
  owners: string[];
  /** All partitions: materialized + within grace + missing. */
  total: number;
  /** At least once: neither a re-run in flight nor a failed one takes a partition away. */
  materialized: number;
  /** Not materialized, and not due yet. */
  withinGrace: number;
  /** Due and not materialized, newest first. */
  missing: DuePartition[];
  /** Their latest run succeeded without output: no part of the total. Newest first. */
  withoutOutput: readonly MissingPartition[];
  /** Last attempt failed, whether materialized before or not. */
  failed: number;
  /** An attempt is under way, whether materialized before or not. */
  materializing: number;
}

export interface DuePartition extends MissingPartition {
  /** When its grace ended; null for partitions without time window, which are due at once. */
  dueMs: number | null;
}

/**
 * Sorts an asset's partitions. One that is not materialized is missing once the grace has passed since its window closed: the
 * catalogue's, else the asset's own freshness interval (with deadlines: the first deadline that wants it).
 *
 * @returns Null for assets out of scope, which cannot be materialized.
 */
export function judgePartitions(
  node: AssetNode,
  state: PartitionState,
  spec: PartitionSpec,
  clock: Clock
): PartitionVerdict | null {
  if (!node.isMaterializable) {
    return null;
  }
  const dueOf = dueRule(node, spec, clock);
  const missing = state.missing
    .map((partition) => ({ ...partition, dueMs: partition.closedMs === null ? null : dueOf(partition.closedMs) }))
    .filter(({ dueMs }) => dueMs === null || clock.nowMs > dueMs)
    .reverse()
    .sort((a, b) => newness(b) - newness(a));
  return {
    asset: node.key,
    owners: node.owners,
    total: state.total,
    materialized: state.total - state.missing.length,
    withinGrace: state.missing.length - missing.length,
    missing,
    withoutOutput: [...state.withoutOutput].reverse(),
    failed: state.failed,
    materializing: state.materializing,
  };
}

/** Partitions that count: all but those within grace. */
export function countedPartitions({ total, withinGrace }: PartitionVerdict): number {
  return total - withinGrace;
}

export function isBelowTarget(verdict: PartitionVerdict, target: number): boolean {
  return isBreached(verdict.missing.length, countedPartitions(verdict), target);
}

/** Assets that miss the target by themselves, worst first, even where the pool of all meets it. */
export function assetsBelowTarget(verdicts: readonly PartitionVerdict[], target: number): PartitionVerdict[] {
  return verdicts
    .filter((verdict) => isBelowTarget(verdict, target))
    .sort((a, b) => missingShare(b) - missingShare(a) || (a.asset < b.asset ? -1 : 1));
}

function missingShare(verdict: PartitionVerdict): number {
  return verdict.missing.length / countedPartitions(verdict);
}

/** Partitions without time window keep the order in which Dagster has them. */
function newness({ closedMs }: MissingPartition): number {
  return closedMs ?? 0;
}

function dueRule(node: AssetNode, spec: PartitionSpec, clock: Clock): (closedMs: number) => number {
  const { partitionGraceMs } = spec;
  if (partitionGraceMs !== undefined) {
    return (closedMs) => closedMs + partitionGraceMs;
  }
  const interval = freshnessIntervalOf(node, spec, clock);
  return (closedMs) => freshUntil(interval, closedMs, clock.nextTick);
}
