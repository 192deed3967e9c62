import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { HOUR_MS } from '../../src/budget/durations';
import { MIGRATIONS } from './migrations';
import { openSqliteStore } from './sqliteStore';
import { describeStore, keyOf, roundOf, START_MS, stretchOf } from './storeSuite.testing';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'error-budget-store-'));
  file = join(folder, 'memory.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('a store in SQLite', () =>
  describeStore(async () => ({
    open: (migrations) => openSqliteStore({ file, migrations }),
    remove: async () => undefined,
  })));

describe('a SQLite file', () => {
  const key = keyOf();
  const kept = stretchOf(key, START_MS, 24 * 200);

  async function writeStore(): Promise<void> {
    const store = await openSqliteStore({ file });
    await store.write(roundOf(key, kept));
    await store.close();
  }

  it('belongs to its owner alone, journals included', async () => {
    const store = await openSqliteStore({ file });
    await store.write(roundOf(key, kept));
    const modes = ['', '-wal', '-shm'].map((end) => statSync(file + end).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    await store.close();
  });

  it('is put aside when it was cut short, and begins anew', async () => {
    await writeStore();
    truncateSync(file, statSync(file).size / 2);
    const report = jest.fn();
    const store = await openSqliteStore({ file, report });
    expect(report).toHaveBeenCalledWith(
      `the file is broken; it is put aside as ${file}.broken, and the memory begins anew`
    );
    expect(await store.series()).toEqual([]);
    await store.write(roundOf(key, kept));
    await store.close();
    expect(existsSync(`${file}.broken`)).toBe(true);
    const again = await openSqliteStore({ file });
    expect((await again.series()).map((one) => one.key)).toEqual([key]);
    await again.close();
  });

  it('is put aside when pages of it are overwritten', async () => {
    await writeStore();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096);
    writeFileSync(file, bytes);
    const report = jest.fn();
    const store = await openSqliteStore({ file, report });
    expect(report).toHaveBeenCalledTimes(1);
    await store.close();
  });

  it('begins anew where the file is empty', async () => {
    writeFileSync(file, '');
    const store = await openSqliteStore({ file });
    expect(await store.series()).toEqual([]);
    await store.close();
  });

  it('shows damage inside a chunk rather than other figures', async () => {
    await writeStore();
    const database = new Sqlite(file);
    const [row] = database.prepare('SELECT start_ms, buckets FROM chunks LIMIT 1').all() as Array<{
      start_ms: number;
      buckets: ArrayBuffer;
    }>;
    const bytes = new Uint8Array(row.buckets);
    bytes[bytes.length >> 1] ^= 0x40;
    database.prepare('UPDATE chunks SET buckets = ? WHERE start_ms = ?').run(bytes, row.start_ms);
    database.close();
    const report = jest.fn();
    const store = await openSqliteStore({ file, report });
    expect((await store.read(key, START_MS, START_MS + HOUR_MS)).columns.coverage[0]).toBeNaN();
    expect(report).toHaveBeenCalledWith(expect.stringContaining('a chunk of buckets is damaged'));
    await store.write(roundOf(key, kept));
    expect((await store.read(key, START_MS, START_MS + HOUR_MS)).columns.total[0]).toBe(kept.columns.total[0]);
    await store.close();
  });

  it.each([
    ['a text', (at: string) => writeFileSync(at, 'objectives:\n'.repeat(200)), 'is no store of Error Budget'],
    ['a folder', (at: string) => mkdirSync(at), 'it is a folder'],
    [
      'the database of another program',
      (at: string) => new Sqlite(at).exec('CREATE TABLE theirs (x)'),
      'the database of another program',
    ],
  ])('leaves %s alone', async (_, put, found) => {
    put(file);
    await expect(openSqliteStore({ file })).rejects.toThrow(found);
    expect(existsSync(`${file}.broken`)).toBe(false);
  });

  it('names a folder that does not exist', async () => {
    await expect(openSqliteStore({ file: join(folder, 'absent', 'memory.db') })).rejects.toThrow(
      'the folder of the file does not exist'
    );
  });

  it('says that another process has locked it, keeps nothing of that round, and goes on afterwards', async () => {
    const store = await openSqliteStore({ file });
    const other = new Sqlite(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.write(roundOf(key, kept))).rejects.toThrow('another process has locked the file');
    expect(await store.series()).toEqual([]);
    other.exec('ROLLBACK');
    other.close();
    await store.write(roundOf(key, kept));
    expect(await store.series()).toHaveLength(1);
    await store.close();
  });

  it('can be copied while it is written, and the copy is a store', async () => {
    const store = await openSqliteStore({ file });
    await store.write(roundOf(key, kept));
    const copy = join(folder, 'copy.db');
    const other = new Sqlite(file);
    other.exec(`VACUUM INTO '${copy}'`);
    other.close();
    await store.write(roundOf(keyOf({ objective: 'web' }), kept));
    const restored = await openSqliteStore({ file: copy });
    expect((await restored.series()).map((one) => one.key)).toEqual([key]);
    expect((await restored.read(key, START_MS, START_MS + 24 * 200 * HOUR_MS)).columns).toEqual(kept.columns);
    await restored.close();
    await store.close();
  });

  it('opens the first version that was released', async () => {
    const fixture = join(__dirname, 'testdata', 'version1.db');
    writeFileSync(file, readFileSync(fixture));
    chmodSync(file, 0o600);
    const store = await openSqliteStore({
      file,
      migrations: [...MIGRATIONS, () => ['ALTER TABLE series ADD later TEXT']],
    });
    expect((await store.read(key, START_MS, START_MS + 3 * HOUR_MS)).columns).toEqual(
      stretchOf(key, START_MS, 3).columns
    );
    expect(await store.record('runs')).toEqual({ kept: true });
    await store.close();
  });
});
