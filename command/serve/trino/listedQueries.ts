import type { Result, Value } from '../../../src/sources/trino/client/result';
import { TRINO_SOURCE } from '../../../src/sources/trino/client/trinoClient';

/** How a query ended, in Trino's error types; `unknown` where it failed and none was given. */
export type Outcome = 'finished' | 'user_error' | 'internal_error' | 'insufficient_resources' | 'external' | 'unknown';

export const OUTCOMES: readonly Outcome[] = [
  'finished',
  'user_error',
  'internal_error',
  'insufficient_resources',
  'external',
  'unknown',
];

/** A terminal query as the coordinator lists it: its outcome never changes. */
export interface ListedQuery {
  queryId: string;
  outcome: Outcome;
  /** Empty where it finished, and where none was given. */
  errorCode: string;
}

/** The terminal queries that the coordinator remembers, our own apart. */
export const LISTED_QUERIES_SQL = `SELECT query_id, state, error_type, error_code
FROM system.runtime.queries
WHERE state IN ('FINISHED', 'FAILED') AND coalesce(source, '') <> '${TRINO_SOURCE}'`;

/** The answer to `LISTED_QUERIES_SQL`. */
export function listedQueries({ rows }: Pick<Result, 'rows'>): ListedQuery[] {
  return rows.map(([queryId, state, errorType, errorCode]) => {
    const finished = state === 'FINISHED';
    return {
      queryId: text(queryId),
      outcome: finished ? 'finished' : failure(text(errorType)),
      errorCode: finished ? '' : text(errorCode),
    };
  });
}

function failure(errorType: string): Outcome {
  return OUTCOMES.find((outcome) => outcome.toUpperCase() === errorType) ?? 'unknown';
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
