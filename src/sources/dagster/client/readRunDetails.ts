import { runDetailsOperation, type RunDetailsQuery } from '../graphql/operations.generated';
import type { RunDetail, StepResult } from '../model';
import { assetKeyOf } from './assetKey';
import type { Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import { msOrNull } from './instants';
import { runsOrThrow } from './runsOrThrow';

/** Every run costs Dagster a read of its event log. */
const RUNS_A_REQUEST = 20;

type Detail = Extract<RunDetailsQuery['runsOrError'], { __typename: 'Runs' }>['results'][number];

/**
 * Plan and steps of the given runs, 20 a request; runs that Dagster no longer has are left out. Rejects with a UpstreamFailure or a
 * TransportError.
 *
 * @param arrived called with each answer at once, so that what has come is not lost where a later request fails.
 */
export async function readRunDetails(
  api: GraphqlApi,
  ids: readonly string[],
  signal: AbortSignal,
  arrived: (details: readonly RunDetail[]) => void = () => undefined
): Promise<Read<RunDetail[]>> {
  const features = ids.length > 0 ? await api.features(signal) : undefined;
  // Run.assets costs two reads of events per run, so it is asked only where the plan does not say.
  const without = features?.has('ExecutionPlan.assetKeys') ? ['RunAssets'] : [];
  return inChunks(ids, RUNS_A_REQUEST, async (runIds) => {
    const variables = { filter: { runIds }, limit: RUNS_A_REQUEST };
    const { data, executed } = await api.ask(runDetailsOperation, variables, signal, without);
    const value = runsOrThrow(data.runsOrError).results.map(readDetail);
    arrived(value);
    return { value, executed: [executed] };
  });
}

function readDetail({ runId, executionPlan, assets, stepStats }: Detail): RunDetail {
  const planned = executionPlan?.assetKeys.map(assetKeyOf) ?? assets?.map(({ key }) => assetKeyOf(key)) ?? null;
  return { runId, planned, steps: stepStats.map(readStep) };
}

function readStep({ stepKey, status, attempts, materializations }: Detail['stepStats'][number]): StepResult {
  return {
    stepKey,
    status: status ?? null,
    attempts: attempts.map(({ startTime, endTime }) => ({ startMs: msOrNull(startTime), endMs: msOrNull(endTime) })),
    materializations: materializations.flatMap(({ assetKey, partition, timestamp }) =>
      assetKey ? { asset: assetKeyOf(assetKey), partition: partition ?? null, atMs: Number(timestamp) } : []
    ),
  };
}
