import { floorTo } from '../budget/durations';
import type { Interval } from './intervals';

/**
 * Columns of numbers over aligned buckets: bucket i covers [startMs + i·stepMs, startMs + (i+1)·stepMs), and every column
 * has one number for each bucket.
 */
export interface Segment<Column extends string, Detail extends OfBucket = OfBucket> {
  /** Width of a bucket in milliseconds. */
  stepMs: number;
  /** Start of the first bucket, in epoch milliseconds; a multiple of `stepMs`. */
  startMs: number;
  columns: Record<Column, Float64Array>;
  /** Buckets that end at or before this instant no longer change. */
  settledUntilMs: number;
  /** What a reader of these numbers must know, each note once. */
  notes: string[];
  /** What numbers cannot say of single buckets, several of one bucket included. */
  details?: readonly Detail[];
}

/** Something that belongs to one bucket of a segment. */
export interface OfBucket {
  /** Start of the bucket, in epoch milliseconds. */
  atMs: number;
}

/** A stretch of a segment, cut at bucket borders. */
export interface SegmentPart extends Interval {
  segment: Segment<string>;
}

/** End of the last settled bucket of a stretch; its start if none is settled. */
export function settledEndMs({ segment, fromMs, toMs }: SegmentPart): number {
  return Math.max(fromMs, Math.min(toMs, floorTo(segment.settledUntilMs, segment.stepMs)));
}

function detailsWithin({ segment, fromMs, toMs }: SegmentPart): OfBucket[] {
  return (segment.details ?? []).filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
}

/** One segment over `range` from parts that cover it without overlap. Everything in it is copied. */
export function assemble<Column extends string, Detail extends OfBucket>(
  parts: readonly SegmentPart[],
  columns: readonly Column[],
  range: Interval & { stepMs: number }
): Segment<Column, Detail> {
  const { fromMs, toMs, stepMs } = range;
  const ascending = [...parts].sort((a, b) => a.fromMs - b.fromMs);
  const join = (column: Column): Float64Array => {
    const joined = new Float64Array((toMs - fromMs) / stepMs);
    for (const part of ascending) {
      const firstBucket = (part.fromMs - part.segment.startMs) / stepMs;
      const endBucket = (part.toMs - part.segment.startMs) / stepMs;
      joined.set(part.segment.columns[column].subarray(firstBucket, endBucket), (part.fromMs - fromMs) / stepMs);
    }
    return joined;
  };
  const details = ascending.flatMap(detailsWithin);
  const firstUnsettled = ascending.find((part) => settledEndMs(part) < part.toMs);
  return {
    stepMs,
    startMs: fromMs,
    columns: Object.fromEntries(columns.map((column) => [column, join(column)])) as Record<Column, Float64Array>,
    settledUntilMs: firstUnsettled ? settledEndMs(firstUnsettled) : toMs,
    notes: [...new Set(ascending.flatMap(({ segment }) => segment.notes))],
    ...(details.length > 0 ? { details: details as Detail[] } : {}),
  };
}
