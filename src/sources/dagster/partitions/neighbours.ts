import type { MissingPartition } from './partitionState';

/** Whether nothing lies between the two in Dagster's order of the asset's partitions. */
export function areNeighbours(older: MissingPartition, newer: MissingPartition): boolean {
  return older.index !== null && newer.index !== null && older.index + 1 === newer.index;
}
