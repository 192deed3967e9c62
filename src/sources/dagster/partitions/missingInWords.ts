import type { MissingPartition } from './partitionState';

interface Run {
  newest: MissingPartition;
  oldest: MissingPartition;
  count: number;
}

/**
 * Names missing partitions, newest first, and gathers those whose windows follow each other: "2026-11-19 to 2026-11-21 (3)",
 * "2026-10-02". A hole of two years reads as one line.
 *
 * @param missing Newest first, as `judgePartitions` lists them.
 */
export function missingInWords(missing: readonly MissingPartition[]): string[] {
  const runs: Run[] = [];
  const byPlaceBefore = new Map<string, Run>();
  for (const partition of missing) {
    const { window, others } = partition;
    const followed = window === null ? undefined : byPlaceBefore.get(`${window} ${others}`);
    const run = followed ?? { newest: partition, oldest: partition, count: 0 };
    run.oldest = partition;
    run.count++;
    if (!followed) {
      runs.push(run);
    }
    if (window !== null) {
      byPlaceBefore.set(`${window - 1} ${others}`, run);
    }
  }
  return runs.map(({ newest, oldest, count }) =>
    count === 1 ? newest.key : `${oldest.key} to ${newest.key} (${count})`
  );
}
