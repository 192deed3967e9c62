import { historyRelation } from './historyRelation';
import type { SqlSpec } from './eventsQuery';

/** SQL of when the oldest query of a history ended, of any user: one row, reach_ms, null if there is none. */
export function reachQuery({ history, longestRunMs }: Pick<SqlSpec, 'history' | 'longestRunMs'>): string {
  const { table, endMs, state } = historyRelation(history, longestRunMs);
  return `SELECT min(${endMs}) AS reach_ms FROM ${table} WHERE upper(${state}) IN ('FINISHED', 'FAILED')`;
}
