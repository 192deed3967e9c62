import type { HttpAnswer, HttpPort, HttpRequest } from '../../../transport/port';
import { sleepUnlessAborted } from '../../../transport/retries';
import { TransportError } from '../../../transport/transportError';
import { readPage, type Page } from './readPage';
import { STATEMENT_PATH, statementPath } from './statementPath';
import { TrinoFailure } from './trinoFailure';

/** Trino answers a poll within a second, with a page of a megabyte at most; the rest is a slow network. */
const ANSWER_TIMEOUT_MS = 30_000;
const CANCEL_TIMEOUT_MS = 5_000;
/** How often one page is asked for while its answers break off or stay away. */
const TRIES_PER_PAGE = 4;
const FIRST_RETRY_AFTER_MS = 500;
/** Trino holds a poll back for up to a second while nothing changes, so that short pauses do not make many polls. */
const FIRST_PAUSE_MS = 50;
/** As Trino's own page does it. */
const LONGER_EACH_TIME_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

export interface StatementOptions {
  /** A query without an end by then is given up: Trino ends ours before, so something in between repeats itself. */
  giveUpAfterMs: number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds on any scale. */
  clock?: () => number;
}

/**
 * Runs a statement and hands over its pages in order, as Trino's client protocol wants it: POST registers, GETs of each
 * `nextUri` carry it through to the page without one. Whoever stops earlier, for an abort, a failure or because he has seen
 * enough, thereby cancels the query, so that it does not linger in Trino and end as ABANDONED_QUERY.
 *
 * Asking again is safe: a statement that is only posted never runs, so a POST repeated by the transport leaves at most one
 * running query, and Trino keeps a page until the next one is asked for.
 */
export async function* pagesOf(
  port: HttpPort,
  post: Pick<HttpRequest, 'headers' | 'body'>,
  signal: AbortSignal,
  { giveUpAfterMs, sleep = sleepUnlessAborted, clock = Date.now }: StatementOptions
): AsyncGenerator<Page, void, undefined> {
  const startedMs = clock();
  let request: Pick<HttpRequest, 'method' | 'path' | 'headers' | 'body'> = {
    method: 'POST',
    path: STATEMENT_PATH,
    ...post,
  };
  let next: string | undefined;
  let idlePolls = 0;
  try {
    for (;;) {
      const page = await askPatiently(port, request, signal, sleep);
      next = page.nextUri === undefined ? undefined : statementPath(page.nextUri);
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
    if (next !== undefined) {
      cancel(port, next);
    }
  }
}

function pauseMs(idlePolls: number): number {
  return Math.min(FIRST_PAUSE_MS + LONGER_EACH_TIME_MS * (idlePolls - 1), LONGEST_PAUSE_MS);
}

async function askPatiently(
  port: HttpPort,
  request: Omit<HttpRequest, 'upstream'>,
  signal: AbortSignal,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await send(port, request, signal);
      return readPage(answer);
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === TRIES_PER_PAGE || !mayHeal(error, request)) {
        throw error;
      }
    }
    await sleep(FIRST_RETRY_AFTER_MS * 2 ** (attempt - 1), signal);
  }
}

function send(port: HttpPort, request: Omit<HttpRequest, 'upstream'>, signal: AbortSignal): Promise<HttpAnswer> {
  return port.send({ upstream: 'trino', timeoutMs: ANSWER_TIMEOUT_MS, ...request }, signal);
}

/** An answer that broke off may come whole; one that stayed away is worth waiting for only once a query is under way. */
function mayHeal(error: unknown, { method }: Pick<HttpRequest, 'method'>): boolean {
  if (error instanceof TrinoFailure) {
    return error.kind === 'truncated';
  }
  return error instanceof TransportError && (error.kind === 'truncated' || method === 'GET');
}

/** Not with the caller's signal, which has often aborted, and nobody waits for it: a query that is gone needs no cancelling. */
function cancel(port: HttpPort, path: string): void {
  port
    .send({ upstream: 'trino', method: 'DELETE', path, timeoutMs: CANCEL_TIMEOUT_MS }, new AbortController().signal)
    .catch(() => undefined);
}

function neverEnds(giveUpAfterMs: number): TrinoFailure {
  return new TrinoFailure(
    'timeout',
    `the query has not ended after ${Math.round(giveUpAfterMs / 1000)} s`,
    'Look for what holds it up in the interface of Trino, under the source error-budget'
  );
}
