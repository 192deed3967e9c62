import type { EventCounts } from './eventCounts';
import { excludedBuckets, type ExcludedTime } from './exclusions';

/**
 * Running sums over the buckets of one tier: the sum of any window is the difference of two entries, whatever its length.
 * Each array has `buckets + 1` entries; entry i sums the buckets before i. Sums of whole events are exact up to 2^53.
 */
export interface PrefixSums {
  /** Width of a bucket in milliseconds. */
  readonly stepMs: number;
  /** Start of the first bucket, in epoch milliseconds. */
  readonly startMs: number;
  /** End of the last bucket, in epoch milliseconds. */
  readonly endMs: number;
  readonly buckets: number;
  readonly good: Float64Array;
  readonly total: Float64Array;
  /** Observed time, in buckets. */
  readonly coverage: Float64Array;
  /** Time that can be observed at all, in buckets: 1 a bucket unless it is excluded. */
  readonly countable: Float64Array;
}

/**
 * Prefix sums of `counts`, O(buckets). Excluded buckets add nothing to any of them.
 *
 * @throws RangeError if the arrays differ in length or the buckets are not aligned to the epoch.
 */
export function prefixSums(counts: EventCounts, exclusions: readonly ExcludedTime[] = []): PrefixSums {
  const { startMs, stepMs } = counts;
  const buckets = counts.total.length;
  if (counts.good.length !== buckets || counts.coverage.length !== buckets) {
    throw new RangeError(
      `good, total and coverage must have one length, found ${counts.good.length}, ${buckets} and ${counts.coverage.length}`
    );
  }
  if (!(stepMs > 0) || startMs % stepMs !== 0) {
    throw new RangeError(`buckets must be aligned to the epoch, found ${stepMs} ms from ${startMs}`);
  }
  const excluded = excludedBuckets(counts, exclusions);
  const good = new Float64Array(buckets + 1);
  const total = new Float64Array(buckets + 1);
  const coverage = new Float64Array(buckets + 1);
  const countable = new Float64Array(buckets + 1);
  for (let i = 0; i < buckets; i++) {
    const counted = 1 - excluded[i];
    good[i + 1] = good[i] + counted * counts.good[i];
    total[i + 1] = total[i] + counted * counts.total[i];
    coverage[i + 1] = coverage[i] + counted * counts.coverage[i];
    countable[i + 1] = countable[i] + counted;
  }
  return { stepMs, startMs, endMs: startMs + buckets * stepMs, buckets, good, total, coverage, countable };
}
