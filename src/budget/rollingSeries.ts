import { LEAST_BUCKETS, observedEnough } from './coverage';
import type { PrefixSums } from './prefixSums';
import { badEvents } from './sli';

/**
 * SLI, 1 - e, of the window that ends with each bucket, into `out`: entry i looks back `windowBuckets` buckets from the end
 * of bucket i; NaN means null. One tier, O(buckets) whatever the window, nothing allocated.
 *
 * @throws RangeError if `out` does not have one entry per bucket.
 */
export function rollingSli(tier: PrefixSums, windowBuckets: number, out: Float64Array): void {
  roll(tier, windowBuckets, out, 1, -1);
}

/** Remaining share of the budget, 1 - e/(1 - t), of the window that ends with each bucket; as `rollingSli`. */
export function rollingRemaining(tier: PrefixSums, windowBuckets: number, target: number, out: Float64Array): void {
  roll(tier, windowBuckets, out, 1, target - 1);
}

/** Burn rate, e/(1 - t), over the lookback that ends with each bucket; as `rollingSli`. */
export function rollingBurnRate(tier: PrefixSums, lookbackBuckets: number, target: number, out: Float64Array): void {
  roll(tier, lookbackBuckets, out, 0, 1 - target);
}

// All three are offset + e/divisor. A callback for each would box every number that it returns, and so would a NaN from
// errorRatioOf: this loop must not allocate.
function roll(
  { buckets, good, total, coverage, countable }: PrefixSums,
  windowBuckets: number,
  out: Float64Array,
  offset: number,
  divisor: number
): void {
  if (out.length !== buckets) {
    throw new RangeError(`one entry per bucket is needed: ${buckets}, found ${out.length}`);
  }
  if (windowBuckets < LEAST_BUCKETS || divisor === 0) {
    out.fill(NaN);
    return;
  }
  // Imported bindings are getters outside a bundle, so the loop calls its rules by local names.
  const enough = observedEnough;
  const bad = badEvents;
  for (let i = 0; i < buckets; i++) {
    const end = i + 1;
    const first = Math.max(0, end - windowBuckets);
    const excluded = end - first - (countable[end] - countable[first]);
    const events = total[end] - total[first];
    out[i] =
      events > 0 && enough(coverage[end] - coverage[first], windowBuckets - excluded)
        ? offset + bad(good[end] - good[first], events) / events / divisor
        : NaN;
  }
}
