import type { Admission, TrinoSpec } from '../../../catalogue/objective';
import { TRINO_SOURCE } from '../client/trinoClient';
import { historyRelation, type SqlHistory } from './historyRelation';
import { textList, textLiteral } from './literals';

/** A Trino spec whose history SQL can read. */
export type SqlSpec = Omit<TrinoSpec, 'history'> & { history: SqlHistory };

/** [fromMs, toMs) in epoch milliseconds. */
export interface EventRange {
  fromMs: number;
  toMs: number;
  /** Parts [fromMs, toMs) of it that are left out. */
  without?: ReadonlyArray<{ fromMs: number; toMs: number }>;
}

/**
 * SQL of one row an event: a terminal query that ended in the range, is not our own, and that the spec admits. Columns:
 * end_ms, outcome (`finished`, `userErrors`, `unexpected` or `ignored`), error_type, error_code, query_user, query_source,
 * resource_group, query_id, message; null where the history does not hold it.
 */
export function eventsQuery(spec: SqlSpec, range: EventRange): string {
  const history = historyRelation(spec.history, spec.longestRunMs);
  const { fromMs, toMs, without = [] } = range;
  const leftOut = without.map((part) => `\n  AND NOT (end_ms >= ${part.fromMs} AND end_ms < ${part.toMs})`);
  const { errorCode, user, resourceGroup, queryId, message } = history;
  const conditions = [
    history.near(range),
    `upper(${history.state}) IN ('FINISHED', 'FAILED')`,
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
  FROM ${history.table}
  WHERE ${conditions.join('\n    AND ')}
)
WHERE end_ms >= ${fromMs} AND end_ms < ${toMs}${leftOut.join('')}`;
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
