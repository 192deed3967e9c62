import type { Result } from '../../../src/sources/trino/client/result';
import type { ListedQuery } from './listedQueries';

export interface EndedQuery {
  queryId: string;
  endMs: number;
  state: 'FINISHED' | 'FAILED';
  errorType: string | null;
  errorCode: string | null;
}

const MAX_HISTORY = 100;
const MIN_EXPIRE_AGE_MS = 15 * 60_000;

/** What a coordinator remembers at an instant: a query goes when it is older than 15 minutes and 100 newer ones have ended. */
export function remembered(ended: readonly EndedQuery[], nowMs: number): EndedQuery[] {
  const past = ended.filter(({ endMs }) => endMs <= nowMs).sort((a, b) => b.endMs - a.endMs);
  return past.filter(({ endMs }, newer) => newer < MAX_HISTORY || nowMs - endMs <= MIN_EXPIRE_AGE_MS);
}

/** As Trino answers `LISTED_QUERIES_SQL`. */
export function answerOf(queries: readonly EndedQuery[]): Result {
  return {
    queryId: '20260301_000000_00000_abcde',
    columns: ['query_id', 'state', 'error_type', 'error_code'].map((name) => ({ name, type: 'varchar' })),
    rows: queries.map(({ queryId, state, errorType, errorCode }) => [queryId, state, errorType, errorCode]),
  };
}

export function finished(...queryIds: string[]): ListedQuery[] {
  return queryIds.map((queryId) => ({ queryId, outcome: 'finished', errorCode: '' }));
}
