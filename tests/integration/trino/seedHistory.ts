import listenerColumns from '../../../demo/trino/listenerColumns.json';
import { askTrino } from './askTrino';
import type { SeededHistory, SeededQuery } from './history';
import { TABLE_COLUMNS, TABLES } from './historyTables';

// `query.max-length` is a million characters.
const QUERIES_A_STATEMENT = 6_000;

const INCOMING = 'memory.slo.incoming';

const INSTANT = 'timestamp(3) with time zone';

const NONE = '\\N';

interface Column {
  name: string;
  type: string;
  /** SQL over the columns of INCOMING. */
  value: string;
}

const LOG_COLUMNS: Column[] = [
  { name: TABLE_COLUMNS.queryId, type: 'varchar', value: 'query_id' },
  { name: TABLE_COLUMNS.created, type: INSTANT, value: 'created' },
  { name: TABLE_COLUMNS.end, type: INSTANT, value: 'ended' },
  { name: TABLE_COLUMNS.state, type: 'varchar', value: 'state' },
  { name: TABLE_COLUMNS.errorType, type: 'varchar', value: 'error_type' },
  { name: TABLE_COLUMNS.errorCode, type: 'varchar', value: 'error_code' },
  { name: TABLE_COLUMNS.user, type: 'varchar', value: '"user"' },
  { name: TABLE_COLUMNS.source, type: 'varchar', value: 'source' },
  { name: TABLE_COLUMNS.resourceGroup, type: 'varchar', value: 'resource_group' },
  { name: TABLE_COLUMNS.message, type: 'varchar', value: 'message' },
];

/** Creates both tables and fills them: some 44,000 queries in seconds. */
export async function seedHistory(url: string, { queries }: SeededHistory): Promise<void> {
  await askTrino(url, 'CREATE SCHEMA memory.trino_events');
  await askTrino(url, 'CREATE SCHEMA memory.slo');
  await askTrino(url, `CREATE TABLE ${TABLES.mysqlListener} (${definitions(listenerColumns)})`);
  await askTrino(url, `CREATE TABLE ${TABLES.table} (${definitions(LOG_COLUMNS)})`);
  await recordQueries(url, queries);
  await recordUnfinished(url);
}

/** Adds queries to both tables. */
async function recordQueries(url: string, queries: readonly SeededQuery[]): Promise<void> {
  for (let first = 0; first < queries.length; first += QUERIES_A_STATEMENT) {
    const rows = asRows(queries.slice(first, first + QUERIES_A_STATEMENT));
    await askTrino(url, `${first === 0 ? `CREATE TABLE ${INCOMING} AS` : `INSERT INTO ${INCOMING}`} ${rows}`);
  }
  await askTrino(url, `INSERT INTO ${TABLES.mysqlListener} SELECT ${values(listenerColumns)} FROM ${INCOMING}`);
  await askTrino(url, `INSERT INTO ${TABLES.table} SELECT ${values(LOG_COLUMNS)} FROM ${INCOMING}`);
  await askTrino(url, `DROP TABLE ${INCOMING}`);
}

/** The log, unlike the listener, also has queries that are not over, and these have no outcome. */
async function recordUnfinished(url: string): Promise<void> {
  const { queryId, created, state, user } = TABLE_COLUMNS;
  const rows = ['RUNNING', 'QUEUED'].map(
    (unfinished) =>
      `('20260115_080000_9${unfinished}', TIMESTAMP '2026-01-15 08:00:00 UTC', '${unfinished}', 'analyst')`
  );
  await askTrino(
    url,
    `INSERT INTO ${TABLES.table} (${queryId}, ${created}, ${state}, ${user}) VALUES ${rows.join(', ')}`
  );
}

/** One literal for all rows: Trino reads it many times faster than VALUES of as many rows. */
function asRows(queries: readonly SeededQuery[]): string {
  const lines = queries.map((query) =>
    [
      query.queryId,
      query.createdMs,
      query.endMs,
      query.state,
      query.errorType ?? NONE,
      query.errorCode ?? NONE,
      query.message ?? NONE,
      query.user,
      query.source ?? NONE,
      query.resourceGroup ?? NONE,
    ].join('\t')
  );
  const literal = `'${lines.join('\n').replaceAll("'", "''")}'`;
  const instant = (cell: number) => `CAST(from_unixtime_nanos(CAST(cells[${cell}] AS bigint) * 1000000) AS ${INSTANT})`;
  const optional = (cell: number) => `nullif(cells[${cell}], '${NONE}')`;
  return `SELECT cells[1] AS query_id, ${instant(2)} AS created, ${instant(3)} AS ended, cells[4] AS state,
      ${optional(5)} AS error_type, ${optional(6)} AS error_code, ${optional(7)} AS message, cells[8] AS "user",
      ${optional(9)} AS source, ${optional(10)} AS resource_group
    FROM (SELECT split(line, chr(9)) AS cells FROM UNNEST(split(${literal}, chr(10))) AS lines (line))`;
}

function definitions(columns: Column[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ');
}

function values(columns: Column[]): string {
  return columns.map(({ value }) => value).join(', ');
}
