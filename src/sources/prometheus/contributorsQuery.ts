import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { rangeText, termsQuery, type Edges } from './bucketQuery';

/** What a figure is counted in. */
export interface CountedBuckets {
  bucketMs: number;
  edges: Edges;
}

/**
 * PromQL of the terms of every value of a label over a window of whole buckets that ends at the instant asked: the sums of
 * what each bucket counts, so that they add up to the figure whatever a bucket loses or gains. One point per value and term,
 * however long the window is.
 */
export function contributorsQuery(
  measure: Measure<PrometheusSpec>,
  label: string,
  windowMs: number,
  { bucketMs, edges }: CountedBuckets
): string {
  // A bucket whose sum is NaN counts for nothing; it would make the sum of all NaN.
  const counted = `(\n${termsQuery(measure, bucketMs, edges, label)}\n) >= -Inf`;
  return `sum_over_time((${counted})[${rangeText(windowMs)}:${bucketMs}ms])`;
}
