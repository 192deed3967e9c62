import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import type Database from 'libsql';
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

const TYPES: ColumnTypes = { bytes: 'BLOB', instant: 'INTEGER', id: 'INTEGER PRIMARY KEY' };
/** "EBud": what `file` and we recognize a store by. */
const APPLICATION_ID = 0x45427564;
const APPLICATION_ID_AT = 68;
/** Calls wait inside the process, which answers no one meanwhile; the next round tries again anyway. */
const BUSY_TIMEOUT_MS = 250;
const OWNER_ONLY = 0o600;

export interface SqliteOptions {
  file: string;
  migrations?: readonly Migration[];
  report?: ReportDamage;
}

/**
 * The store in one SQLite file, which only its owner can read. A store that is broken is put aside as `FILE.broken`, in the place
 * of an earlier one, and a new one begins; a file that is something else is left alone.
 * Rejects with a StoreError.
 */
export async function openSqliteStore({ file, migrations = MIGRATIONS, report }: SqliteOptions): Promise<Store> {
  const open = await loadLibsql();
  try {
    return new SqliteStore(connect(open, file, migrations), report);
  } catch (error) {
    const broken = codeOf(error) === 'SQLITE_CORRUPT' || codeOf(error) === 'SQLITE_NOTADB';
    if (!broken || !(await isOurs(file))) {
      throw inWords(error);
    }
    const movedTo = `${file}.broken`;
    renameSync(file, movedTo);
    // They belong to the file that is gone, and would be played back into the new one.
    rmSync(`${file}-wal`, { force: true });
    rmSync(`${file}-shm`, { force: true });
    report?.(`the file is broken; it is put aside as ${movedTo}, and the memory begins anew`);
  }
  try {
    return new SqliteStore(connect(open, file, migrations), report);
  } catch (error) {
    throw inWords(error);
  }
}

type Open = (file: string) => Database.Database;

/** Rejects with a StoreError where the package is not installed. */
export async function loadLibsql(): Promise<Open> {
  try {
    const { default: Sqlite } = await import('libsql');
    return (file) => new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
  } catch {
    throw new StoreError(
      'the optional package libsql, which reads SQLite files, is not installed; run npm install libsql, or name a PostgreSQL'
    );
  }
}

