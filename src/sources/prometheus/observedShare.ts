import { median } from './median';

/** Below this share of the usual samples a bucket belongs to a scrape hole. */
export const HOLE_SHARE = 0.9;

/** A bucket may miss this many scrapes of a series before it counts as less than wholly observed: scrapes jitter. */
const TOLERATED_SCRAPES = 1;

/** A series that came after the first scrape of a bucket misses at least one. */
const LEAST_MISSING = 0.5;

/** Observed buckets on either side of which the usual number of samples is taken. */
const NEIGHBOURS = 12;

/**
 * The share of each bucket that was observed, 0 to 1, from the number of its samples.
 *
 * @param samples Samples of all series in each bucket.
 * @param series Series that had at least one sample in each bucket; all ones where they cannot be counted.
 * @param leastPerSeries Samples of a series without which a bucket shows nothing: 2 for counters, which need two to
 *   show growth, 1 for gauges.
 *
 * A bucket is less than observed only if it has fewer samples than its neighbours *and* fewer a series than usual:
 * fewer samples alone is a smaller number of pods, fewer a series alone is the hour in which pods were replaced.
 * "Fewer than its neighbours" means than the smaller median of the observed buckets before and after it.
 */
export function observedShare(samples: Float64Array, series: Float64Array, leastPerSeries: 1 | 2): Float64Array {
  const share = new Float64Array(samples.length);
  const usualPerSeries = usualSamplesOfASeries(samples, series);
  for (let i = 0; i < share.length; i++) {
    const perSeries = samples[i] / series[i];
    if (!(perSeries >= leastPerSeries)) {
      continue;
    }
    const ofASeries = perSeries / usualPerSeries;
    const observed = isWhole(ofASeries, usualPerSeries) ? 1 : Math.max(ofASeries, samples[i] / usualAround(samples, i));
    share[i] = isWhole(observed, usualPerSeries) ? 1 : observed;
  }
  return share;
}

/**
 * Buckets in which series may have come or gone: there are more or fewer than before, or some have fewer samples than
 * usual.
 *
 * @param leastUsual Samples of a series by the scrape interval: where series come and go all the time, half of them have fewer.
 */
export function bucketsOfChange(samples: Float64Array, series: Float64Array, leastUsual: number): number[] {
  const usual = Math.max(leastUsual, usualSamplesOfASeries(samples, series));
  const buckets: number[] = [];
  for (let i = 1; i < samples.length; i++) {
    if (series[i] * usual - samples[i] >= LEAST_MISSING || series[i] !== series[i - 1]) {
      buckets.push(i);
    }
  }
  return buckets;
}

function usualSamplesOfASeries(samples: Float64Array, series: Float64Array): number {
  const perSeries = new Float64Array(samples.length);
  let observed = 0;
  for (let i = 0; i < samples.length; i++) {
    if (samples[i] > 0) {
      perSeries[observed++] = samples[i] / series[i];
    }
  }
  return median(perSeries.subarray(0, observed));
}

function isWhole(share: number, usualPerSeries: number): boolean {
  return (1 - share) * usualPerSeries <= TOLERATED_SCRAPES + 1e-9;
}

function usualAround(samples: Float64Array, index: number): number {
  const before = median(observedFrom(samples, index, -1));
  const after = median(observedFrom(samples, index, +1));
  const usual = Math.min(before || Infinity, after || Infinity);
  return usual === Infinity ? samples[index] : usual;
}

function observedFrom(samples: Float64Array, index: number, direction: 1 | -1): Float64Array {
  const found = new Float64Array(NEIGHBOURS);
  let length = 0;
  for (let i = index + direction; i >= 0 && i < samples.length && length < NEIGHBOURS; i += direction) {
    if (samples[i] > 0) {
      found[length++] = samples[i];
    }
  }
  return found.subarray(0, length);
}
