import { madeByRunsOperation } from '../graphql/operations.generated';
import type { AssetKey } from '../model';
import { assetKeyOf, pathOf } from './assetKey';
import { firstSentence } from './errorText';
import type { ExecutedOperation, Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import { UpstreamFailure } from '../../upstreamFailure';

/** A run that may have materialized an asset between its creation and its end. */
export interface MaterializingRun {
  runId: string;
  asset: AssetKey;
  fromMs: number;
  toMs: number;
}

/** Dagster reads one list of events for each asset. */
const ASSETS_A_REQUEST = 100;
/** About half a second of Dagster's time. */
const EVENTS_A_REQUEST = 5_000;
/** What Dagster hands out at a time. */
const EVENTS_AN_ASSET = 1_000;
/** A run over many partitions may have written thousands of events; what is not found on so many pages counts as not there. */
const PAGES = 4;
/** The machines that run Dagster may differ in their clocks. */
const SLACK_MS = 60_000;

/** Runs that are looked for among the events of one asset. */
interface Wanted {
  asset: AssetKey;
  runs: MaterializingRun[];
  /** Events from then on have been read. */
  beforeMs: number;
}

/**
 * Those of the runs that did materialize their asset, as the asset's own events say: one list of events for each asset, many
 * assets a request. Rejects with a UpstreamFailure or a TransportError.
 */
export async function readMadeByRuns(
  api: GraphqlApi,
  expected: readonly MaterializingRun[],
  signal: AbortSignal
): Promise<Read<MaterializingRun[]>> {
  const found = new Set<MaterializingRun>();
  const executed: ExecutedOperation[] = [];
  let wanted = byAsset(expected);
  for (let page = 0; wanted.length > 0 && page < PAGES; page++) {
    // Only the first page begins at the same instant for all assets.
    const batches = page === 0 ? batchesOf(wanted) : wanted.map((each) => [each]);
    const read = await inChunks(batches, 1, ([batch]) => readBatch(api, batch, signal));
    executed.push(...read.executed);
    const events = new Map(read.value.map((answer) => [answer.asset, answer]));
    wanted = wanted.flatMap(({ asset, runs }) => {
      const { runIds, oldestMs } = events.get(asset) ?? { runIds: new Set(), oldestMs: null };
      runs.filter(({ runId }) => runIds.has(runId)).forEach((run) => found.add(run));
      const older = runs.filter((run) => !found.has(run) && oldestMs !== null && run.fromMs <= oldestMs);
      return older.length > 0 && oldestMs !== null ? { asset, runs: older, beforeMs: oldestMs } : [];
    });
  }
  return { value: [...found], executed };
}

function byAsset(expected: readonly MaterializingRun[]): Wanted[] {
  const wanted = new Map<AssetKey, Wanted>();
  for (const run of expected) {
    const known = wanted.get(run.asset) ?? { asset: run.asset, runs: [], beforeMs: -Infinity };
    wanted.set(run.asset, known);
    known.runs.push(run);
    known.beforeMs = Math.max(known.beforeMs, run.toMs + SLACK_MS);
  }
  return [...wanted.values()];
}

/** As many assets together as have events for one answer. */
function batchesOf(wanted: readonly Wanted[]): Wanted[][] {
  const batches: Wanted[][] = [];
  let room = 0;
  for (const each of wanted) {
    const last = batches.at(-1);
    if (last && last.length < ASSETS_A_REQUEST && each.runs.length <= room) {
      last.push(each);
      room -= each.runs.length;
    } else {
      batches.push([each]);
      room = EVENTS_A_REQUEST - each.runs.length;
    }
  }
  return batches;
}

/** The newest events of each asset of the batch; `oldestMs` is null where there are no older ones. */
async function readBatch(
  api: GraphqlApi,
  batch: readonly Wanted[],
  signal: AbortSignal
): Promise<Read<Array<{ asset: AssetKey; runIds: Set<string>; oldestMs: number | null }>>> {
  const fromMs = Math.min(...batch.flatMap(({ runs }) => runs.map((run) => run.fromMs)));
  const variables = {
    keys: batch.map(({ asset }) => pathOf(asset)),
    after: String(fromMs - SLACK_MS),
    before: String(Math.max(...batch.map(({ beforeMs }) => beforeMs))),
    limit: EVENTS_AN_ASSET,
  };
  const { data, executed } = await api.ask(madeByRunsOperation, variables, signal);
  const answer = data.assetsOrError;
  if (answer.__typename === 'PythonError') {
    throw new UpstreamFailure(
      'unavailable',
      `Dagster failed to read the events of assets: ${firstSentence(answer.message)}`,
      'Look for this error in the log of the Dagster web server'
    );
  }
  const value = answer.nodes.map(({ key, assetMaterializations: events }) => ({
    asset: assetKeyOf(key),
    runIds: new Set(events.map(({ runId }) => runId)),
    oldestMs: events.length < EVENTS_AN_ASSET ? null : Number(events[events.length - 1].timestamp),
  }));
  return { value, executed: [executed] };
}
