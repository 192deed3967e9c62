import { ceilTo, floorTo } from '../../budget/durations';
import { FINE_TIER_SPAN_MS, TIER_STEP_MS } from '../../budget/tiers';
import { intersect } from '../../transport/intervals';
import type { BucketRange, Segment } from '../../transport/segments';
import type { ContributorsRequest } from '../contract';

/**
 * The buckets that a figure of [fromMs, toMs) is made of, so that what was read for the figure answers for its contributors
 * too: five minutes where the tier of these reaches, else full hours and five minutes for what they do not fill.
 */
export function contributorBuckets({
  fromMs,
  toMs,
  nowMs,
}: Pick<ContributorsRequest, 'fromMs' | 'toMs' | 'nowMs'>): BucketRange[] {
  const { hour, fiveMinutes } = TIER_STEP_MS;
  const startMs = floorTo(fromMs, fiveMinutes);
  const endMs = floorTo(toMs, fiveMinutes);
  const fullFromMs = startMs >= floorTo(nowMs, hour) - FINE_TIER_SPAN_MS ? endMs : ceilTo(startMs, hour);
  const hoursFromMs = Math.min(fullFromMs, endMs);
  const hoursToMs = Math.max(hoursFromMs, floorTo(endMs, hour));
  return [
    { fromMs: startMs, toMs: hoursFromMs, stepMs: fiveMinutes },
    { fromMs: hoursFromMs, toMs: hoursToMs, stepMs: hour },
    { fromMs: hoursToMs, toMs: endMs, stepMs: fiveMinutes },
  ].filter((range) => range.fromMs < range.toMs);
}

/** Whether the bucket that starts then counts: it lies outside of what the figure leaves out. */
export function isCounted(
  atMs: number,
  { stepMs }: Pick<Segment<string>, 'stepMs'>,
  without: ContributorsRequest['without'] = []
): boolean {
  const bucket = { fromMs: atMs, toMs: atMs + stepMs };
  return without.every((stretch) => intersect(bucket, stretch) === undefined);
}
