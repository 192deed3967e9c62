import type { EventCounts } from './eventCounts';
import type { ExcludedTime } from './exclusions';
import { prefixSums, type PrefixSums } from './prefixSums';
import { TIER_STEP_MS } from './tiers';
import { ceilTo, floorTo } from './durations';

/** Everything known about one objective's events: both tiers, ready to be summed over any window. */
export interface Timeline {
  readonly hour: PrefixSums;
  readonly fiveMinutes?: PrefixSums;
  /** The same events with nothing excluded; absent where there are no exclusions. */
  readonly withoutExclusions?: Timeline;
  /** Median time between two samples; absent where the source does not know it. */
  readonly sampleIntervalMs?: number;
}

export interface TimelineInput {
  hour: EventCounts;
  fiveMinutes?: EventCounts;
  /** Planned maintenance; see `excludedBuckets`. */
  exclusions?: readonly ExcludedTime[];
  sampleIntervalMs?: number;
}

/** Sums of one window. Times in milliseconds, instants since the epoch. */
export interface WindowSums {
  /** Start of the first bucket that counts. */
  fromMs: number;
  /** End of the last bucket that counts. */
  toMs: number;
  good: number;
  total: number;
  observedMs: number;
  excludedMs: number;
  /** Width of the buckets in which the window begins: its resolution. */
  bucketMs: number;
}

const HOUR = TIER_STEP_MS.hour;
const FIVE_MINUTES = TIER_STEP_MS.fiveMinutes;

/**
 * Joins the tiers of one objective.
 *
 * @throws RangeError if a tier has another bucket width than its own.
 */
export function createTimeline({ hour, fiveMinutes, exclusions = [], sampleIntervalMs }: TimelineInput): Timeline {
  requireStep(hour, HOUR);
  if (fiveMinutes) {
    requireStep(fiveMinutes, FIVE_MINUTES);
  }
  const tiers = (excluded: readonly ExcludedTime[]): Timeline => ({
    hour: prefixSums(hour, excluded),
    fiveMinutes: fiveMinutes && prefixSums(fiveMinutes, excluded),
    sampleIntervalMs,
  });
  return exclusions.length === 0 ? tiers([]) : { ...tiers(exclusions), withoutExclusions: tiers([]) };
}

/**
 * The newest instant, not after `atMs`, for which the timeline has an answer: a multiple of five minutes where the
 * five-minute tier holds the time since the last whole hour, else the full hour. Evaluate there and call it `asOf`.
 */
export function resolvedInstant(timeline: Timeline, atMs: number): number {
  const { hour, fiveMinutes } = timeline;
  const fullHour = floorTo(atMs, HOUR);
  if (!fiveMinutes || fiveMinutes.startMs > Math.min(fullHour, hour.endMs)) {
    return fullHour;
  }
  return Math.max(fullHour, Math.min(floorTo(atMs, FIVE_MINUTES), fiveMinutes.endMs));
}

/**
 * Sums over (fromMs, toMs], O(1), where `toMs` is a `resolvedInstant`.
 *
 * Where the five-minute tier holds all of it, that tier answers alone, exact to five minutes. Otherwise the whole hours
 * that start at or after `fromMs` count, and five-minute buckets for what remains after the last of them: nothing older
 * than the window ever counts, and the answer does not depend on what else is displayed. Time for which there is no
 * bucket is unobserved.
 */
export function sumsOver(timeline: Timeline, fromMs: number, toMs: number): WindowSums {
  const { hour, fiveMinutes } = timeline;
  if (fiveMinutes && holds(fiveMinutes, fromMs, toMs)) {
    return sumsOfBuckets(fiveMinutes, ceilTo(fromMs, FIVE_MINUTES), toMs);
  }
  const hoursEndMs = Math.min(floorTo(toMs, HOUR), hour.endMs);
  const hours = sumsOfBuckets(hour, ceilTo(fromMs, HOUR), floorTo(toMs, HOUR));
  if (!fiveMinutes || !holds(fiveMinutes, hoursEndMs, toMs)) {
    return hours;
  }
  const rest = sumsOfBuckets(fiveMinutes, Math.max(hoursEndMs, hours.fromMs), toMs);
  return {
    fromMs: hours.fromMs,
    toMs: rest.toMs,
    good: hours.good + rest.good,
    total: hours.total + rest.total,
    observedMs: hours.observedMs + rest.observedMs,
    excludedMs: hours.excludedMs + rest.excludedMs,
    bucketMs: HOUR,
  };
}

/** Buckets of one width over [fromMs, toMs). */
export interface BucketRange {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/** The buckets that the sums of a window are made of: those of its resolution, and finer ones after the last whole hour. */
export function bucketsOf({ fromMs, toMs, bucketMs }: Pick<WindowSums, 'fromMs' | 'toMs' | 'bucketMs'>): BucketRange[] {
  const coarseToMs = bucketMs === FIVE_MINUTES ? fromMs : Math.max(fromMs, floorTo(toMs, bucketMs));
  return [
    { fromMs, toMs: coarseToMs, stepMs: bucketMs },
    { fromMs: coarseToMs, toMs, stepMs: FIVE_MINUTES },
  ].filter((buckets) => buckets.fromMs < buckets.toMs);
}

function requireStep(counts: EventCounts, stepMs: number): void {
  if (counts.stepMs !== stepMs) {
    throw new RangeError(`buckets of this tier must be ${stepMs} ms wide, found ${counts.stepMs} ms`);
  }
}

function holds(tier: PrefixSums, fromMs: number, toMs: number): boolean {
  return tier.startMs <= fromMs && toMs <= tier.endMs;
}

function sumsOfBuckets(tier: PrefixSums, fromMs: number, toMs: number): WindowSums {
  const { stepMs } = tier;
  const end = Math.max(fromMs, toMs);
  const first = positionOf(tier, fromMs);
  const last = positionOf(tier, end);
  return {
    fromMs,
    toMs: end,
    good: tier.good[last] - tier.good[first],
    total: tier.total[last] - tier.total[first],
    observedMs: (tier.coverage[last] - tier.coverage[first]) * stepMs,
    excludedMs: (last - first - (tier.countable[last] - tier.countable[first])) * stepMs,
    bucketMs: stepMs,
  };
}

function positionOf(tier: PrefixSums, atMs: number): number {
  return Math.min(tier.buckets, Math.max(0, (atMs - tier.startMs) / tier.stepMs));
}
