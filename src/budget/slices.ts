import { ceilTo, floorTo } from './durations';
import { endMs, unobservedCounts, type EventCounts } from './eventCounts';
import { reaches } from './tolerance';

/** OpenSLO's budgeting methods that judge slices of time instead of events. */
export type Slicing =
  /** A slice is good if its ratio of good events ≥ `sliceTarget`, in (0, 1]. */
  | { method: 'Timeslices'; sliceMs: number; sliceTarget: number }
  /** The SLI is the mean of the slices' ratios. */
  | { method: 'RatioTimeslices'; sliceMs: number };

/**
 * The bucket width in which counts must be read so that they can be cut into slices and into the tier's buckets: the widest
 * that divides both, which is the smaller of the two wherever that divides the other.
 */
export function sliceResolutionMs(sliceMs: number, bucketMs: number): number {
  return bucketMs === 0 ? sliceMs : sliceResolutionMs(bucketMs, sliceMs % bucketMs);
}

/**
 * Counts of slices (OpenSLO README, budgetingMethod), in buckets of `bucketMs`, from counts at the slices' resolution.
 *
 * A slice covers [k·sliceMs, (k + 1)·sliceMs) and is one event at its end, in the bucket that ends at or after that end.
 * Timeslices: good is 1 if the slice's ratio reaches `sliceTarget`, else 0. RatioTimeslices: good is the ratio, so the mean
 * of the ratios is what good/total becomes. A slice is judged by what was observed of it: events of buckets that were not,
 * such as what a counter grew by over a gap in its samples, happened at a time that is not known. A slice without observed
 * events is no event, and a slice that does not lie wholly inside `counts` is not judged. Coverage is averaged over each bucket.
 *
 * @throws RangeError if the width of `counts`' buckets does not divide the slice and the bucket.
 */
export function toSlices(counts: EventCounts, slicing: Slicing, bucketMs: number): EventCounts {
  const { sliceMs } = slicing;
  const { stepMs } = counts;
  if (sliceMs % stepMs !== 0 || bucketMs % stepMs !== 0) {
    throw new RangeError(`slices of ${sliceMs} ms and buckets of ${bucketMs} ms cannot be cut from ${stepMs} ms`);
  }
  const slices = unobservedCounts(floorTo(counts.startMs, bucketMs), ceilTo(endMs(counts), bucketMs), bucketMs);
  slices.settledUntilMs = counts.settledUntilMs;
  for (let i = 0; i < counts.total.length; i++) {
    const bucket = Math.floor((counts.startMs + i * stepMs - slices.startMs) / bucketMs);
    slices.coverage[bucket] += (counts.coverage[i] * stepMs) / bucketMs;
  }
  const perSlice = sliceMs / stepMs;
  const firstStartMs = ceilTo(counts.startMs, sliceMs);
  for (let startMs = firstStartMs; startMs + sliceMs <= endMs(counts); startMs += sliceMs) {
    const first = (startMs - counts.startMs) / stepMs;
    let good = 0;
    let total = 0;
    for (let i = first; i < first + perSlice; i++) {
      if (counts.coverage[i] > 0) {
        good += counts.good[i];
        total += counts.total[i];
      }
    }
    if (total > 0) {
      const bucket = (ceilTo(startMs + sliceMs, bucketMs) - slices.startMs) / bucketMs - 1;
      slices.good[bucket] += goodOfSlice(good / total, slicing);
      slices.total[bucket] += 1;
    }
  }
  return slices;
}

function goodOfSlice(ratio: number, slicing: Slicing): number {
  switch (slicing.method) {
    case 'Timeslices':
      return reaches(ratio, slicing.sliceTarget) ? 1 : 0;
    case 'RatioTimeslices':
      return ratio;
  }
}
