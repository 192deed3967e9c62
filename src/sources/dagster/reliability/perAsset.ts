import type { AssetKey } from '../model';
import type { ProcessEvent } from './processEvent';

/** What the processes that compute an asset came to. Never summed over assets: one process may compute hundreds. */
export interface AssetReliability {
  good: number;
  bad: number;
  upstreamFailed: number;
  lastFailure?: { atMs: number; process: string; runId: string };
}

/** Attributes the events of [fromMs, toMs) to each of their assets in scope. */
export function perAsset(
  events: Iterable<ProcessEvent>,
  { fromMs, toMs }: { fromMs: number; toMs: number }
): Map<AssetKey, AssetReliability> {
  const figures = new Map<AssetKey, AssetReliability>();
  for (const event of events) {
    const { outcome, atMs } = event;
    if (outcome === 'pending' || outcome === 'cancelled' || atMs < fromMs || atMs >= toMs) {
      continue;
    }
    for (const asset of event.assets) {
      const figure: AssetReliability = figures.get(asset) ?? { good: 0, bad: 0, upstreamFailed: 0 };
      figures.set(asset, figure);
      figure[outcome] += 1;
      if (outcome === 'bad' && atMs >= (figure.lastFailure?.atMs ?? -Infinity)) {
        figure.lastFailure = { atMs, process: event.process, runId: event.runIds[event.runIds.length - 1] };
      }
    }
  }
  return figures;
}
