/** Both hold every query of the truth; they differ in columns only. */
export const TABLES = {
  /** In the exact shape of the table of Trino's MySQL event listener: no instant in it. */
  mysqlListener: 'memory.trino_events.trino_queries',
  /** Names of its own, `TABLE_COLUMNS`; besides, two queries that are not over: no end, and a state that is no outcome. */
  table: 'memory.slo.query_log',
} as const;

/** How `TABLES.table` names what a history has to say. Instants are timestamps with time zone. */
export const TABLE_COLUMNS = {
  queryId: 'id',
  created: 'submitted_at',
  end: 'finished_at',
  state: 'outcome',
  errorType: 'failure_kind',
  errorCode: 'failure_name',
  user: 'account',
  source: 'client',
  resourceGroup: 'queue',
  message: 'failure_text',
} as const;
