import { inOneLine } from '../../../transport/oneLine';
import type { FailureKind } from '../../sourceError';
import { UpstreamFailure } from '../../upstreamFailure';

/** The error of a failed query (io.trino.client.QueryError), as far as it is passed on. */
export interface QueryError {
  message: string;
  errorName: string;
  errorType: string;
  position?: { line: number; column: number };
}

const LONGEST_MESSAGE = 300;

interface Meaning {
  kind: FailureKind;
  /** What Trino did, before its own words. */
  found: string;
  remedy: string;
}

const MISSING: Omit<Meaning, 'found'> = {
  kind: 'badIndicator',
  remedy: 'Correct the history of this objective in the catalogue, or add the catalog, schema and table to Trino',
};

const NO_NODES: Meaning = {
  kind: 'unavailable',
  found: 'Trino has no worker for the query',
  remedy: 'Refresh in a minute if it has just started, else look for its workers in system.runtime.nodes',
};

const BY_NAME: Record<string, Meaning | undefined> = {
  SYNTAX_ERROR: {
    kind: 'refused',
    found: 'Trino does not understand the SQL',
    remedy: 'Correct the names of table and columns in the history of this objective in the catalogue',
  },
  CATALOG_NOT_FOUND: { ...MISSING, found: 'Trino has no such catalog' },
  SCHEMA_NOT_FOUND: { ...MISSING, found: 'Trino has no such schema' },
  TABLE_NOT_FOUND: { ...MISSING, found: 'Trino has no such table' },
  COLUMN_NOT_FOUND: {
    kind: 'badIndicator',
    found: 'the table of the history has no such column',
    remedy: 'Name its columns under history.columns of this objective in the catalogue',
  },
  TYPE_MISMATCH: {
    kind: 'badIndicator',
    found: 'a column of the history has an unexpected type',
    remedy: 'Name columns of the types that history.columns documents',
  },
  PERMISSION_DENIED: {
    kind: 'unauthorized',
    found: 'Trino does not allow this user the query',
    remedy: 'Grant the Trino user SELECT on the table of the history',
  },
  QUERY_QUEUE_FULL: {
    kind: 'unavailable',
    found: 'the queue of the resource group is full',
    remedy: 'Refresh later, or give the source error-budget a resource group with maxQueued of its own',
  },
  QUERY_REJECTED: {
    kind: 'refused',
    found: 'Trino rejected the query',
    remedy: 'Let a selector of its resource groups match the source error-budget',
  },
  EXCEEDED_TIME_LIMIT: {
    kind: 'timeout',
    found: 'the query took too long',
    remedy:
      'Give the resource group of the source error-budget more room, or the history a table that is faster to read',
  },
  ADMINISTRATIVELY_KILLED: {
    kind: 'unavailable',
    found: 'the query was killed',
    remedy: 'Refresh, and ask the administrators of Trino if it stays',
  },
  ADMINISTRATIVELY_PREEMPTED: {
    kind: 'unavailable',
    found: 'the query was preempted by others',
    remedy: 'Refresh later, or give the source error-budget a resource group of its own',
  },
  ABANDONED_QUERY: {
    kind: 'unavailable',
    found: 'Trino abandoned the query because its result was not fetched in time',
    remedy: 'Refresh; if it stays, look for what holds back requests between here and Trino',
  },
  USER_CANCELED: {
    kind: 'unavailable',
    found: 'the query was cancelled',
    remedy: 'Refresh',
  },
  SERVER_STARTING_UP: {
    kind: 'unavailable',
    found: 'Trino is starting',
    remedy: 'Refresh in a minute',
  },
  SERVER_SHUTTING_DOWN: {
    kind: 'unavailable',
    found: 'Trino is shutting down',
    remedy: 'Refresh when it is back',
  },
  NO_NODES_AVAILABLE: NO_NODES,
};

/** @param queryId for looking the failure up in Trino */
export function queryFailure(
  { message, errorName, errorType, position }: QueryError,
  queryId: string
): UpstreamFailure {
  const byName = Object.hasOwn(BY_NAME, errorName) ? BY_NAME[errorName] : undefined;
  const { kind, found, remedy } = meaningOfMessage(message) ?? byName ?? meaningOfType(errorType, queryId);
  return new UpstreamFailure(kind, `${found} (${errorName}): ${sentence(message)}`, remedy, {
    errorName,
    errorType,
    position,
  });
}

/** In its first seconds Trino says that it has started, has no node yet, and has no error code for that. */
function meaningOfMessage(message: string): Meaning | undefined {
  return message === 'nodes is empty' ? NO_NODES : undefined;
}

function meaningOfType(errorType: string, queryId: string): Meaning {
  switch (errorType) {
    case 'USER_ERROR':
      return {
        kind: 'refused',
        found: 'Trino refused the query',
        remedy: 'Correct the history of this objective in the catalogue',
      };
    case 'INSUFFICIENT_RESOURCES':
      return {
        kind: 'unavailable',
        found: 'Trino lacked the resources for the query',
        remedy: 'Give the resource group of the source error-budget more room, or refresh later',
      };
    case 'EXTERNAL':
      return {
        kind: 'unavailable',
        found: 'a system behind Trino failed',
        remedy: `Look at the system behind the catalog of the history, and at the query ${queryId} in Trino`,
      };
    default:
      return {
        kind: 'unavailable',
        found: 'Trino failed at the query',
        remedy: `Look for the query ${queryId} in Trino's interface or in the log of its coordinator`,
      };
  }
}

/** Trino's own sentence without its final stop. */
function sentence(message: string): string {
  return inOneLine(message, LONGEST_MESSAGE).replace(/\.$/, '');
}
