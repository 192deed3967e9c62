import { MINUTE_MS } from '../../../budget/durations';
import { unobservedCounts, type EventCounts } from '../../../budget/eventCounts';
import type { ProcessEvent } from './processEvent';

// Dagster stores a run's end, then its announcement of a retry, each moments after the fact.
const LATE_WRITES_MS = 5 * MINUTE_MS;

export interface CountedRange {
  /** Multiple of stepMs. */
  fromMs: number;
  /** Exclusive; a multiple of stepMs. */
  toMs: number;
  stepMs: number;
  /** Since when runs are known; absent: all along. */
  observedFromMs?: number;
  /** When the runs were read. */
  nowMs: number;
}

/**
 * Good and bad events in buckets by event time, wherever their runs began. A bucket in which nothing ran was observed all
 * the same. Settled up to the first instant at which some event may still move, arrive or turn out to be known late.
 * O(events + buckets).
 */
export function toCounts(events: Iterable<ProcessEvent>, range: CountedRange): EventCounts {
  const { fromMs, toMs, stepMs, nowMs } = range;
  const counts = unobservedCounts(fromMs, toMs, stepMs);
  let movableMs = nowMs - LATE_WRITES_MS;
  for (const { outcome, atMs, settled } of events) {
    // What failed before the range can only move to the time of a rescue, which is yet to come.
    if (!settled && (outcome === 'pending' || atMs >= fromMs)) {
      movableMs = Math.min(movableMs, atMs);
    }
    if ((outcome === 'good' || outcome === 'bad') && atMs >= fromMs && atMs < toMs) {
      const bucket = Math.floor((atMs - fromMs) / stepMs);
      counts.total[bucket] += 1;
      counts.good[bucket] += outcome === 'good' ? 1 : 0;
    }
  }
  for (let bucket = 0; bucket < counts.coverage.length; bucket++) {
    counts.coverage[bucket] = observedShare(fromMs + bucket * stepMs, range);
  }
  const settledBuckets = Math.floor((Math.min(movableMs, toMs) - fromMs) / stepMs);
  return { ...counts, settledUntilMs: fromMs + Math.max(0, settledBuckets) * stepMs };
}

function observedShare(startMs: number, { stepMs, observedFromMs = -Infinity, nowMs }: CountedRange): number {
  const observedMs = Math.min(startMs + stepMs, nowMs) - Math.max(startMs, observedFromMs);
  return Math.max(0, observedMs) / stepMs;
}
