import { QUERY_OUTCOMES, type QueryOutcome } from '../../contract';
import { eventsQuery, type EventRange, type SqlSpec } from './eventsQuery';
import { historyRelation, type HistoryRelation } from './historyRelation';
import { textLiteral } from './literals';

/** What makes an event count for a column. The first four exclude each other; the last two are parts of them. */
const CONDITIONS: Record<QueryOutcome, string> = {
  finished: "outcome = 'finished'",
  userErrors: "outcome = 'userErrors'",
  unexpected: "outcome = 'unexpected'",
  ignored: "outcome = 'ignored'",
  abandoned: "error_code = 'ABANDONED_QUERY'",
  killed: "error_code = 'ADMINISTRATIVELY_KILLED'",
};

/** What unexpected errors are split by; each needs its column in the history. */
const DIMENSIONS: ReadonlyArray<{ name: string; column: string; needs: keyof HistoryRelation }> = [
  { name: 'Error type', column: 'error_type', needs: 'errorType' },
  { name: 'Error code', column: 'error_code', needs: 'errorCode' },
  { name: 'User', column: 'query_user', needs: 'user' },
  { name: 'Source', column: 'query_source', needs: 'source' },
  { name: 'Resource group', column: 'resource_group', needs: 'resourceGroup' },
];

/** Of one dimension in one bucket: the largest are enough, and the rest is known by subtraction. */
const MOST_OF_A_BUCKET = 20;
const LONGEST_MESSAGE = 400;

/** Names of the dimensions that a history can have. */
export function dimensionsOf({ history, longestRunMs }: Pick<SqlSpec, 'history' | 'longestRunMs'>): string[] {
  return dimensionsIn({ history, longestRunMs }).map(({ name }) => name);
}

function dimensionsIn({ history, longestRunMs }: Pick<SqlSpec, 'history' | 'longestRunMs'>) {
  const relation = historyRelation(history, longestRunMs);
  return DIMENSIONS.filter(({ needs }) => relation[needs] !== undefined);
}

/**
 * SQL that counts outcomes by bucket, and says what the unexpected errors of each bucket divide into: one row per bucket
 * with events, numbered from the epoch, then the columns, then `parts`. A part is an array of texts: dimension, name (null
 * where the history has none), errors, end of the last one in milliseconds, its message, its id, and the id of the one
 * before. The history is scanned once.
 */
export function countsQuery(spec: SqlSpec, range: EventRange & { stepMs: number }): string {
  const bucket = `end_ms / ${range.stepMs}`;
  const dimensions = dimensionsIn(spec);
  const names = dimensions.map(({ name }) => textLiteral(name));
  const values = dimensions.map(({ column }) => `nullif(trim(CAST(${column} AS varchar)), '')`);
  const nothing = 'CAST(NULL AS varchar)';
  const ifUnexpected = (list: string[]) =>
    `IF(outcome = 'unexpected', ARRAY[${[nothing, ...list].join(', ')}], ARRAY[${nothing}])`;
  const part = [
    'dimension',
    'name',
    'CAST(events AS varchar)',
    'CAST(end_ms AS varchar)',
    `substr(trim(CAST(message AS varchar)), 1, ${LONGEST_MESSAGE})`,
    'element_at(query_ids, 1)',
    'element_at(query_ids, 2)',
  ];
  return `SELECT ${bucket} AS bucket,
${QUERY_OUTCOMES.map((column) => `  max(${column}) FILTER (WHERE dimension IS NULL) AS ${column}`).join(',\n')},
  array_agg(ARRAY[${part.join(', ')}])
    FILTER (WHERE dimension IS NOT NULL AND place <= ${MOST_OF_A_BUCKET}) AS parts
FROM (
  SELECT dimension, name,
    count(*) AS events,
    max(end_ms) AS end_ms,
${QUERY_OUTCOMES.map((column) => `    count_if(${CONDITIONS[column]}) AS ${column}`).join(',\n')},
    max_by(message, end_ms) AS message,
    max_by(CAST(query_id AS varchar), end_ms, 2) AS query_ids,
    row_number() OVER (PARTITION BY ${bucket}, dimension ORDER BY count(*) DESC, name) AS place
  FROM (
${eventsQuery(spec, range)}
  )
  CROSS JOIN UNNEST(${ifUnexpected(names)}, ${ifUnexpected(values)}) AS part (dimension, name)
  GROUP BY ${bucket}, dimension, name
)
GROUP BY 1
ORDER BY 1`;
}
