import { latestPartitionRunsOperation, type LatestPartitionRunsQueryVariables } from '../graphql/operations.generated';
import type { AssetKey } from '../model';
import { assetKeyOf, pathOf } from './assetKey';
import type { Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import { readRunDetails } from './readRunDetails';

/** Partitions of one asset that were never materialized. */
export interface NeverMaterialized {
  asset: AssetKey;
  keys: readonly string[];
}

/** As many as the operation has places for. */
const KEYS_A_REQUEST = 20;
/** Dagster looks each partition of each asset up by itself. */
const ASSETS_A_REQUEST = 50;

/**
 * Of each asset the partitions whose latest run succeeded without making anything for them: there was nothing to make, so nothing is
 * missing. A partition that was materialized and wiped since is not one of them. Rejects with a UpstreamFailure or a
 * TransportError.
 */
export async function readWithoutOutput(
  api: GraphqlApi,
  assets: readonly NeverMaterialized[],
  signal: AbortSignal
): Promise<Read<Map<AssetKey, Set<string>>>> {
  const keys = [...new Set(assets.flatMap((each) => each.keys))];
  const latest = await inChunks(keys, KEYS_A_REQUEST, (chunk) =>
    inChunks(
      assets.filter((each) => each.keys.some((key) => chunk.includes(key))),
      ASSETS_A_REQUEST,
      (some) => readLatestRuns(api, some, chunk, signal)
    )
  );
  const succeeded = latest.value.filter(({ status }) => status === 'SUCCESS');
  const details = await readRunDetails(api, [...new Set(succeeded.map(({ runId }) => runId))], signal);
  const made = new Set(
    details.value.flatMap(({ runId, steps }) =>
      steps.flatMap(({ materializations }) =>
        materializations.map(({ asset, partition }) => idOf({ runId, asset, key: partition ?? '' }))
      )
    )
  );
  const read = new Set(details.value.map(({ runId }) => runId));
  const without = new Map(assets.map(({ asset }) => [asset, new Set<string>()]));
  for (const run of succeeded.filter(({ runId }) => read.has(runId))) {
    if (!made.has(idOf(run)) && !made.has(idOf({ ...run, key: '' }))) {
      without.get(run.asset)?.add(run.key);
    }
  }
  return { value: without, executed: [...latest.executed, ...details.executed] };
}

async function readLatestRuns(api: GraphqlApi, assets: NeverMaterialized[], keys: string[], signal: AbortSignal) {
  const places = placesOf(keys);
  const variables = { keys: assets.map(({ asset }) => pathOf(asset)), ...places };
  const { data, executed } = await api.ask(latestPartitionRunsOperation, variables, signal);
  const asked = new Map(assets.map((each) => [each.asset, new Set(each.keys)]));
  const value = data.assetNodes.flatMap(({ assetKey, ...runs }) => {
    const asset = assetKeyOf(assetKey);
    const byPlace = new Map(Object.entries(runs));
    return keys.flatMap((key, place) => {
      const run = byPlace.get(`p${place}`);
      return run && asked.get(asset)?.has(key) ? { asset, key, ...run } : [];
    });
  });
  return { value, executed: [executed] };
}

/** Places that are left over repeat the last key. */
function placesOf(keys: readonly string[]): Omit<LatestPartitionRunsQueryVariables, 'keys'> {
  const at = (place: number) => keys[Math.min(place, keys.length - 1)];
  return {
    p0: at(0),
    p1: at(1),
    p2: at(2),
    p3: at(3),
    p4: at(4),
    p5: at(5),
    p6: at(6),
    p7: at(7),
    p8: at(8),
    p9: at(9),
    p10: at(10),
    p11: at(11),
    p12: at(12),
    p13: at(13),
    p14: at(14),
    p15: at(15),
    p16: at(16),
    p17: at(17),
    p18: at(18),
    p19: at(19),
  };
}

function idOf({ runId, asset, key }: { runId: string; asset: AssetKey; key: string }): string {
  return `${runId} ${asset} ${key}`;
}
