import { stepFailuresOperation, type StepFailuresQuery } from '../graphql/operations.generated';
import type { RunFailures } from '../model';
import type { ExecutedOperation, Read } from './executed';
import { failuresInLog } from './failuresInLog';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import { runsOrThrow } from './runsOrThrow';

type Run = Extract<StepFailuresQuery['runsOrError'], { __typename: 'Runs' }>['results'][number];

/** Every run costs Dagster a read of its event log. */
const RUNS_A_REQUEST = 20;
/** Dagster answers no more at a time. */
const EVENTS_A_PAGE = 1000;
/** With the first page: enough for a run of 500 steps that log ten events each. */
const MORE_PAGES = 4;
/** Of all runs together: what lies deeper is not worth the wait. */
const MORE_REQUESTS = 10;

/**
 * Why the given runs and their steps failed or were cancelled, in Dagster's words. Its event log can only be read from the beginning, so a
 * request reads the first thousand events of 20 runs; the few runs that are longer are followed a little. Runs that
 * Dagster no longer has are left out. Rejects with a UpstreamFailure or a TransportError.
 */
export function readStepFailures(
  api: GraphqlApi,
  ids: readonly string[],
  signal: AbortSignal
): Promise<Read<RunFailures[]>> {
  let left = MORE_REQUESTS;
  return inChunks(ids, RUNS_A_REQUEST, async (runIds) => {
    const first = await readPage(api, runIds, undefined, signal);
    const { executed } = first;
    const value: RunFailures[] = [];
    for (const run of first.value) {
      const { runId, eventConnection } = run;
      const events = [...eventConnection.events];
      let { cursor, hasMore } = eventConnection;
      for (let page = 0; hasMore && page < MORE_PAGES && left > 0; page++) {
        left -= 1;
        const next = await readPage(api, [runId], cursor, signal);
        executed.push(...next.executed);
        const connection = next.value[0]?.eventConnection;
        events.push(...(connection?.events ?? []));
        cursor = connection?.cursor ?? cursor;
        hasMore = connection?.hasMore ?? false;
      }
      value.push(failuresInLog(runId, events));
    }
    return { value, executed };
  });
}

async function readPage(
  api: GraphqlApi,
  runIds: string[],
  cursor: string | undefined,
  signal: AbortSignal
): Promise<{ value: Run[]; executed: ExecutedOperation[] }> {
  const variables = { filter: { runIds }, limit: RUNS_A_REQUEST, cursor, events: EVENTS_A_PAGE };
  const { data, executed } = await api.ask(stepFailuresOperation, variables, signal);
  return { value: runsOrThrow(data.runsOrError).results, executed: [executed] };
}
