import { areNeighbours } from './neighbours';
import type { MissingPartition } from './partitionState';

/**
 * Names missing partitions, newest first, and gathers neighbours: "2026-11-19 to 2026-11-21 (3)", "2026-10-02". A hole of
 * two years reads as one line.
 *
 * @param missing Newest first, as `judgePartitions` lists them.
 */
export function missingInWords(missing: readonly MissingPartition[]): string[] {
  const runs: Array<{ newest: MissingPartition; oldest: MissingPartition; count: number }> = [];
  for (const partition of missing) {
    const run = runs.at(-1);
    if (run && areNeighbours(partition, run.oldest)) {
      run.oldest = partition;
      run.count++;
    } else {
      runs.push({ newest: partition, oldest: partition, count: 1 });
    }
  }
  return runs.map(({ newest, oldest, count }) =>
    count === 1 ? newest.key : `${oldest.key} to ${newest.key} (${count})`
  );
}
