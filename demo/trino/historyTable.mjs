import { readFileSync } from 'node:fs';
import { runStatement, StatementFailed } from './statement.mjs';

/** What the shipped catalogue reads: the table of Trino's MySQL event listener. */
const TABLE = 'mysql.trino_events.trino_queries';
const UNFINISHED = 'mysql.trino_events.unfinished';

const RECORDER = { user: 'recorder', source: 'demo-recorder' };

// `query.max-length` is a million characters.
const QUERIES_A_STATEMENT = 5_000;
const NONE = '\\N';
const INSTANT = 'timestamp(3) with time zone';

const COLUMNS = JSON.parse(readFileSync(new URL('listenerColumns.json', import.meta.url), 'utf8'));

/** Trino's memory is empty after a restart. */
export async function isWritten(url) {
  try {
    await runStatement(url, `SELECT 1 FROM ${TABLE} LIMIT 1`, RECORDER);
    return true;
  } catch (error) {
    if (error instanceof StatementFailed && /^(TABLE|SCHEMA)_NOT_FOUND$/.test(error.errorName)) {
      return false;
    }
    throw error;
  }
}

/** The table has its name only when all queries are in it. */
export async function writeHistory(url, queries) {
  const run = (sql) => runStatement(url, sql, RECORDER);
  await run('CREATE SCHEMA IF NOT EXISTS mysql.trino_events');
  await run(`DROP TABLE IF EXISTS ${UNFINISHED}`);
  await run(`CREATE TABLE ${UNFINISHED} (${COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ')})`);
  for (let first = 0; first < queries.length; first += QUERIES_A_STATEMENT) {
    await run(insertInto(UNFINISHED, asRows(queries.slice(first, first + QUERIES_A_STATEMENT))));
  }
  await run(`ALTER TABLE ${UNFINISHED} RENAME TO ${TABLE}`);
}

/**
 * Adds what ended since the last time, as the event listener would at the end of each query. Trino itself remembers every
 * query for a quarter of an hour.
 */
export async function recordEnded(url) {
  const recent = `query_id >= format_datetime(now() - INTERVAL '1' DAY, 'yyyyMMdd')`;
  await runStatement(
    url,
    insertInto(
      TABLE,
      `SELECT query_id, created, "end" AS ended, state, error_type, error_code, CAST(NULL AS varchar) AS message, "user",
        source, array_join(resource_group_id, '.') AS resource_group
      FROM system.runtime.queries
      WHERE state IN ('FINISHED', 'FAILED') AND coalesce(source, '') <> '${RECORDER.source}'
        AND query_id NOT IN (SELECT query_id FROM ${TABLE} WHERE ${recent})`
    ),
    RECORDER
  );
}

function insertInto(table, rows) {
  return `INSERT INTO ${table} SELECT ${COLUMNS.map(({ value }) => value).join(', ')} FROM (${rows})`;
}

/** One literal for all rows: Trino reads it many times faster than VALUES of as many rows. */
function asRows(queries) {
  const lines = queries.map(({ queryId, created, ended, errorType, errorCode, message, user, source }) =>
    [queryId, created, ended, errorType ?? NONE, errorCode ?? NONE, message ?? NONE, user, source].join('\t')
  );
  const literal = `'${lines.join('\n').replaceAll("'", "''")}'`;
  const instant = (cell) => `CAST(from_unixtime_nanos(CAST(cells[${cell}] AS bigint) * 1000000) AS ${INSTANT})`;
  const optional = (cell) => `nullif(cells[${cell}], '${NONE}')`;
  return `SELECT cells[1] AS query_id, ${instant(2)} AS created, ${instant(3)} AS ended,
      if(${optional(5)} IS NULL, 'FINISHED', 'FAILED') AS state, ${optional(4)} AS error_type, ${optional(5)} AS error_code,
      ${optional(6)} AS message, cells[7] AS "user", cells[8] AS source, 'global.users' AS resource_group
    FROM (SELECT split(line, chr(9)) AS cells FROM UNNEST(split(${literal}, chr(10))) AS lines (line))`;
}
