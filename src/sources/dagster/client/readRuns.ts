import { runsOperation, type RunsQueryVariables } from '../graphql/operations.generated';
import type { Run } from '../model';
import type { ExecutedOperation, Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import { readRun } from './readRun';
import { runsOrThrow } from './runsOrThrow';
import { timeSlices } from './timeSlices';
import { UpstreamFailure } from '../../upstreamFailure';

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

interface Page extends Read<Run[]> {
  hasMore: boolean;
  /** Where the next one begins. */
  cursor: string | undefined;
}

/**
 * Rows of Dagster's run table, newest first, each run once. With a beginning, the first page shows how densely runs lie, and the
 * rest is paged in up to four slices of time side by side: ⌈runs/250⌉ + 5 requests at most. At the edges a run of the neighbouring
 * millisecond may come along. Rejects with a UpstreamFailure or a TransportError.
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
    return joined([first, await readPages(api, filterOf(request), signal, first)]);
  }
  const times = first.value.map(({ createdMs }) => createdMs);
  const [newestMs, oldestMs] = [Math.max(...times), Math.min(...times)];
  const older = timeSlices({ fromMs: createdAfterMs, toMs: oldestMs }, newestMs - oldestMs);
  const newest = older.pop();
  const rest = older.map(({ fromMs, toMs }) =>
    readPages(api, filterOf({ createdAfterMs: fromMs, createdBeforeMs: toMs }), signal)
  );
  // Dagster pages by row, not by time: what follows the first page must not be bounded by the times in it.
  const ongoing = filterOf({ ...request, createdAfterMs: newest?.fromMs ?? createdAfterMs });
  return joined([first, ...(await Promise.all([readPages(api, ongoing, signal, first), ...rest]))]);
}

/** All pages of one filter after the first, one after the other, since each begins where the one before ended. */
async function readPages(api: GraphqlApi, filter: Filter, signal: AbortSignal, first?: Page): Promise<Read<Run[]>> {
  const pages: Page[] = [];
  let before = first;
  for (;;) {
    const page = await readPage(api, filter, before?.cursor, signal);
    pages.push(page);
    if (page.hasMore) {
      before = page;
      continue;
    }
    // Dagster answers nothing after a run that was deleted since, as if nothing came after it.
    const left = before && page.value.length === 0 ? await stillThere(api, before, signal) : before;
    if (left?.cursor === before?.cursor) {
      return joined(pages);
    }
    before = left;
  }
}

/** The part of a page that has not been deleted since. */
async function stillThere(api: GraphqlApi, { value }: Page, signal: AbortSignal): Promise<Page> {
  const left = await readPage(api, { runIds: value.map(({ id }) => id) }, undefined, signal);
  if (left.value.length === 0) {
    throw new UpstreamFailure(
      'unavailable',
      `${value.length} runs were deleted while they were read, so what comes after them cannot be asked for`,
      'Refresh once no more runs are being deleted'
    );
  }
  return left;
}

async function readPage(
  api: GraphqlApi,
  filter: Filter,
  cursor: string | undefined,
  signal: AbortSignal
): Promise<Page> {
  const { data, executed } = await api.ask(runsOperation, { filter, cursor, limit: PAGE_SIZE }, signal);
  const { results } = runsOrThrow(data.runsOrError);
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
