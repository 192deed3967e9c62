import { assetChecksOperation, type AssetChecksQuery } from '../graphql/operations.generated';
import type { AssetKey } from '../model';
import { assetKeyOf, pathOf } from './assetKey';
import { firstSentence } from './errorText';
import type { Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import { msOfSeconds } from './instants';

/** Data audits of one asset. */
export interface AssetChecks {
  asset: AssetKey;
  checks: AssetCheck[];
  /** Why Dagster cannot list them, such as a pending migration; `checks` is empty then. */
  unavailable?: string;
}

export interface AssetCheck {
  name: string;
  /** A failure keeps downstream assets from being materialized. */
  blocking: boolean;
  /** Null: not executed since the asset was last materialized, or never. */
  latest: CheckExecution | null;
}

export interface CheckExecution {
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'EXECUTION_FAILED' | 'SKIPPED';
  runId: string;
  /** Only of a check that came to a result; its severity is that of this result. */
  evaluation: { passed: boolean; severity: 'ERROR' | 'WARN'; atMs: number } | null;
}

type Checks = AssetChecksQuery['assetNodes'][number]['assetChecksOrError'];
type Check = Extract<Checks, { __typename: 'AssetChecks' }>['checks'][number];

const ASSETS_A_REQUEST = 50;

/** The checks of each asset with their last result. Rejects with a UpstreamFailure or a TransportError. */
export function readAssetChecks(
  api: GraphqlApi,
  keys: readonly AssetKey[],
  signal: AbortSignal
): Promise<Read<AssetChecks[]>> {
  return inChunks(keys, ASSETS_A_REQUEST, async (chunk) => {
    const { data, executed } = await api.ask(assetChecksOperation, { keys: chunk.map(pathOf) }, signal);
    const value = data.assetNodes.map(({ assetKey, assetChecksOrError }) => ({
      asset: assetKeyOf(assetKey),
      ...readChecks(assetChecksOrError),
    }));
    return { value, executed: [executed] };
  });
}

function readChecks(answer: Checks): Omit<AssetChecks, 'asset'> {
  return answer.__typename === 'AssetChecks'
    ? { checks: answer.checks.map(readCheck) }
    : { checks: [], unavailable: firstSentence(answer.message) };
}

function readCheck({ name, blocking, executionForLatestMaterialization: execution }: Check): AssetCheck {
  if (!execution) {
    return { name, blocking, latest: null };
  }
  const { status, runId, evaluation } = execution;
  return {
    name,
    blocking,
    latest: {
      status,
      runId,
      // The evaluation's own time: the execution's is when its row was written.
      evaluation: evaluation
        ? { passed: evaluation.success, severity: evaluation.severity, atMs: msOfSeconds(evaluation.timestamp) }
        : null,
    },
  };
}
