/**
 * Counts of good and total events in aligned buckets of one width: the only thing a source delivers, and the only thing
 * from which SLI, budget, burn rate and forecasts are computed. Sums of counts stay exact under any window; averages of
 * ratios do not.
 *
 * Bucket i covers [startMs + i·stepMs, startMs + (i+1)·stepMs). All arrays have the same length.
 */
export interface EventCounts {
  /** Width of a bucket in milliseconds. */
  stepMs: number;
  /** Start of the first bucket, in epoch milliseconds; a multiple of `stepMs`. */
  startMs: number;
  /** Good events, at event time (when the thing ended). May be fractional (PromQL extrapolates). */
  good: Float64Array;
  /** All events. `good > total` is an error of the indicator: it is reported, never clamped. */
  total: Float64Array;
  /** Share of the bucket that was observed, 0 to 1. No traffic while observed is coverage 1 with total 0. */
  coverage: Float64Array;
  /** Buckets that end at or before this instant no longer change; later ones are asked again at every refresh. */
  settledUntilMs: number;
}

/** Number of buckets. */
export function bucketCount(counts: EventCounts): number {
  return counts.total.length;
}

/** End of the last bucket, in epoch milliseconds. */
export function endMs(counts: EventCounts): number {
  return counts.startMs + counts.total.length * counts.stepMs;
}

/** Counts over [startMs, endMs) in which nothing was observed yet. */
export function unobservedCounts(startMs: number, endMs: number, stepMs: number): EventCounts {
  const length = Math.max(0, Math.round((endMs - startMs) / stepMs));
  return {
    stepMs,
    startMs,
    good: new Float64Array(length),
    total: new Float64Array(length),
    coverage: new Float64Array(length),
    settledUntilMs: startMs,
  };
}
