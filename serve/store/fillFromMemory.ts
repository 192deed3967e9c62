import { copied, firstObserved, latestSeen, seenWithin, type BucketsAnswer } from './keptBuckets';
import type { Memory } from './memory';
import { KEPT_COLUMNS, type SeriesKey, type SeriesState } from './store';

interface Filled {
  buckets: BucketsAnswer;
  /** Until when what was observed comes from the memory; undefined where nothing does. */
  fromMemoryUntilMs?: number;
}

/**
 * The answer of an upstream, with kept buckets before the first in which it saw anything. That bucket itself may be cut by the
 * retention: then the kept one, which saw more of it, takes its place.
 */
export async function fillFromMemory(
  memory: Memory,
  key: SeriesKey,
  state: SeriesState | undefined,
  own: BucketsAnswer
): Promise<Filled> {
  const { stretch } = own;
  const { fromMs, stepMs, columns } = stretch;
  const buckets = columns.coverage.length;
  const first = firstObserved(stretch);
  const edgeMs = fromMs + first * stepMs;
  const isWhole = first === 0 && columns.coverage[0] >= 1;
  if (!state || isWhole || buckets === 0 || state.keptFromMs > edgeMs || state.settledUntilMs <= fromMs) {
    return { buckets: own };
  }
  const shift = Math.max(0, (state.keptFromMs - fromMs) / stepMs);
  const kept = await memory.read(key, fromMs + shift * stepMs, fromMs + Math.min(buckets, first + 1) * stepMs);
  if (!kept) {
    return { buckets: own };
  }
  const filled = copied(stretch);
  let end = 0;
  kept.columns.coverage.forEach((share, place) => {
    const i = shift + place;
    const ownShare = columns.coverage[i];
    // The upstream may have forgotten a part of its first bucket, of which coverage need not show the last seconds.
    const isCut = share > ownShare || (end > 0 && share === ownShare);
    if (i < first ? !Number.isNaN(share) : isCut) {
      KEPT_COLUMNS[key.kind].forEach((column) => {
        filled.columns[column][i] = kept.columns[column][place];
      });
      end = share > 0 ? i + 1 : end;
    }
  });
  if (end === 0) {
    return { buckets: own };
  }
  const uncounted = (state.uncounted ?? []).filter(({ atMs }) => atMs >= fromMs && atMs < edgeMs);
  return {
    buckets: {
      ...own,
      stretch: filled,
      lastSeen: latestSeen(own.lastSeen, seenWithin(state.lastSeen, fromMs, edgeMs)),
      ...(uncounted.length > 0 ? { uncounted: [...uncounted, ...(own.uncounted ?? [])] } : {}),
    },
    fromMemoryUntilMs: Math.max(edgeMs, fromMs + end * stepMs),
  };
}
