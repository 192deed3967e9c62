import { stepFailuresOperation, type StepFailuresQuery } from '../graphql/operations.generated';
import type { RunFailures } from '../model';
import { assetKeyOf } from './assetKey';
import { firstSentence } from './errorText';
import type { ExecutedOperation, Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import { runsOrThrow } from './runsOrThrow';

type Run = Extract<StepFailuresQuery['runsOrError'], { __typename: 'Runs' }>['results'][number];
type LoggedEvent = Run['eventConnection']['events'][number];

/** Every run costs Dagster a read of its event log. */
const RUNS_A_REQUEST = 20;
/** Dagster answers no more at a time. */
const EVENTS_A_PAGE = 1000;
/** With the first page: enough for a run of 500 steps that log ten events each. */
const MORE_PAGES = 4;
/** Of all runs together: what lies deeper is not worth the wait. */
const MORE_REQUESTS = 10;
const MESSAGE_LENGTH = 200;

/**
 * Why the steps of the given runs failed, in Dagster's words. Its event log can only be read from the beginning, so a
 * request reads the first thousand events of 20 runs; the few runs that are longer are followed a little. Runs that
 * Dagster no longer has are left out. Rejects with a DagsterFailure or a TransportError.
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
      value.push(failuresIn(runId, events));
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

/** The last failure of each step; of a step whose check failed, the check. */
function failuresIn(runId: string, events: readonly LoggedEvent[]): RunFailures {
  const bySteps = new Map<string, string>();
  const failedChecks = new Map<string, string[]>();
  let ofRun: string | null = null;
  for (const event of events) {
    if ('evaluation' in event) {
      const { success, severity, checkName, assetKey } = event.evaluation;
      if (!success && severity === 'ERROR' && event.stepKey) {
        const check = `${checkName} of ${assetKeyOf(assetKey)}`;
        failedChecks.set(event.stepKey, [...(failedChecks.get(event.stepKey) ?? []), check]);
      }
    } else if ('stepKey' in event && event.stepKey) {
      const said = inWords(event.error);
      const checks = failedChecks.get(event.stepKey) ?? [];
      const message = checks.length > 0 && saysOnlyThatACheckFailed(said) ? checksInWords(checks) : said;
      if (message) {
        bySteps.set(event.stepKey, message);
      }
    } else if ('error' in event) {
      ofRun = inWords(event.error) || ofRun;
    }
  }
  return { runId, bySteps, ofRun };
}

/** The innermost cause is what somebody must mend; the errors around it say little more than that the step failed. */
function inWords(error: { message: string; causes: Array<{ message: string }> } | null | undefined): string {
  const { message } = error?.causes[error.causes.length - 1] ?? error ?? { message: '' };
  return firstSentence(message, MESSAGE_LENGTH);
}

function saysOnlyThatACheckFailed(said: string): boolean {
  return said === '' || said.startsWith('DagsterAssetCheckFailedError');
}

function checksInWords(checks: readonly string[]): string {
  const [first, ...others] = checks;
  return `Check ${first} failed${others.length > 0 ? `, and ${others.length} more` : ''}`;
}
