import type { QueryOutcome } from '../../contract';
import { OUTCOME_COLUMNS } from '../outcomeColumns';
import { eventsQuery, type EventRange, type SqlSpec } from './eventsQuery';

/** What makes an event count for a column. The first four exclude each other; the last two are parts of them. */
const CONDITIONS: Record<QueryOutcome, string> = {
  finished: "outcome = 'finished'",
  userErrors: "outcome = 'userErrors'",
  unexpected: "outcome = 'unexpected'",
  ignored: "outcome = 'ignored'",
  abandoned: "error_code = 'ABANDONED_QUERY'",
  killed: "error_code = 'ADMINISTRATIVELY_KILLED'",
};

/** SQL that counts outcomes by bucket: one row a bucket with events, numbered from the epoch, then the columns. */
export function countsQuery(spec: SqlSpec, range: EventRange & { stepMs: number }): string {
  const columns = OUTCOME_COLUMNS.map((column) => `  count_if(${CONDITIONS[column]}) AS ${column}`);
  return `SELECT end_ms / ${range.stepMs} AS bucket,
${columns.join(',\n')}
FROM (
${eventsQuery(spec, range)}
)
GROUP BY 1
ORDER BY 1`;
}
