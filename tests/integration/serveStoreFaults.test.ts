import { execFileSync } from 'node:child_process';
import {
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
import { describeWithPostgres, startPostgres, type PostgresServer } from './postgresServer';
import { until } from './scraped/scrapedBy';
import { samplesOf, startServed, type Served, type ServeOptions } from './serve/servedProcess';

const NOW_MS = Date.UTC(2026, 2, 10, 10, 37);
const OBJECTIVES = 19;
const TIMEOUT_MS = 180_000;
const RECOVERS_WITHIN_MS = 90_000;

let folder: string;
let file: string;
let served: Served | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'error-budget-serve-faults-'));
  file = join(folder, 'memory.db');
});

afterEach(async () => {
  await served?.kill();
  rmSync(folder, { recursive: true, force: true });
});

function start(options: Partial<ServeOptions> = {}, store = file): Served {
  served = startServed({ args: ['--demo', '--interval', '1s', '--store', store], nowMs: NOW_MS, ...options });
  return served;
}

/** Whether the memory is up, while every objective has its figures. */
async function isMemoryUp(of: Served): Promise<boolean> {
  const metrics = await of.metrics();
  expect([...samplesOf(metrics, 'slo_status').values()].filter((value) => value === 1)).toHaveLength(OBJECTIVES);
  return samplesOf(metrics, 'slo_memory_up').get('') === 1;
}

const becomes = (of: Served, isUp: boolean) =>
  until(
    () => isMemoryUp(of),
    (found) => found === isUp,
    RECOVERS_WITHIN_MS
  );

const failures = (of: Served) => of.log().flatMap(({ event, found }) => (event === 'memoryFailing' ? [found] : []));

async function fill(): Promise<void> {
  const first = start();
  await becomes(first, true);
  await first.stop();
  expect(statSync(file).size).toBeGreaterThan(50_000);
}

describe('error-budget serve whose store is no good', () => {
  const other = (sql: string) => {
    const database = new Sqlite(file);
    database.exec(sql);
    database.close();
  };

  it.each<[string, () => void, RegExp, { isUp: boolean; isKept: boolean }]>([
    [
      'cut short',
      () => truncateSync(file, 40_000),
      /broken; it is put aside as .*memory\.db\.broken/,
      { isUp: true, isKept: false },
    ],
    [
      'of a newer schema',
      () => other('PRAGMA user_version = 99'),
      /its schema is of version 99.*a newer Error Budget/,
      { isUp: false, isKept: true },
    ],
    [
      'another file',
      () => writeFileSync(file, 'objectives:\n'.repeat(9_000)),
      /no store of Error Budget/,
      { isUp: false, isKept: true },
    ],
  ])(
    'serves all figures, and says that the file is %s',
    async (_, spoil, found, { isUp, isKept }) => {
      await fill();
      spoil();
      const spoilt = readFileSync(file);
      const second = start();
      expect(await isMemoryUp(second)).toBe(isUp);
      expect(failures(second)).toEqual([expect.stringMatching(found)]);
      expect(existsSync(`${file}.broken`)).toBe(!isKept);
      expect(readFileSync(isKept ? file : `${file}.broken`).equals(spoilt)).toBe(true);
    },
    TIMEOUT_MS
  );

  it(
    'serves all figures while another process has locked the file, and keeps on when it is free',
    async () => {
      const first = start();
      await becomes(first, true);
      const database = new Sqlite(file);
      await until(
        async () => locks(database),
        (isLocked) => isLocked
      );
      await becomes(first, false);
      expect(failures(first)).toEqual(['another process has locked the file; stop it, or name another file']);
      database.exec('ROLLBACK');
      database.close();
      await becomes(first, true);
      expect(first.log().map(({ event }) => event)).toContain('memoryRecovered');
    },
    TIMEOUT_MS
  );

  it(
    'serves all figures while its files may not grow',
    async () => {
      const first = start({ largestFile: 64 });
      await becomes(first, false);
      expect(failures(first)).toHaveLength(1);
      await first.kill();
      // What was kept is sound, and goes on where there is room.
      const second = start();
      await becomes(second, true);
      expect(failures(second)).toEqual([]);
    },
    TIMEOUT_MS
  );

  it(
    'serves all figures while the disk is full, and keeps on when there is room',
    async () => {
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      if (!mounts(disk)) {
        process.stderr.write('Not allowed to mount a small disk: skipped\n');
        return;
      }
      try {
        const filler = join(disk, 'filler');
        writeFileSync(filler, Buffer.alloc(900 * 1024));
        const first = start({}, join(disk, 'memory.db'));
        await becomes(first, false);
        expect(failures(first)).toEqual(['the disk is full; make room']);
        rmSync(filler);
        await becomes(first, true);
        expect(first.log().filter(({ event }) => event === 'memoryRecovered')).toHaveLength(1);
        await first.stop();
      } finally {
        await served?.kill();
        execFileSync('umount', [disk]);
      }
    },
    TIMEOUT_MS
  );
});

/** Whether the connection now holds the file; the server may write at that moment. */
function locks(database: Sqlite.Database): boolean {
  try {
    database.exec('BEGIN IMMEDIATE');
    return true;
  } catch {
    return false;
  }
}

function mounts(at: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describeWithPostgres('error-budget serve whose store is a PostgreSQL', () => {
  let postgres: PostgresServer;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 300_000);

  afterAll(() => postgres.stop());

  it(
    'serves all figures while the server crashes, keeps on when it is back, and finds its memory again',
    async () => {
      const environment = { SERVE_STORE_PASSWORD: 'hunter2' };
      const first = start({ environment }, postgres.url);
      await becomes(first, true);
      await first.stop();
      const second = start({ environment }, postgres.url);
      const { series } = await second.logged('memory');
      expect(series).toBeGreaterThan(OBJECTIVES);
      await becomes(second, true);
      await postgres.crashAndRestart();
      await becomes(second, true);
      await second.stop();
      expect(JSON.stringify([first.log(), second.log()])).not.toContain('hunter2');
    },
    TIMEOUT_MS
  );
});
