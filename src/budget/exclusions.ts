import type { EventCounts } from './eventCounts';

/** Planned maintenance: every bucket that overlaps [fromMs, toMs) counts for nothing. Epoch milliseconds. */
export interface ExcludedTime {
  fromMs: number;
  toMs: number;
}

/**
 * Which buckets are excluded: 1 for each that overlaps an exclusion, else 0; one entry per bucket of `counts`. Such a bucket
 * leaves good, bad, total and the denominator of coverage. An hour is excluded whole, whichever part of it was maintenance.
 */
export function excludedBuckets(
  counts: Pick<EventCounts, 'startMs' | 'stepMs' | 'total'>,
  exclusions: readonly ExcludedTime[]
): Uint8Array {
  const excluded = new Uint8Array(counts.total.length);
  for (const { fromMs, toMs } of exclusions) {
    if (toMs <= fromMs) {
      continue;
    }
    const first = Math.floor((fromMs - counts.startMs) / counts.stepMs);
    const end = Math.ceil((toMs - counts.startMs) / counts.stepMs);
    // fill() reads negative positions from the end of the array.
    excluded.fill(1, Math.max(0, first), Math.max(0, end));
  }
  return excluded;
}
