import type { NewestClosedWindow, PartitionState } from '../partitions/partitionState';

/**
 * Since when a time-partitioned asset has waited for a window that it should have made after its newest complete one: when the
 * oldest closed of the incomplete windows that reach up to the newest closed one. A window is complete when all of its
 * partitions are materialized. Older holes are no matter of freshness: the partitions objective counts them.
 *
 * @returns Null if the newest closed window is complete.
 */
export function lateSince(newestClosed: NewestClosedWindow, missing: PartitionState['missing']): number | null {
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
