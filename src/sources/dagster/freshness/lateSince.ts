import { areNeighbours } from '../partitions/neighbours';
import type { NewestClosedPartition, PartitionState } from '../partitions/partitionState';

/**
 * Since when a time-partitioned asset has waited for a partition that it should have made after its newest one: when the
 * oldest window closed of the missing ones that reach up to the newest closed partition. Older holes are no matter of
 * freshness: the partitions objective counts them.
 *
 * @returns Null if the newest closed partition is materialized.
 */
export function lateSince(newestClosed: NewestClosedPartition, missing: PartitionState['missing']): number | null {
  if (newestClosed.materializedMs !== null) {
    return null;
  }
  let oldest = missing.findIndex(({ key }) => key === newestClosed.key);
  while (oldest > 0 && areNeighbours(missing[oldest - 1], missing[oldest])) {
    oldest--;
  }
  return missing[oldest]?.closedMs ?? newestClosed.closedMs;
}
