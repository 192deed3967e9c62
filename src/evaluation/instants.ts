import { ceilTo, floorTo } from '../budget/durations';
import { FINE_TIER_SPAN_MS, TIER_STEP_MS } from '../budget/tiers';
import type { Instants } from './results';

/** Which instants a chart has; small, where a list of them would not be. Epoch milliseconds. */
export interface InstantsRequest {
  fromMs: number;
  toMs: number;
  nowMs: number;
  /** `figures`: those of `instantsOf`; `buckets`: those of `bucketEnds`. */
  at: 'figures' | 'buckets';
}

export function instantsFor({ at, fromMs, toMs, nowMs }: InstantsRequest): Instants {
  return at === 'figures' ? instantsOf(fromMs, toMs, nowMs) : bucketEnds(fromMs, toMs, nowMs);
}

/**
 * The instants of a chart of figures over [fromMs, toMs]: the ends of `bucketEnds`, and last the one that a status row at `toMs` holds
 * for, so that a chart ends with the figure of the tables beside it.
 */
export function instantsOf(fromMs: number, toMs: number, nowMs: number): Instants {
  const { stepMs, timesMs } = bucketEnds(fromMs, toMs, nowMs);
  const asOfMs = floorTo(Math.min(toMs, nowMs), TIER_STEP_MS.fiveMinutes);
  const isNewer = asOfMs >= fromMs && asOfMs > (timesMs.at(-1) ?? -Infinity) && asOfMs > fineFrom(nowMs);
  return { stepMs, timesMs: isNewer ? [...timesMs, asOfMs] : timesMs };
}

/**
 * The ends of the whole buckets in [fromMs, toMs]: every five minutes where the five-minute tier holds all of it, else every
 * full hour. The bucket that has not ended yet is left out, and so is the future.
 */
export function bucketEnds(fromMs: number, toMs: number, nowMs: number): Instants {
  const stepMs = fromMs >= fineFrom(nowMs) ? TIER_STEP_MS.fiveMinutes : TIER_STEP_MS.hour;
  return every(stepMs, fromMs, Math.min(toMs, nowMs));
}

/** Where the five-minute tier begins. */
function fineFrom(nowMs: number): number {
  return floorTo(nowMs, TIER_STEP_MS.hour) - FINE_TIER_SPAN_MS;
}

/** Every full hour of [fromMs, toMs]: the instants at which breaches begin and end. */
export function fullHours(fromMs: number, toMs: number): Instants {
  return every(TIER_STEP_MS.hour, fromMs, toMs);
}

function every(stepMs: number, fromMs: number, toMs: number): Instants {
  const first = ceilTo(fromMs, stepMs);
  const count = Math.max(0, (floorTo(toMs, stepMs) - first) / stepMs + 1);
  return { stepMs, timesMs: Array.from({ length: count }, (_, i) => first + i * stepMs) };
}
