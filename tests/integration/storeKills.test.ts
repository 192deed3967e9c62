import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openSqliteStore } from '../../serve/store/sqliteStore';
import { holds, numberOf } from '../../serve/store/numberedRounds.testing';

const ROOT = join(__dirname, '../..');
/** STORE_KILLS=1000 kills as often as releases are tested with. */
const KILLS = Number(process.env.STORE_KILLS ?? 100);
const SECONDS_PER_KILL = 5;
/** After so many the store begins anew, so that new files are among those that are killed. */
const KILLS_PER_FILE = 25;
/** Rounds that are waited for at most before the kill, and then milliseconds; a round takes some of them, a start many. */
const MOST_ROUNDS = 4;
const LONGEST_WAIT_MS = { afterRound: 30, afterStart: 300 };

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'error-budget-kills-'));
  // Compiled once: tsx takes seconds to start.
  await promisify(execFile)(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    ...['--noCheck', '--rootDir', ROOT, '--outDir', folder, '--module', 'commonjs', '--moduleResolution', 'node'],
    ...['--target', 'es2022', '--esModuleInterop', join(__dirname, 'serve/storeWriter.ts')],
  ]);
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('a SQLite store whose process is killed', () => {
  it(
    `keeps every round that was kept, and no half of the next: ${KILLS} kills`,
    async () => {
      let written = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const file = join(folder, `memory-${Math.floor(kill / KILLS_PER_FILE)}.db`);
        const before = await numberKept(file);
        const acknowledged = Math.max(before, await writeUntilKilled(file));
        const number = await numberKept(file);
        expect([acknowledged, acknowledged + 1]).toContain(number);
        written += number - before;
      }
      // Kills that hit no round would show nothing.
      expect(written).toBeGreaterThan(KILLS / 2);
    },
    60_000 + KILLS * SECONDS_PER_KILL * 1000
  );
});

/** The last round that was acknowledged; 0: none was. */
async function writeUntilKilled(file: string): Promise<number> {
  const writer = spawn(process.execPath, [join(folder, 'tests/integration/serve/storeWriter.js'), file], {
    env: { PATH: process.env.PATH, NODE_PATH: join(ROOT, 'node_modules') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  writer.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  const closed = once(writer, 'close');
  const rounds = Math.floor(Math.random() * (MOST_ROUNDS + 1));
  while (said.split('\n').length - 1 < rounds && writer.exitCode === null) {
    await wait(1);
  }
  expect(writer.exitCode).toBeNull();
  await wait(Math.random() * LONGEST_WAIT_MS[rounds === 0 ? 'afterStart' : 'afterRound']);
  writer.kill('SIGKILL');
  await closed;
  return Number(said.split('\n').slice(0, -1).at(-1) ?? 0);
}

/** The last round in a copy of the file and its journal: the next writer finds them as they were left. */
async function numberKept(file: string): Promise<number> {
  const copy = join(folder, 'copy.db');
  for (const end of ['', '-wal', '-shm']) {
    rmSync(copy + end, { force: true });
  }
  for (const end of ['', '-wal'].filter((each) => existsSync(file + each))) {
    copyFileSync(file + end, copy + end);
  }
  const report = jest.fn();
  const store = await openSqliteStore({ file: copy, report });
  try {
    const number = numberOf(await store.series());
    expect(await holds(store, number)).toBe(true);
    expect(report).not.toHaveBeenCalled();
    return number;
  } finally {
    await store.close();
  }
}
