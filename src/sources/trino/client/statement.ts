import type { HttpPort, HttpRequest } from '../../../transport/port';
import { sleepUnlessAborted } from '../../../transport/retries';
import { changedOnItsWay } from './answerFailure';
import { askPatiently } from './askPatiently';
import { readPage, type Page } from './readPage';
import { STATEMENT_PATH, statementPath } from './statementPath';
import { UpstreamFailure } from '../../upstreamFailure';

const CANCEL_TIMEOUT_MS = 5_000;
/** Trino holds a poll back for up to a second while nothing changes, so that short pauses do not make many polls. */
const FIRST_PAUSE_MS = 50;
/** As Trino's own page does it. */
const LONGER_EACH_TIME_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Where each statement that Trino may be running can be cancelled: paths of DELETE below its base, by query id. */
export type OpenStatements = Map<string, string>;

export interface StatementOptions {
  /** A query without an end by then is given up: Trino ends ours before, so something in between repeats itself. */
  giveUpAfterMs: number;
  /** Kept up to date, for a caller that has to cancel what is open without waiting for this. */
  open?: OpenStatements;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds on any scale. */
  clock?: () => number;
}

/**
 * Runs a statement and hands over its pages in order, as Trino's client protocol wants it: POST registers, GETs of each
 * `nextUri` carry it through to the page without one. A caller that stops earlier, for an abort, a failure or because it has seen
 * enough, thereby cancels the query, so that it does not linger in Trino and end as ABANDONED_QUERY.
 *
 * Asking again is safe: a statement that is only posted never runs, so a POST repeated by the transport leaves at most one
 * running query, and Trino keeps a page until the next one is asked for.
 */
export async function* pagesOf(
  port: HttpPort,
  post: Pick<HttpRequest, 'headers' | 'body'>,
  signal: AbortSignal,
  { giveUpAfterMs, open, sleep = sleepUnlessAborted, clock = Date.now }: StatementOptions
): AsyncGenerator<Page, void, undefined> {
  const startedMs = clock();
  let request: Pick<HttpRequest, 'method' | 'path' | 'headers' | 'body'> = {
    method: 'POST',
    path: STATEMENT_PATH,
    ...post,
  };
  let next: string | undefined;
  let queryId: string | undefined;
  let idlePolls = 0;
  try {
    for (;;) {
      const page = await askPatiently({ port, signal, sleep, underWay: request.method === 'GET' }, request, readPage);
      queryId ??= page.id;
      if (page.id !== queryId) {
        throw changedOnItsWay('a page of the result is of another query');
      }
      next = page.nextUri === undefined ? undefined : statementPath(page.nextUri);
      if (next !== undefined) {
        open?.set(queryId, next);
      }
      yield page;
      signal.throwIfAborted();
      if (next === undefined) {
        return;
      }
      if (clock() - startedMs > giveUpAfterMs) {
        throw neverEnds(giveUpAfterMs);
      }
      // The first poll is what submits the query, and pages with rows follow each other at once.
      idlePolls = request.method === 'POST' || page.rows.length > 0 ? 0 : idlePolls + 1;
      if (idlePolls > 0) {
        await sleep(pauseMs(idlePolls), signal);
      }
      request = { method: 'GET', path: next };
    }
  } finally {
    if (queryId !== undefined) {
      open?.delete(queryId);
    }
    if (next !== undefined) {
      cancel(port, next);
    }
  }
}

function pauseMs(idlePolls: number): number {
  return Math.min(FIRST_PAUSE_MS + LONGER_EACH_TIME_MS * (idlePolls - 1), LONGEST_PAUSE_MS);
}

/** Not with the caller's signal, which has often aborted, and without waiting: a query that is gone needs no cancelling. */
function cancel(port: HttpPort, path: string): void {
  port
    .send({ upstream: 'trino', method: 'DELETE', path, timeoutMs: CANCEL_TIMEOUT_MS }, new AbortController().signal)
    .catch(() => undefined);
}

function neverEnds(giveUpAfterMs: number): UpstreamFailure {
  return new UpstreamFailure(
    'timeout',
    `the query has not ended after ${Math.round(giveUpAfterMs / 1000)} s`,
    'Look for what holds it up in the interface of Trino, under the source error-budget'
  );
}
