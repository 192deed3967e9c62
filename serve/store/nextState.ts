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
  const end = Math.min(settled, endOfWhole(own.stretch));
  return end > first ? cut(shown, fromMs + first * stepMs, fromMs + end * stepMs) : undefined;
}

/** The last observed bucket may have been cut by such a clock too. */
function endOfWhole(stretch: Stretch): number {
  const end = endOfObserved(stretch);
  return end > 0 && stretch.columns.coverage[end - 1] < 1 ? end - 1 : end;
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
  const known = state ?? begun(fromMs, settled);
  const settledUntilMs = settled.fromMs + lengthOf(settled) * settled.stepMs;
  const uncounted = [
    ...(known.uncounted ?? []).filter(({ atMs }) => atMs < settled.fromMs),
    ...(own.uncounted ?? []).filter(({ atMs }) => atMs >= settled.fromMs && atMs < settledUntilMs),
  ];
  return {
    askedFromMs: isWhole ? Math.min(known.askedFromMs, fromMs) : known.askedFromMs,
    longestMs: Math.max(known.longestMs, nowMs - fromMs),
    reachMs: isWhole ? reachOf(known, fromMs, settled.fromMs) : known.reachMs,
    keptFromMs: Math.min(known.keptFromMs, settled.fromMs),
    settledUntilMs: Math.max(known.settledUntilMs, settledUntilMs),
    lastSeen: latestSeen(known.lastSeen, own.lastSeen),
    sampleIntervalMs: own.sampleIntervalMs ?? known.sampleIntervalMs,
    ...(uncounted.length > 0 ? { uncounted } : {}),
  };
}

function begun(askedFromMs: number, { fromMs: keptFromMs }: Stretch): SeriesState {
  return { askedFromMs, longestMs: 0, reachMs: null, keptFromMs, settledUntilMs: keptFromMs };
}

/** A read that begins inside the reach does not show where that begins. */
function reachOf(known: SeriesState, fromMs: number, firstMs: number): number {
  return firstMs > fromMs ? firstMs : Math.min(known.reachMs ?? fromMs, fromMs);
}
