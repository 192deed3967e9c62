import type { TrinoClient } from './trinoClient';
import { UpstreamFailure } from '../../upstreamFailure';

/**
 * Whose queries a user sees in `system.runtime.queries`. `unknown`: no other user had one to see, some are missing although
 * others' are there, or the tables that show it are closed to this user.
 */
export type Visibility = 'everybody' | 'own' | 'unknown';

/**
 * Access control hides queries without a word, but not their tasks: a task of the last minutes whose query cannot be seen is
 * the proof. Not the last seconds, since the two tables are read one after the other; not older than any query is kept.
 */
export const VISIBILITY_SQL = `SELECT
  (SELECT count(DISTINCT "user") FROM system.runtime.queries) AS users,
  (SELECT count(DISTINCT query_id) FROM system.runtime.tasks
    WHERE "created" BETWEEN current_timestamp - INTERVAL '10' MINUTE AND current_timestamp - INTERVAL '5' SECOND
    AND query_id NOT IN (SELECT query_id FROM system.runtime.queries)) AS hidden`;

/** Rejects as the client does, but for what Trino refuses this user. */
export async function readVisibility(client: Pick<TrinoClient, 'query'>, signal: AbortSignal): Promise<Visibility> {
  try {
    const [[users, hidden] = []] = (await client.query(VISIBILITY_SQL, signal)).rows;
    const seesOthers = Number(users) > 1;
    const isBlind = Number(hidden) > 0;
    return seesOthers === isBlind ? 'unknown' : seesOthers ? 'everybody' : 'own';
  } catch (error) {
    if (error instanceof UpstreamFailure && error.errorName === 'PERMISSION_DENIED') {
      return 'unknown';
    }
    throw error;
  }
}
