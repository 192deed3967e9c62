import { HOUR_MS, MINUTE_MS } from './durations';
import { bucketCount, type EventCounts } from './eventCounts';
import type { ExcludedTime } from './exclusions';

/** The obvious implementation: look at every bucket, for every window. Tests and benchmarks compare with it. */
export interface NaiveSums {
  good: number;
  total: number;
  observedMs: number;
  excludedMs: number;
}

export function naiveSumsOfBuckets(
  counts: EventCounts,
  fromMs: number,
  toMs: number,
  exclusions: readonly ExcludedTime[] = []
): NaiveSums {
  const sums = { good: 0, total: 0, observedMs: 0, excludedMs: 0 };
  for (let i = 0; i < bucketCount(counts); i++) {
    const startMs = counts.startMs + i * counts.stepMs;
    const endMs = startMs + counts.stepMs;
    if (startMs < fromMs || endMs > toMs) {
      continue;
    }
    if (exclusions.some((time) => time.fromMs < time.toMs && time.fromMs < endMs && time.toMs > startMs)) {
      sums.excludedMs += counts.stepMs;
      continue;
    }
    sums.good += counts.good[i];
    sums.total += counts.total[i];
    sums.observedMs += counts.coverage[i] * counts.stepMs;
  }
  return sums;
}

/** Whole hours, then five-minute buckets; or five-minute buckets alone where they reach back far enough. */
export function naiveSums(
  hour: EventCounts,
  fiveMinutes: EventCounts,
  fromMs: number,
  toMs: number,
  exclusions: readonly ExcludedTime[] = []
): NaiveSums {
  if (fiveMinutes.startMs <= fromMs) {
    return naiveSumsOfBuckets(fiveMinutes, fromMs, toMs, exclusions);
  }
  const hours = naiveSumsOfBuckets(hour, fromMs, toMs, exclusions);
  const fullHourMs = toMs - (toMs % HOUR_MS);
  const rest = naiveSumsOfBuckets(fiveMinutes, Math.max(fromMs, fullHourMs), toMs, exclusions);
  return {
    good: hours.good + rest.good,
    total: hours.total + rest.total,
    observedMs: hours.observedMs + rest.observedMs,
    excludedMs: hours.excludedMs + rest.excludedMs,
  };
}

/** SLI of the `windowBuckets` that end with each bucket, each summed anew: O(buckets × window). NaN means null. */
export function naiveRollingSli(counts: EventCounts, windowBuckets: number): number[] {
  return Array.from(counts.total, (_, last) => {
    let good = 0;
    let total = 0;
    let observed = 0;
    for (let i = Math.max(0, last - windowBuckets + 1); i <= last; i++) {
      good += counts.good[i];
      total += counts.total[i];
      observed += counts.coverage[i];
    }
    return windowBuckets >= 6 && observed >= 0.1 * windowBuckets && total > 0 ? 1 - (total - good) / total : NaN;
  });
}

/** Truth at five minutes, and the hours that it adds up to. The truth begins on a full hour. */
export function hoursOf(truth: EventCounts): EventCounts {
  const perHour = HOUR_MS / (5 * MINUTE_MS);
  const hours = Math.floor(bucketCount(truth) / perHour);
  const sum = (values: Float64Array) =>
    Float64Array.from({ length: hours }, (_, hour) =>
      values.subarray(hour * perHour, (hour + 1) * perHour).reduce((a, b) => a + b, 0)
    );
  return {
    stepMs: HOUR_MS,
    startMs: truth.startMs,
    good: sum(truth.good),
    total: sum(truth.total),
    coverage: sum(truth.coverage).map((buckets) => buckets / perHour),
    settledUntilMs: truth.settledUntilMs,
  };
}

/** The last `buckets` buckets. */
export function newest(counts: EventCounts, buckets: number): EventCounts {
  const first = Math.max(0, bucketCount(counts) - buckets);
  return {
    ...counts,
    startMs: counts.startMs + first * counts.stepMs,
    good: counts.good.slice(first),
    total: counts.total.slice(first),
    coverage: counts.coverage.slice(first),
  };
}
