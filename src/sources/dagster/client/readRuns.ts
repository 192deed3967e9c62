import { runsOperation, type RunsQuery, type RunsQueryVariables } from '../graphql/operations.generated';
import type { Run } from '../model';
import type { ExecutedOperation, Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import { readRun } from './readRun';
import { runsOrThrow } from './runsOrThrow';
import { timeSlices } from './timeSlices';

/** Which runs; all conditions hold together. Without any, every run that Dagster still has. */
export interface RunsRequest {
  /** Inclusive. */
  createdAfterMs?: number;
  /** Exclusive. */
  createdBeforeMs?: number;
  /** Inclusive; a run also counts as updated when a tag is added after its end. */
  updatedAfterMs?: number;
  /** Unknown ones are left out of the answer. */
  ids?: readonly string[];
}

// Dagster itself sets no limit: it would load everything at once.
export const PAGE_SIZE = 250;

// Dagster compares exclusively on both sides, and in microseconds.
const EDGE_MS = 1;

type Filter = RunsQueryVariables['filter'];
type Page = Extract<RunsQuery['runsOrError'], { __typename: 'Runs' }>['results'];

/**
 * Rows of Dagster's run table, newest first, each run once. With a beginning, the first page shows how densely runs lie, and the
 * rest is paged in up to four slices of time side by side: ⌈runs/250⌉ + 5 requests at most. At the edges a run of the neighbouring
 * millisecond may come along. Rejects with a DagsterFailure or a TransportError.
 */
export async function readRuns(api: GraphqlApi, request: RunsRequest, signal: AbortSignal): Promise<Read<Run[]>> {
  const { value, executed } = await (request.ids
    ? inChunks(request.ids, PAGE_SIZE, (ids) => readPage(api, { ...filterOf(request), runIds: ids }, undefined, signal))
    : readWindow(api, request, signal));
  const byId = new Map(value.map((run) => [run.id, run]));
  return { value: [...byId.values()].sort((a, b) => b.createdMs - a.createdMs), executed };
}

async function readWindow(api: GraphqlApi, request: RunsRequest, signal: AbortSignal): Promise<Read<Run[]>> {
  const first = await readPage(api, filterOf(request), undefined, signal);
  if (!first.hasMore) {
    return first;
  }
  const { createdAfterMs } = request;
  if (createdAfterMs === undefined || request.updatedAfterMs !== undefined) {
    return joined([first, await readPages(api, filterOf(request), signal, first.cursor)]);
  }
  const times = first.value.map(({ createdMs }) => createdMs);
  const [newestMs, oldestMs] = [Math.max(...times), Math.min(...times)];
  const older = timeSlices({ fromMs: createdAfterMs, toMs: oldestMs }, newestMs - oldestMs);
  const newest = older.pop();
  const rest = older.map(({ fromMs, toMs }) =>
    readPages(api, filterOf({ createdAfterMs: fromMs, createdBeforeMs: toMs }), signal)
  );
  // Dagster pages by row, not by time: what goes on after the first page must not be bounded by the times in it.
  const ongoing = filterOf({ ...request, createdAfterMs: newest?.fromMs ?? createdAfterMs });
  return joined([first, ...(await Promise.all([readPages(api, ongoing, signal, first.cursor), ...rest]))]);
}

/** All pages of one filter, one after the other, since each begins where the one before ended. */
async function readPages(api: GraphqlApi, filter: Filter, signal: AbortSignal, start?: string): Promise<Read<Run[]>> {
  const pages: Array<Read<Run[]>> = [];
  let cursor = start;
  for (;;) {
    const page = await readPage(api, filter, cursor, signal);
    pages.push(page);
    if (!page.hasMore) {
      return joined(pages);
    }
    cursor = page.cursor;
  }
}

async function readPage(
  api: GraphqlApi,
  filter: Filter,
  cursor: string | undefined,
  signal: AbortSignal
): Promise<Read<Run[]> & { hasMore: boolean; cursor: string | undefined }> {
  const { data, executed } = await api.ask(runsOperation, { filter, cursor, limit: PAGE_SIZE }, signal);
  const results: Page = runsOrThrow(data.runsOrError).results;
  return {
    value: results.map(readRun),
    executed: [executed],
    hasMore: results.length === PAGE_SIZE,
    cursor: results[results.length - 1]?.runId,
  };
}

function filterOf({ createdAfterMs, createdBeforeMs, updatedAfterMs }: RunsRequest): Filter {
  return {
    ...(createdAfterMs !== undefined && { createdAfter: (createdAfterMs - EDGE_MS) / 1000 }),
    ...(createdBeforeMs !== undefined && { createdBefore: createdBeforeMs / 1000 }),
    ...(updatedAfterMs !== undefined && { updatedAfter: (updatedAfterMs - EDGE_MS) / 1000 }),
  };
}

function joined(reads: Array<Read<Run[]>>): Read<Run[]> {
  const executed: ExecutedOperation[] = reads.flatMap((read) => read.executed);
  return { value: reads.flatMap((read) => read.value), executed };
}
