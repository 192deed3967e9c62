import { latestMaterializationsOperation, latestWithoutDefinitionOperation } from '../graphql/operations.generated';
import type { AssetKey } from '../model';
import { assetKeyOf, pathOf } from './assetKey';
import { firstSentence } from './errorText';
import type { Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import { UpstreamFailure } from '../../upstreamFailure';

export interface LatestMaterialization {
  asset: AssetKey;
  runId: string;
  partition: string | null;
  atMs: number;
}

const ASSETS_A_REQUEST = 100;

/**
 * The last materialization of each asset that has one, runless ones included. Assets that no loaded code location defines
 * are asked for apart, because Dagster lists them elsewhere. Rejects with a UpstreamFailure or a TransportError.
 */
export async function readLatestMaterializations(
  api: GraphqlApi,
  keys: readonly AssetKey[],
  signal: AbortSignal
): Promise<Read<LatestMaterialization[]>> {
  const undefinedKeys: AssetKey[] = [];
  const defined = await inChunks(keys, ASSETS_A_REQUEST, async (chunk) => {
    const { data, executed } = await api.ask(latestMaterializationsOperation, { keys: chunk.map(pathOf) }, signal);
    const answered = new Set(data.assetNodes.map(({ assetKey }) => assetKeyOf(assetKey)));
    undefinedKeys.push(...chunk.filter((key) => !answered.has(key)));
    return {
      value: data.assetNodes.flatMap(({ assetKey, assetMaterializations }) =>
        latestOf(assetKey, assetMaterializations)
      ),
      executed: [executed],
    };
  });
  const others = await inChunks(undefinedKeys, ASSETS_A_REQUEST, async (chunk) => {
    const { data, executed } = await api.ask(latestWithoutDefinitionOperation, { keys: chunk.map(pathOf) }, signal);
    const answer = data.assetsOrError;
    if (answer.__typename === 'PythonError') {
      throw new UpstreamFailure(
        'unavailable',
        `Dagster failed to read its assets: ${firstSentence(answer.message)}`,
        'Look for this error in the log of the Dagster web server'
      );
    }
    const value = answer.nodes.flatMap(({ key, assetMaterializations }) => latestOf(key, assetMaterializations));
    return { value, executed: [executed] };
  });
  return { value: [...defined.value, ...others.value], executed: [...defined.executed, ...others.executed] };
}

function latestOf(
  key: { path: string[] },
  [latest]: Array<{ runId: string; partition?: string | null; timestamp: string }>
): LatestMaterialization[] {
  return latest
    ? [
        {
          asset: assetKeyOf(key),
          runId: latest.runId,
          partition: latest.partition ?? null,
          atMs: Number(latest.timestamp),
        },
      ]
    : [];
}
