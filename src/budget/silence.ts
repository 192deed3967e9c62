import { MINUTE_MS } from './durations';
import type { PrefixSums } from './prefixSums';
import type { Timeline } from './timeline';
import { reaches } from './tolerance';

/** Samples are late by a scrape or an ingestion; only from here on have they stopped. */
const LATE_MS = 5 * MINUTE_MS;
/** So many intervals without a sample are no jitter. */
const LATE_INTERVALS = 3;

/**
 * The instant since which nothing was observed, if that is more than max(5 min, 3 × the sample interval) before `nowMs`;
 * undefined while samples arrive, and where none ever did. Planned maintenance counts as observed: whatever is missing in it
 * is announced. Epoch milliseconds.
 *
 * @param asOfMs A `resolvedInstant`; what came after it is not looked at.
 */
export function silentSinceMs(timeline: Timeline, asOfMs: number, nowMs: number): number | undefined {
  const { hour, fiveMinutes, sampleIntervalMs } = timeline;
  const tiers = [fiveMinutes, hour].filter((tier) => tier !== undefined);
  const lastMs = tiers.map((tier) => lastObservedMs(tier, asOfMs)).find((ms) => ms !== undefined);
  if (lastMs === undefined) {
    return undefined;
  }
  const intervalMs = sampleIntervalMs ?? (fiveMinutes ? usualGapMs(fiveMinutes) : 0);
  return nowMs - lastMs > Math.max(LATE_MS, LATE_INTERVALS * intervalMs) ? lastMs : undefined;
}

/**
 * In a bucket that was observed in part, samples are taken to have stopped after that part; after another such bucket,
 * or an unobserved one, they are taken to have returned in it and to go on.
 */
function lastObservedMs({ startMs, stepMs, buckets, coverage, countable }: PrefixSums, untilMs: number) {
  const end = Math.min(buckets, Math.floor((untilMs - startMs) / stepMs));
  for (let i = end; i > 0; i--) {
    const isExcluded = countable[i] === countable[i - 1];
    const share = coverage[i] - coverage[i - 1];
    if (isExcluded || share > 0) {
      const hasReturned = i > 1 && !reaches(coverage[i - 1] - coverage[i - 2], 1);
      return startMs + (i - 1) * stepMs + (isExcluded || hasReturned ? 1 : Math.min(1, share)) * stepMs;
    }
  }
  return undefined;
}

/** Samples that are further apart than a bucket is wide leave buckets empty: the median time between those that have some. */
function usualGapMs({ stepMs, buckets, coverage }: PrefixSums): number {
  const gaps: number[] = [];
  let last: number | undefined;
  for (let i = 1; i <= buckets; i++) {
    if (coverage[i] > coverage[i - 1]) {
      if (last !== undefined) {
        gaps.push(i - last);
      }
      last = i;
    }
  }
  const median = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 1;
  return median > 1 ? median * stepMs : 0;
}
