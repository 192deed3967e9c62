import type { Admission, TrinoSpec } from '../../../catalogue/objective';
import { TRINO_SOURCE } from '../client/trinoClient';
import { historyRelation, type HistoryRelation, type SqlHistory } from './historyRelation';
import { textList, textLiteral } from './literals';

/** A Trino spec whose history SQL can read. */
export type SqlSpec = Omit<TrinoSpec, 'history'> & { history: SqlHistory };

/** [fromMs, toMs) in epoch milliseconds. */
export interface EventRange {
  fromMs: number;
  toMs: number;
}

/**
 * SQL of one row per event: a terminal query that ended in the range, is not our own, and that the spec admits. Columns:
 * end_ms, outcome (`finished`, `userErrors`, `unexpected` or `ignored`), error_type, error_code, query_user, query_source,
 * resource_group, query_id, message; null where the history does not hold it.
 *
 * Where the history holds ids, a query is one event however many rows report its end.
 */
export function eventsQuery(spec: SqlSpec, range: EventRange): string {
  const history = historyRelation(spec.history, spec.longestRunMs);
  const { fromMs, toMs } = range;
  const { errorCode, user, resourceGroup, queryId, message } = history;
  const admitting = [
    `coalesce(${history.source}, '') <> ${textLiteral(TRINO_SOURCE)}`,
    ...(user === undefined ? [] : admitted(user, spec.users)),
    ...admitted(history.source, spec.sources),
    ...(resourceGroup === undefined ? [] : admitted(resourceGroup, spec.resourceGroups)),
  ];
  return `SELECT *
FROM (
  SELECT ${history.endMs} AS end_ms,
    ${outcomeOf(spec, history)} AS outcome,
    ${history.errorType} AS error_type,
    ${orNull(errorCode)} AS error_code,
    ${orNull(user)} AS query_user,
    ${history.source} AS query_source,
    ${orNull(resourceGroup)} AS resource_group,
    ${orNull(queryId)} AS query_id,
    ${orNull(message)} AS message
  FROM (
${ended(history, range)}
  )
  WHERE ${admitting.join('\n    AND ')}
)
WHERE end_ms >= ${fromMs} AND end_ms < ${toMs}`;
}

/**
 * The history's own rows of queries that ended near the range. A query that several rows report is in it by the one whose
 * end is the earliest: it stays in its bucket whatever arrives later. At the same end a failure comes first, then what says
 * most. A row without an id is a query of its own.
 */
function ended(history: HistoryRelation, range: EventRange): string {
  const { endMs, state, errorType, errorCode, source, user, queryId } = history;
  const conditions = [history.near(range), `upper(${state}) IN ('FINISHED', 'FAILED')`, `${endMs} IS NOT NULL`];
  const where = `    WHERE ${conditions.join('\n      AND ')}`;
  if (queryId === undefined || !history.mayRepeat) {
    return `    SELECT * FROM ${history.table}\n${where}`;
  }
  const inTurn = [
    endMs,
    `IF(upper(${state}) = 'FINISHED', 1, 0)`,
    ...[errorType, errorCode, source, user].flatMap((column) => (column === undefined ? [] : `${column} NULLS LAST`)),
  ];
  const sameQuery = `coalesce(nullif(trim(CAST(${queryId} AS varchar)), ''), CAST(uuid() AS varchar))`;
  return `    SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY ${sameQuery} ORDER BY ${inTurn.join(', ')}) AS nth_report_of_query
    FROM ${history.table}
${where}
    ) WHERE nth_report_of_query = 1`;
}

/** FAILED without an error type that says otherwise counts as unexpected. */
function outcomeOf(
  { alsoBad, ignore }: SqlSpec,
  { state, errorType, errorCode }: { state: string; errorType: string; errorCode?: string }
): string {
  const isCode = (codes: string[]) =>
    errorCode === undefined || codes.length === 0 ? [] : [`coalesce(${errorCode}, '') IN ${textList(codes)}`];
  const cases = [
    `WHEN upper(${state}) = 'FINISHED' THEN 'finished'`,
    ...isCode(ignore).map((condition) => `WHEN ${condition} THEN 'ignored'`),
    ...isCode(alsoBad).map((condition) => `WHEN ${condition} THEN 'unexpected'`),
    `WHEN ${errorType} = 'USER_ERROR' THEN 'userErrors'`,
  ];
  return `CASE ${cases.join(' ')} ELSE 'unexpected' END`;
}

function admitted(expression: string, { include, exclude }: Admission): string[] {
  return [
    ...(include.length === 0 ? [] : [`${expression} IN ${textList(include)}`]),
    ...(exclude.length === 0 ? [] : [`coalesce(${expression}, '') NOT IN ${textList(exclude)}`]),
  ];
}

function orNull(expression: string | undefined): string {
  return expression ?? 'CAST(NULL AS varchar)';
}
