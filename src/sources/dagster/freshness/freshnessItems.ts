import type { Items } from '../../contract';
import type { FreshnessVerdict } from './judgeFreshness';

/**
 * The point-in-time objective over the assets judged: fresh ones of all of them. Out of compliance since the earliest that
 * an asset now stale turned so; what was never materialized comes first and has no such instant.
 */
export function freshnessItems(verdicts: readonly FreshnessVerdict[], nowMs: number): Items {
  const stale = verdicts.filter(({ fresh }) => !fresh).sort(longestFirst);
  const outSinceMs = stale.find(({ staleSinceMs }) => staleSinceMs !== null)?.staleSinceMs;
  return {
    asOfMs: nowMs,
    good: verdicts.length - stale.length,
    total: verdicts.length,
    ...(typeof outSinceMs === 'number' ? { outSinceMs } : {}),
    bad: stale.map(({ asset }) => asset),
  };
}

function longestFirst(a: FreshnessVerdict, b: FreshnessVerdict): number {
  return (a.staleSinceMs ?? 0) - (b.staleSinceMs ?? 0) || (a.asset < b.asset ? -1 : 1);
}
