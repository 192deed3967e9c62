import { eventsQuery, type EventRange, type SqlSpec } from './eventsQuery';
import { historyRelation, type HistoryRelation } from './historyRelation';
import { textLiteral } from './literals';

/** The largest tell the story. */
const MOST_OF_A_DIMENSION = 20;
const EXAMPLES = 2;

/** What bad events are told apart by; each needs its column in the history. */
const DIMENSIONS: ReadonlyArray<{ name: string; column: string; needs: keyof HistoryRelation }> = [
  { name: 'Error type', column: 'error_type', needs: 'errorType' },
  { name: 'Error code', column: 'error_code', needs: 'errorCode' },
  { name: 'User', column: 'query_user', needs: 'user' },
  { name: 'Source', column: 'query_source', needs: 'source' },
  { name: 'Resource group', column: 'resource_group', needs: 'resourceGroup' },
];

/**
 * SQL of what the bad events of the range divide into, one row a value of each dimension: dimension, name (null where the
 * history has none), bad, last_ms, query_ids (the latest) and message (of the last).
 */
export function contributorsQuery(spec: SqlSpec, range: EventRange): string {
  const history = historyRelation(spec.history, spec.longestRunMs);
  const told = DIMENSIONS.filter(({ needs }) => history[needs] !== undefined);
  const names = told.map(({ name }) => textLiteral(name)).join(', ');
  const values = told.map(({ column }) => `nullif(trim(CAST(${column} AS varchar)), '')`).join(', ');
  return `SELECT dimension, name, bad, last_ms, query_ids, message
FROM (
  SELECT dimension, name,
    count(*) AS bad,
    max(end_ms) AS last_ms,
    max_by(query_id, end_ms, ${EXAMPLES}) AS query_ids,
    max_by(message, end_ms) AS message,
    row_number() OVER (PARTITION BY dimension ORDER BY count(*) DESC, name) AS place
  FROM (
${eventsQuery(spec, range)}
  )
  CROSS JOIN UNNEST(ARRAY[${names}], ARRAY[${values}]) AS part (dimension, name)
  WHERE outcome = 'unexpected'
  GROUP BY dimension, name
)
WHERE place <= ${MOST_OF_A_DIMENSION}
ORDER BY dimension, place`;
}
