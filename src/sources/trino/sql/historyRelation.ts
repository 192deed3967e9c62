import type { TrinoColumns, TrinoSpec } from '../../../catalogue/objective';
import { columnIdentifier, instantLiteral, tableIdentifier, textLiteral } from './literals';

/** A history in one shape, whatever its table is: SQL expressions over the columns of `table`. */
export interface HistoryRelation {
  table: string;
  /** End of the query in epoch milliseconds, bigint. */
  endMs: string;
  /** FINISHED or FAILED for a terminal query. */
  state: string;
  errorType: string;
  source: string;
  /** Absent where the table does not hold it. */
  errorCode?: string;
  user?: string;
  resourceGroup?: string;
  queryId?: string;
  message?: string;
  /** Whether several rows may report the same query, as in tables that are fed by messages. */
  mayRepeat: boolean;
  /**
   * What every row fulfils that decides on the queries which ended in [fromMs, toMs), on plain columns, so that connectors
   * can leave out the rest early.
   */
  near(range: { fromMs: number; toMs: number }): string;
}

/** The histories that SQL reads. */
export type SqlHistory = Exclude<TrinoSpec['history'], { kind: 'counters' }>;

export function historyRelation(history: SqlHistory, longestRunMs: number): HistoryRelation {
  switch (history.kind) {
    case 'runtime':
      return RUNTIME;
    case 'mysqlListener':
      return mysqlListener(history.table, longestRunMs);
    case 'table':
      return ownTable(history.table, history.columns, longestRunMs);
  }
}

/** Whether a history says when a query ended; else only when it began and how long it took. */
export function knowsEnds(history: SqlHistory): boolean {
  return history.kind === 'runtime' || (history.kind === 'table' && history.columns.end !== undefined);
}

/** The columns of the history's table that are read, without quotes. */
export function columnsRead(history: SqlHistory): string[] {
  switch (history.kind) {
    case 'runtime':
      return [];
    case 'mysqlListener':
      return [...LISTENER_COLUMNS];
    case 'table':
      return Object.values<string | undefined>({ ...history.columns })
        .flatMap((name) => name ?? [])
        .map((name) => name.replaceAll('"', ''));
  }
}

const RUNTIME: HistoryRelation = {
  table: 'system.runtime.queries',
  endMs: millisecondsOf('"end"'),
  state: 'state',
  errorType: 'error_type',
  errorCode: 'error_code',
  user: '"user"',
  source: 'source',
  resourceGroup: "array_join(resource_group_id, '.')",
  queryId: 'query_id',
  mayRepeat: false,
  // The memory holds no messages.
  near: ({ fromMs, toMs }) => between('"end"', fromMs, toMs),
};

const LISTENER_COLUMNS = [
  'query_id',
  'query_state',
  'wall_time_millis',
  'error_type',
  'error_code',
  'user',
  'source',
  'resource_group_id',
  'failure_message',
] as const;

/**
 * The listener's table holds no instant (trinodb/trino#26153), but a query's id begins with the UTC second of its creation,
 * and its wall time is what passed from there to its end.
 */
function mysqlListener(table: string, longestRunMs: number): HistoryRelation {
  const created = "parse_datetime(substr(query_id, 1, 15), 'yyyyMMdd_HHmmss')";
  return {
    table: tableIdentifier(table),
    endMs: `${millisecondsOf(created)} + wall_time_millis`,
    state: 'query_state',
    errorType: 'error_type',
    errorCode: 'error_code',
    user: '"user"',
    source: 'source',
    resourceGroup: 'resource_group_id',
    queryId: 'query_id',
    message: 'failure_message',
    mayRepeat: true,
    // The id alone decides, so that all rows of one query are in it or none.
    near: ({ fromMs, toMs }) =>
      `query_id >= ${idPrefix(fromMs - longestRunMs)} AND query_id < ${idPrefix(toMs + 1_000)}`,
  };
}

function ownTable(table: string, columns: TrinoColumns, longestRunMs: number): HistoryRelation {
  const { end, created = '', elapsedMs = '' } = columns;
  // A row that repeats a query with a later end is recognized by the one before.
  const repeatedWithinMs = columns.queryId === undefined ? 0 : longestRunMs;
  const named = (name: string | undefined) => (name === undefined ? undefined : columnIdentifier(name));
  return {
    table: tableIdentifier(table),
    state: columnIdentifier(columns.state),
    errorType: columnIdentifier(columns.errorType),
    source: columnIdentifier(columns.source),
    errorCode: named(columns.errorCode),
    user: named(columns.user),
    resourceGroup: named(columns.resourceGroup),
    queryId: named(columns.queryId),
    message: named(columns.message),
    mayRepeat: true,
    ...(end === undefined
      ? {
          endMs: `${millisecondsOf(columnIdentifier(created))} + CAST(${columnIdentifier(elapsedMs)} AS bigint)`,
          near: ({ fromMs, toMs }) => between(columnIdentifier(created), fromMs - longestRunMs, toMs),
        }
      : {
          endMs: millisecondsOf(columnIdentifier(end)),
          near: ({ fromMs, toMs }) => between(columnIdentifier(end), fromMs - repeatedWithinMs, toMs),
        }),
  };
}

/** Rounded down, so that what ended within a bucket never moves into the next. */
function millisecondsOf(timestamp: string): string {
  return `CAST(floor(to_unixtime(${timestamp}) * 1000) AS bigint)`;
}

function between(column: string, fromMs: number, toMs: number): string {
  return `${column} >= ${instantLiteral(fromMs)} AND ${column} < ${instantLiteral(toMs)}`;
}

/** `yyyyMMdd_HHmmss`, how the ids of queries begin that were created in that second. */
function idPrefix(ms: number): string {
  const [date, time] = new Date(ms).toISOString().slice(0, 19).split('T');
  return textLiteral(`${date.replaceAll('-', '')}_${time.replaceAll(':', '')}`);
}
