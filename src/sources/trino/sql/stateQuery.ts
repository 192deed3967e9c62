import { TRINO_SOURCE } from '../client/trinoClient';
import { textLiteral } from './literals';

/** SQL of what Trino is doing, our own queries apart: one row of active_nodes, running and queued. */
export function stateQuery(): string {
  return `SELECT
  (SELECT count(*) FROM system.runtime.nodes WHERE state = 'active') AS active_nodes,
  count_if(state IN ('PLANNING', 'STARTING', 'RUNNING', 'FINISHING')) AS running,
  count_if(state IN ('QUEUED', 'WAITING_FOR_RESOURCES', 'DISPATCHING')) AS queued
FROM system.runtime.queries
WHERE coalesce(source, '') <> ${textLiteral(TRINO_SOURCE)}`;
}
