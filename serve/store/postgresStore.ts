import type { Pool, PoolClient, QueryResult } from 'pg';
import { byChunk, overlayChunk, replaceInChunk } from './chunks';
import { MIGRATIONS, outstanding, type ColumnTypes, type Migration } from './migrations';
import {
  chunkStartMs,
  emptyStretch,
  StoreError,
  type KeptSeries,
  type ReportDamage,
  type Round,
  type SeriesKey,
  type Store,
  type Stretch,
} from './store';
import { recordFromBytes, recordToBytes, seriesFromRow, stateToText } from './storedJson';

const TYPES: ColumnTypes = {
  bytes: 'BYTEA',
  instant: 'BIGINT',
  id: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
};
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const CONNECTIONS = 3;
/** Chunks of one statement: some megabytes. */
const BATCH = 2_000;
/** Writers of the same schema wait for each other: a chunk is read, changed and written. */
const WRITER_LOCK = 0x45427564;

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; `PGPASSWORD` and the like fill in what it lacks. */
  url: string;
  /** Schema of its tables, which is created where it does not exist. */
  schema?: string;
  migrations?: readonly Migration[];
  report?: ReportDamage;
}

/** The store in a schema of a PostgreSQL. Connections that break are replaced. Rejects with a StoreError. */
export async function openPostgresStore({
  url,
  schema = 'error_budget',
  migrations = MIGRATIONS,
  report,
}: PostgresOptions): Promise<Store> {
  const { Pool: Connections } = await loadPg();
  const pool = new Connections({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: 2 * STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'error-budget',
    options: `-c search_path=${schema}`,
  });
  // An idle connection that breaks is replaced when it is needed.
  pool.on('error', () => undefined);
  const store = new PostgresStore(pool, report);
  try {
    await store.migrate(schema, migrations);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Rejects with a StoreError where the package is not installed. */
export async function loadPg(): Promise<typeof import('pg')> {
  try {
    return await import('pg');
  } catch {
    throw new StoreError(
      'the optional package pg, which speaks to PostgreSQL, is not installed; run npm install pg, or name a file'
    );
  }
}

class PostgresStore implements Store {
  constructor(
    private readonly pool: Pool,
    private readonly report: ReportDamage | undefined
  ) {}

  async migrate(schema: string, migrations: readonly Migration[]): Promise<void> {
    await this.transaction(async (client) => {
      // Without the right to create schemas, one that exists will do.
      const { rows } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
      if (rows.length === 0) {
        await client.query(`CREATE SCHEMA ${schema}`);
      }
      await client.query('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
      const version = Number(textOf(await client.query('SELECT max(version) AS version FROM schema_version')) ?? 0);
      for (const migration of outstanding(version, migrations)) {
        for (const statement of migration(TYPES)) {
          await client.query(statement);
        }
      }
      if (version < migrations.length) {
        await client.query('DELETE FROM schema_version');
        await client.query('INSERT INTO schema_version VALUES ($1)', [migrations.length]);
      }
    });
  }

  async series(): Promise<KeptSeries[]> {
    const { rows } = await this.query('SELECT id, objective, kind, step_ms, definition, state FROM series ORDER BY id');
    return rows.flatMap((row: unknown) => seriesFromRow(row) ?? []);
  }

  async read(key: SeriesKey, fromMs: number, toMs: number): Promise<Stretch> {
    const stretch = emptyStretch(key.kind, key.stepMs, fromMs, toMs);
    const { rows } = await this.query<ChunkRow>(
      'SELECT start_ms, buckets FROM chunks JOIN series ON series.id = series_id ' +
        'WHERE objective = $1 AND kind = $2 AND step_ms = $3 AND definition = $4 AND start_ms >= $5 AND start_ms < $6 ' +
        'ORDER BY start_ms',
      [...keyValues(key), chunkStartMs(fromMs, key.stepMs), toMs]
    );
    for (const { start_ms: startMs, buckets } of rows) {
      overlayChunk(stretch, key, Number(startMs), buckets, this.report);
    }
    return stretch;
  }

  async record(name: string): Promise<unknown> {
    const { rows } = await this.query<{ value: Buffer }>('SELECT value FROM records WHERE name = $1', [name]);
    return rows.length === 0 ? undefined : recordFromBytes(rows[0].value);
  }

  async write({ series, records }: Round): Promise<void> {
    await this.transaction(async (client) => {
      const ids = await putSeries(client, series);
      const chunks = series.flatMap(({ key, parts }, at) =>
        [...byChunk(parts)].map(([startMs, together]) => ({ key, id: ids[at], startMs, together }))
      );
      for (let first = 0; first < chunks.length; first += BATCH) {
        await putChunks(client, chunks.slice(first, first + BATCH));
      }
      for (const [name, record] of records) {
        await client.query(
          'INSERT INTO records (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
          [name, recordToBytes(record)]
        );
      }
    });
  }

  async forget(before: ReadonlyArray<{ key: SeriesKey; beforeMs: number }>): Promise<void> {
    await this.transaction(async (client) => {
      for (const { key, beforeMs } of before) {
        const where = 'objective = $1 AND kind = $2 AND step_ms = $3 AND definition = $4';
        await client.query(
          `DELETE FROM chunks USING series WHERE series.id = series_id AND ${where} AND start_ms < $5`,
          [...keyValues(key), chunkStartMs(beforeMs, key.stepMs)]
        );
        await client.query(
          `DELETE FROM series WHERE ${where} AND NOT EXISTS (SELECT 1 FROM chunks WHERE series_id = series.id)`,
          keyValues(key)
        );
      }
    });
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async query<Row extends object>(sql: string, values: unknown[] = []): Promise<QueryResult<Row>> {
    try {
      return await this.pool.query<Row>(sql, values);
    } catch (error) {
      throw inWords(error);
    }
  }

  /** All of it or nothing, and one writer at a time. A connection that fails is given up. */
  private async transaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
    let client: PoolClient | undefined;
    try {
      client = await this.pool.connect();
      // What breaks between two queries is found by the next.
      client.on('error', () => undefined);
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [WRITER_LOCK]);
      await work(client);
      await client.query('COMMIT');
      client.release();
    } catch (error) {
      client?.release(true);
      throw inWords(error);
    }
  }
}

interface ChunkRow {
  start_ms: string;
  buckets: Buffer;
}

/** The id of each series, in their order. */
async function putSeries(client: PoolClient, series: readonly KeptSeries[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { key, state } of series) {
    const result = await client.query<{ id: string }>(
      'INSERT INTO series (objective, kind, step_ms, definition, state) VALUES ($1, $2, $3, $4, $5) ' +
        'ON CONFLICT (objective, kind, step_ms, definition) DO UPDATE SET state = excluded.state RETURNING id',
      [...keyValues(key), stateToText(state)]
    );
    ids.push(result.rows[0].id);
  }
  return ids;
}

interface ChangedChunk {
  key: SeriesKey;
  id: string;
  startMs: number;
  together: Stretch[];
}

async function putChunks(client: PoolClient, chunks: readonly ChangedChunk[]): Promise<void> {
  const ids = chunks.map(({ id }) => id);
  const starts = chunks.map(({ startMs }) => startMs);
  const { rows } = await client.query<ChunkRow & { series_id: string }>(
    'SELECT series_id, start_ms, buckets FROM chunks JOIN unnest($1::bigint[], $2::bigint[]) AS changed (id, at) ' +
      'ON series_id = changed.id AND start_ms = changed.at',
    [ids, starts]
  );
  const kept = new Map(rows.map((row) => [`${row.series_id} ${row.start_ms}`, row.buckets]));
  const buckets = chunks.map(({ key, id, startMs, together }) =>
    replaceInChunk(key, startMs, kept.get(`${id} ${startMs}`), together)
  );
  await client.query(
    'INSERT INTO chunks (series_id, start_ms, buckets) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) ' +
      'ON CONFLICT (series_id, start_ms) DO UPDATE SET buckets = excluded.buckets',
    [ids, starts, buckets]
  );
}

function keyValues({ objective, kind, stepMs, definition }: SeriesKey): [string, string, number, string] {
  return [objective, kind, stepMs, definition];
}

function textOf({ rows }: QueryResult<{ version: number | null }>): number | null {
  return rows[0].version;
}

/** Class 28: refused credentials; 53: out of disk, memory or connections; 57: the server stops or starts. */
const FOUND: Record<string, string> = {
  '3D000': 'the PostgreSQL has no such database; create it',
  '42501': 'PostgreSQL allows this user neither to create the schema nor to use it',
  '53100': 'the disk of PostgreSQL is full; make room',
  '57P03': 'PostgreSQL is starting',
  ECONNREFUSED: 'PostgreSQL cannot be reached; check that it runs at this address',
  ENOTFOUND: 'the host of PostgreSQL is unknown',
};

function inWords(error: unknown): StoreError {
  if (error instanceof StoreError) {
    return error;
  }
  const code =
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = error instanceof Error ? error.message : String(error);
  const known = code.startsWith('28') ? 'PostgreSQL refuses the user or the password' : FOUND[code];
  return new StoreError(known ?? `PostgreSQL reports ${code} ${message}`.replace(/\s+/g, ' ').trim(), { cause: error });
}
