import type { PrefixSums } from './prefixSums';
import type { Timeline } from './timeline';

/** Prometheus extrapolates counts, so that nothing may come as a trace of something. */
const TRACE = 1e-6;

/**
 * Bad events since the last good one, newest first: at least so many. Where one bucket holds both, their order is unknown,
 * and the good one counts as the last: no run of failures is claimed that may not have been one.
 *
 * @param atMs Events after this instant do not count.
 */
export function consecutiveBad({ hour, fiveMinutes }: Timeline, atMs = Infinity): number {
  if (!fiveMinutes || fiveMinutes.startMs >= atMs) {
    return trailingBad(hour, bucketsUntil(hour, atMs)).bad;
  }
  const recent = trailingBad(fiveMinutes, bucketsUntil(fiveMinutes, atMs));
  if (recent.ended) {
    return recent.bad;
  }
  return recent.bad + trailingBad(hour, bucketsUntil(hour, fiveMinutes.startMs)).bad;
}

/** How many buckets of a tier end by an instant. */
function bucketsUntil({ startMs, stepMs, buckets }: PrefixSums, atMs: number): number {
  return Math.max(0, Math.min(buckets, Math.floor((atMs - startMs) / stepMs)));
}

/** Bad events of the buckets before `end`, back to the first that holds a good one. */
function trailingBad({ good, total }: PrefixSums, end: number): { bad: number; ended: boolean } {
  for (let i = end; i > 0; i--) {
    if (good[i] - good[i - 1] > TRACE) {
      return { bad: badBetween(i, end), ended: true };
    }
  }
  return { bad: badBetween(0, end), ended: false };

  function badBetween(from: number, to: number): number {
    return Math.max(0, total[to] - total[from] - (good[to] - good[from]));
  }
}
