import { latestMaterializationsOperation } from '../graphql/operations.generated';
import type { AssetKey } from '../model';
import { assetKeyOf, pathOf } from './assetKey';
import type { Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';

export interface LatestMaterialization {
  asset: AssetKey;
  runId: string;
  partition: string | null;
  atMs: number;
}

const ASSETS_A_REQUEST = 100;

/**
 * The last materialization of each asset that has one, runless ones included. Rejects with a DagsterFailure or a TransportError.
 */
export function readLatestMaterializations(
  api: GraphqlApi,
  keys: readonly AssetKey[],
  signal: AbortSignal
): Promise<Read<LatestMaterialization[]>> {
  return inChunks(keys, ASSETS_A_REQUEST, async (chunk) => {
    const { data, executed } = await api.ask(latestMaterializationsOperation, { keys: chunk.map(pathOf) }, signal);
    const value = data.assetNodes.flatMap(({ assetKey, assetMaterializations: [latest] }) =>
      latest
        ? {
            asset: assetKeyOf(assetKey),
            runId: latest.runId,
            partition: latest.partition ?? null,
            atMs: Number(latest.timestamp),
          }
        : []
    );
    return { value, executed: [executed] };
  });
}
