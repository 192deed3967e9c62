import { MINUTE_MS } from '../../budget/durations';
import { KeptFor } from '../../transport/keptFor';
import type { Read } from './client/executed';
import type { GraphqlApi } from './client/graphqlApi';
import { readAssetGraph } from './client/readAssetGraph';
import type { AssetGraph } from './model';
import type { KnownLocations } from './persistence/knownLocations';

/** Dagster is asked for the same thing at most once in this time, however often dashboards refresh. */
export const KEPT_FOR_MS = 5 * MINUTE_MS;

/** The assets that Dagster defines, read once for every objective. */
export class KnownAssets {
  private readonly graphs = new KeptFor<Read<{ loaded: AssetGraph; known: AssetGraph }>>(KEPT_FOR_MS);

  constructor(
    private readonly api: GraphqlApi,
    private readonly locations: KnownLocations
  ) {}

  /** What code locations hold that load. */
  async readLoaded(nowMs: number, signal: AbortSignal): Promise<Read<AssetGraph>> {
    const { value, executed } = await this.read(nowMs, signal);
    return { value: value.loaded, executed };
  }

  /** The same, and what the others held when they last loaded. */
  async readKnown(nowMs: number, signal: AbortSignal): Promise<Read<AssetGraph>> {
    const { value, executed } = await this.read(nowMs, signal);
    return { value: value.known, executed };
  }

  private read(nowMs: number, signal: AbortSignal): Promise<Read<{ loaded: AssetGraph; known: AssetGraph }>> {
    return this.graphs.read('graph', nowMs, signal, async (shared) => {
      const { value: loaded, executed } = await readAssetGraph(this.api, shared);
      return { value: { loaded, known: await this.locations.complete(loaded, nowMs) }, executed };
    });
  }
}
