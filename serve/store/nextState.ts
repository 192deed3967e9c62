import type { CountsRequest } from '../../src/sources/contract';
import { endOfObserved, firstObserved, latestSeen, type BucketsAnswer } from './keptBuckets';
import { cut, lengthOf, type SeriesState, type Stretch } from './store';

/**
 * The part of an answer that is kept: settled buckets to the last in which the upstream saw anything, since a clock that runs ahead
 * would invent what comes after it; of a whole range from the first such one on, since what is before it may be forgotten.
 *
 * @param own what the upstream answered
 * @param shown the same buckets as they are passed on
 */
export function settledPart(own: BucketsAnswer, shown: Stretch, isWhole: boolean): Stretch | undefined {
  const { stepMs, fromMs } = shown;
  const first = isWhole ? firstObserved(own.stretch) : 0;
  const settled = Math.floor((own.answer.counts.settledUntilMs - fromMs) / stepMs);
  const end = Math.min(settled, endOfObserved(own.stretch));
  return end > first ? cut(shown, fromMs + first * stepMs, fromMs + end * stepMs) : undefined;
}

interface Kept {
  settled: Stretch;
  own: BucketsAnswer;
  /** The whole range of the request was asked for, not only what is new. */
  isWhole: boolean;
}

/** What is known of a series after its settled buckets were kept. */
export function nextState(
  state: SeriesState | undefined,
  { fromMs, nowMs }: CountsRequest,
  { settled, own, isWhole }: Kept
): SeriesState {
  const settledUntilMs = settled.fromMs + lengthOf(settled) * settled.stepMs;
  const uncounted = [
    ...(state?.uncounted ?? []).filter(({ atMs }) => atMs < settled.fromMs),
    ...(own.uncounted ?? []).filter(({ atMs }) => atMs >= settled.fromMs && atMs < settledUntilMs),
  ];
  return {
    askedFromMs: isWhole ? Math.min(state?.askedFromMs ?? fromMs, fromMs) : (state?.askedFromMs ?? fromMs),
    longestMs: Math.max(state?.longestMs ?? 0, nowMs - fromMs),
    reachMs: isWhole ? reachOf(state, fromMs, settled.fromMs) : (state?.reachMs ?? null),
    keptFromMs: Math.min(state?.keptFromMs ?? settled.fromMs, settled.fromMs),
    settledUntilMs: Math.max(state?.settledUntilMs ?? settledUntilMs, settledUntilMs),
    lastSeen: latestSeen(state?.lastSeen, own.lastSeen),
    sampleIntervalMs: own.sampleIntervalMs ?? state?.sampleIntervalMs,
    ...(uncounted.length > 0 ? { uncounted } : {}),
  };
}

/** A read that begins inside the reach does not show where that begins. */
function reachOf(state: SeriesState | undefined, fromMs: number, firstMs: number): number {
  return firstMs > fromMs ? firstMs : Math.min(state?.reachMs ?? fromMs, fromMs);
}
