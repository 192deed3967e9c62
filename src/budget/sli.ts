import { RELATIVE_TOLERANCE } from './tolerance';

/** Good and total events of a window. May be fractional (PromQL extrapolates, RatioTimeslices are ratios). */
export interface EventSums {
  good: number;
  total: number;
}

// Rounding of large fractional sums stays below a hundredth of an event.
const LARGEST_ROUNDING = 0.01;
// An imported binding is a getter outside a bundle, too slow for a loop over buckets.
const RELATIVE_ROUNDING = RELATIVE_TOLERANCE;

/**
 * B: bad events, total - good. A difference that is only rounding is 0; more good than total events give a negative
 * number, which `indicatorError` reports.
 */
export function badEvents(good: number, total: number): number {
  const bad = total - good;
  const rounding = RELATIVE_ROUNDING * total;
  return bad >= -rounding && bad <= Math.min(rounding, LARGEST_ROUNDING) ? 0 : bad;
}

/** e = B/N: the error ratio, as a fraction; NaN without events. */
export function errorRatioOf(good: number, total: number): number {
  return total > 0 ? badEvents(good, total) / total : NaN;
}

/** SLI = 1 - e, as a fraction; NaN without events (SRE workbook, chapter 2: good events / total events). */
export function sliOf(good: number, total: number): number {
  return 1 - errorRatioOf(good, total);
}

/**
 * Both figures, if there are more good than total events, or more bad ones (then good is negative): the indicator is wrong,
 * and nothing is clamped.
 */
export function indicatorErrorOf({ good, total }: EventSums): EventSums | undefined {
  const isNegative = good < -RELATIVE_TOLERANCE * total;
  return badEvents(good, total) < 0 || isNegative ? { good, total } : undefined;
}