function connect(open: Open, file: string, migrations: readonly Migration[]): Database.Database {
  createFile(file);
  const database = open(file);
  try {
    const [check] = rows(database, 'PRAGMA quick_check(1)', 'quick_check');
    if (check !== 'ok') {
      throw Object.assign(new Error(`quick_check: ${String(check)}`), { code: 'SQLITE_CORRUPT' });
    }
    claim(database);
    // Readers see the last whole round while the next is written, and SIGKILL leaves whole rounds.
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA foreign_keys = ON');
    migrate(database, migrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite gives its journals the mode of the file. */
function createFile(file: string): void {
  closeSync(openSync(file, 'a', OWNER_ONLY));
}

/** Marks a new file as ours in its first page, before there is a journal that could hold that page instead. */
function claim(database: Database.Database): void {
  const application = Number(rows(database, 'PRAGMA application_id', 'application_id')[0]);
  if (application === APPLICATION_ID) {
    return;
  }
  if (Number(rows(database, 'PRAGMA schema_version', 'schema_version')[0]) !== 0) {
    throw new StoreError('the file is the database of another program; name another one');
  }
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
}

function migrate(database: Database.Database, migrations: readonly Migration[]): void {
  if (outstanding(versionOf(database), migrations).length === 0) {
    return;
  }
  transaction(database, () => {
    // Another process may have migrated in between.
    for (const migration of outstanding(versionOf(database), migrations)) {
      migration(TYPES).forEach((statement) => database.exec(statement));
    }
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function versionOf(database: Database.Database): number {
  return Number(rows(database, 'PRAGMA user_version', 'user_version')[0]);
}

function rows(database: Database.Database, sql: string, column: string): unknown[] {
  return database
    .prepare(sql)
    .all([])
    .map((row) => field(row, column));
}

function transaction(database: Database.Database, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    // A full disk has rolled it back already.
    if (database.inTransaction) {
      database.exec('ROLLBACK');
    }
    throw error;
  }
}

/** Whether the file was once a store, whatever became of the rest of it. */
async function isOurs(file: string): Promise<boolean> {
  const handle = await openFile(file);
  try {
    const header = Buffer.alloc(APPLICATION_ID_AT + 4);
    const { bytesRead } = await handle.read(header, 0, header.length, 0);
    return bytesRead === header.length && header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID;
  } finally {
    await handle.close();
  }
}

const KEY = 'objective = ? AND kind = ? AND step_ms = ? AND definition = ?';

/** Values go to libsql as one array: a Buffer that comes alone ends the process. */
class SqliteStore implements Store {
  private readonly statements;

  constructor(
    private readonly database: Database.Database,
    private readonly report: ReportDamage | undefined
  ) {
    const prepare = (sql: string) => database.prepare(sql);
    this.statements = {
      series: prepare('SELECT id, objective, kind, step_ms, definition, state FROM series ORDER BY id'),
      id: prepare(`SELECT id FROM series WHERE ${KEY}`),
      putSeries: prepare(
        'INSERT INTO series (objective, kind, step_ms, definition, state) VALUES (?, ?, ?, ?, ?) ' +
          'ON CONFLICT (objective, kind, step_ms, definition) DO UPDATE SET state = excluded.state'
      ),
      chunk: prepare('SELECT buckets FROM chunks WHERE series_id = ? AND start_ms = ?'),
      chunks: prepare(
        'SELECT start_ms, buckets FROM chunks WHERE series_id = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms'
      ),
      putChunk: prepare(
        'INSERT INTO chunks (series_id, start_ms, buckets) VALUES (?, ?, ?) ' +
          'ON CONFLICT (series_id, start_ms) DO UPDATE SET buckets = excluded.buckets'
      ),
      checkpoint: prepare('PRAGMA wal_checkpoint(TRUNCATE)'),
      record: prepare('SELECT value FROM records WHERE name = ?'),
      putRecord: prepare(
        'INSERT INTO records (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
      ),
      dropChunks: prepare('DELETE FROM chunks WHERE series_id = ? AND start_ms < ?'),
      dropSeries: prepare(
        'DELETE FROM series WHERE id = ? AND NOT EXISTS (SELECT 1 FROM chunks WHERE series_id = series.id)'
      ),
    };
  }

  async series(): Promise<KeptSeries[]> {
    return this.explained(() => this.statements.series.all([]).flatMap((row) => seriesFromRow(row) ?? []));
  }

  async read(key: SeriesKey, fromMs: number, toMs: number): Promise<Stretch> {
    return this.explained(() => {
      const stretch = emptyStretch(key.kind, key.stepMs, fromMs, toMs);
      const id = this.idOf(key);
      if (id !== undefined) {
        for (const row of this.statements.chunks.all([id, chunkStartMs(fromMs, key.stepMs), toMs])) {
          overlayChunk(stretch, key, Number(field(row, 'start_ms')), bytesOf(row, 'buckets'), this.report);
        }
      }
      return stretch;
    });
  }

  async record(name: string): Promise<unknown> {
    return this.explained(() => {
      const row = this.statements.record.get([name]);
      return row === undefined ? undefined : recordFromBytes(bytesOf(row, 'value'));
    });
  }

  async write({ series, records }: Round): Promise<void> {
    this.explained(() =>
      transaction(this.database, () => {
        for (const { key, state, parts } of series) {
          this.statements.putSeries.run([...keyValues(key), stateToText(state)]);
          this.putParts(key, parts);
        }
        for (const [name, record] of records) {
          this.statements.putRecord.run([name, recordToBytes(record)]);
        }
      })
    );
  }

  private putParts(key: SeriesKey, parts: readonly Stretch[]): void {
    const id = this.idOf(key);
    for (const [startMs, together] of byChunk(parts)) {
      const row = this.statements.chunk.get([id, startMs]);
      const kept = row === undefined ? undefined : bytesOf(row, 'buckets');
      this.statements.putChunk.run([id, startMs, replaceInChunk(key, startMs, kept, together)]);
    }
  }

  async forget(before: ReadonlyArray<{ key: SeriesKey; beforeMs: number }>): Promise<void> {
    this.explained(() =>
      transaction(this.database, () => {
        for (const { key, beforeMs } of before) {
          const id = this.idOf(key);
          this.statements.dropChunks.run([id, chunkStartMs(beforeMs, key.stepMs)]);
          this.statements.dropSeries.run([id]);
        }
      })
    );
  }

  async close(): Promise<void> {
    try {
      // libsql closes the file only when its statements are collected, so the journal would stay for long.
      this.statements.checkpoint.get([]);
    } catch {
      // What could not be moved is in the journal, from which the next start reads it.
    }
    this.database.close();
  }

  private idOf(key: SeriesKey): number | undefined {
    const row = this.statements.id.get(keyValues(key));
    return row === undefined ? undefined : Number(field(row, 'id'));
  }

  private explained<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw inWords(error);
    }
  }
}

function keyValues({ objective, kind, stepMs, definition }: SeriesKey): [string, string, number, string] {
  return [objective, kind, stepMs, definition];
}

function field(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null ? Object.entries(row).find(([key]) => key === name)?.[1] : undefined;
}

function bytesOf(row: unknown, name: string): Uint8Array {
  const value = field(row, name);
  if (value instanceof Uint8Array) {
    return value;
  }
  if (value instanceof ArrayBuffer) {
    return new Uint8Array(value);
  }
  throw new StoreError(`the column ${name} holds no bytes`);
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

const FOUND: Record<string, string> = {
  SQLITE_BUSY: 'another process has locked the file; stop it, or name another file',
  SQLITE_LOCKED: 'another process has locked the file; stop it, or name another file',
  SQLITE_FULL: 'the disk is full; make room',
  SQLITE_NOTADB: 'the file is no store of Error Budget; move it away, or name another one',
  SQLITE_CORRUPT: 'the file is broken; restore a copy, or move it away',
  SQLITE_READONLY: 'the file cannot be written; check its owner and its mode',
  SQLITE_CANTOPEN: 'the file cannot be opened; check that its folder exists and belongs to this user',
  EACCES: 'the file cannot be opened; check its owner and its mode',
  ENOENT: 'the folder of the file does not exist',
  EISDIR: 'it is a folder; name a file in it',
  ENOSPC: 'the disk is full; make room',
  EROFS: 'the file cannot be written; its file system is read-only',
};

function inWords(error: unknown): StoreError {
  if (error instanceof StoreError) {
    return error;
  }
  const code = codeOf(error) ?? '';
  // SQLITE_IOERR_WRITE and others extend the code of their kind.
  const known = FOUND[code] ?? FOUND[code.split('_').slice(0, 2).join('_')];
  const message = error instanceof Error ? error.message : String(error);
  return new StoreError(known ?? `SQLite reports ${code} ${message}`.replace(/\s+/g, ' '), { cause: error });
}
