import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { chunkMs, chunkStartMs, StoreError, type Store } from './store';
import { Memory, openMemory } from './memory';
import { openSqliteStore } from './sqliteStore';
import { storedSources } from './storedSources';
import { FakeUpstream } from './fakeUpstream.testing';
import { keyOf, START_MS, stateOf, stretchOf } from './storeSuite.testing';

const never = new AbortController().signal;

let folder: string;
let file: string;
const log = jest.fn();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'error-budget-memory-'));
  file = join(folder, 'memory.db');
  log.mockReset();
});

afterEach(() => rmSync(folder, { recursive: true }));

const logged = (event: string): unknown[] =>
  log.mock.calls.filter(([, name]) => name === event).map(([, , fields]) => fields);

/** A store whose calls fail as long as `fault` is set. */
function faulty(store: Store, faults: { read?: string; write?: string }): Store {
  const failing = (found: string | undefined) => {
    if (found !== undefined) {
      throw new StoreError(found);
    }
  };
  return {
    series: () => store.series(),
    async read(key, fromMs, toMs) {
      failing(faults.read);
      return store.read(key, fromMs, toMs);
    },
    async record(name) {
      failing(faults.read);
      return store.record(name);
    },
    async write(round) {
      failing(faults.write);
      return store.write(round);
    },
    forget: (before) => store.forget(before),
    close: () => store.close(),
  };
}

describe('Memory', () => {
  const key = keyOf();
  const toMs = START_MS + 48 * HOUR_MS;
  const stretch = stretchOf(key, START_MS, 48);

  it('holds what was put before and after it is written, and after a restart', async () => {
    const memory = openMemory(file, { log });
    expect(await memory.find(key)).toBeUndefined();
    memory.put(key, stateOf(), stretch);
    expect((await memory.read(key, START_MS, toMs))?.columns).toEqual(stretch.columns);
    await memory.endRound();
    expect((await memory.read(key, START_MS, toMs))?.columns).toEqual(stretch.columns);
    await memory.close();
    const again = openMemory(file, { log });
    expect(await again.find(key)).toEqual(stateOf());
    expect((await again.read(key, START_MS, toMs))?.columns).toEqual(stretch.columns);
    await again.close();
  });

  it('writes changed chunks only', async () => {
    const write = jest.fn();
    const memory = new Memory({
      log,
      open: async () => {
        const store = await openSqliteStore({ file });
        return { ...faulty(store, {}), write: async (round) => (write(round), store.write(round)) };
      },
    });
    const long = stretchOf(key, chunkStartMs(START_MS, HOUR_MS), 3 * 288);
    const partsOfRound = async () => {
      memory.put(key, stateOf(), long);
      await memory.endRound();
      return write.mock.lastCall[0].series.map(({ parts }: { parts: unknown[] }) => parts.length);
    };
    expect(await partsOfRound()).toEqual([3]);
    expect(await partsOfRound()).toEqual([]);
    long.columns.good[300] -= 1;
    expect(await partsOfRound()).toEqual([1]);
    await memory.close();
  });

  it('costs no figure when the store cannot be opened, and says so once', async () => {
    const upstream = new FakeUpstream('Prometheus');
    const memory = openMemory(join(folder, 'absent', 'memory.db'), { log });
    const sources = storedSources({ Prometheus: upstream.source }, { memory, signal: never });
    const request = { objective: upstream.objective('api'), stepMs: HOUR_MS, fromMs: START_MS, toMs, nowMs: toMs };
    for (let round = 0; round < 3; round++) {
      const answer = await sources.Prometheus?.read('counts', request, never);
      expect(answer?.counts).toEqual(upstream.answer(request).counts);
      expect(answer?.notices).toEqual([
        { severity: 'warning', text: 'The memory of the server cannot be read: the folder of the file does not exist' },
      ]);
      await memory.endRound();
    }
    expect(logged('memoryFailing')).toEqual([{ found: 'the folder of the file does not exist' }]);
    await memory.close();
  });

  it('writes what it could not write once that is possible again', async () => {
    const faults: { write?: string } = { write: 'the disk is full; make room' };
    const memory = new Memory({ log, open: async () => faulty(await openSqliteStore({ file }), faults) });
    memory.put(key, stateOf(), stretch);
    await memory.endRound();
    expect(memory.faults()).toEqual(['The memory of the server keeps nothing new: the disk is full; make room']);
    // It still answers, with what came since.
    memory.put(key, stateOf(), stretchOf(key, START_MS + 40 * HOUR_MS, 20, 0.5));
    await memory.endRound();
    expect(logged('memoryFailing')).toHaveLength(1);
    delete faults.write;
    await memory.endRound();
    expect(memory.faults()).toEqual([]);
    expect(logged('memoryRecovered')).toHaveLength(1);
    await memory.close();
    const store = await openSqliteStore({ file });
    const { total } = (await store.read(key, START_MS, START_MS + 60 * HOUR_MS)).columns;
    const expected = [...stretch.columns.total.slice(0, 40), ...stretchOf(key, START_MS, 20, 0.5).columns.total];
    expect([...total]).toEqual(expected);
    await store.close();
  });

  it('goes on when the file is locked, and writes once it is free', async () => {
    const memory = openMemory(file, { log });
    await memory.find(key);
    const other = new Sqlite(file);
    other.exec('BEGIN IMMEDIATE');
    memory.put(key, stateOf(), stretch);
    await memory.endRound();
    expect(logged('memoryFailing')).toEqual([
      { found: 'another process has locked the file; stop it, or name another file' },
    ]);
    expect((await memory.read(key, START_MS, toMs))?.columns).toEqual(stretch.columns);
    other.exec('ROLLBACK');
    other.close();
    await memory.endRound();
    expect(memory.faults()).toEqual([]);
    await memory.close();
  });

  it('reads nothing while reading fails, and again after a round was written', async () => {
    const faults: { read?: string } = {};
    const memory = new Memory({ log, open: async () => faulty(await openSqliteStore({ file }), faults) });
    memory.put(key, stateOf(), stretch);
    await memory.endRound();
    faults.read = 'PostgreSQL cannot be reached';
    expect(await memory.read(key, START_MS, toMs)).toBeUndefined();
    expect(memory.faults()).toEqual(['The memory of the server cannot be read: PostgreSQL cannot be reached']);
    delete faults.read;
    await memory.endRound();
    expect((await memory.read(key, START_MS, toMs))?.columns).toEqual(stretch.columns);
    await memory.close();
  });

  it('closes when what a source would have written later is there', async () => {
    const memory = openMemory(file, { log });
    memory.beforeClose(async () => memory.records('dagster').write('runs', { count: 3 }));
    await memory.close();
    const again = openMemory(file, { log });
    expect(await again.records('dagster').read('runs')).toEqual({ count: 3 });
    await again.close();
  });

  it('keeps records of an owner, and writes large ones seldom', async () => {
    const memory = openMemory(file, { log });
    const records = memory.records('dagster');
    await records.write('runs', { count: 1 });
    expect(await records.read('runs')).toEqual({ count: 1 });
    expect(await memory.records('other').read('runs')).toBeUndefined();
    await memory.endRound();
    await records.write('runs', { count: 2 });
    await memory.endRound();
    const store = await openSqliteStore({ file });
    expect(await store.record('dagster runs')).toEqual({ count: 1 });
    await memory.close();
    expect(await store.record('dagster runs')).toEqual({ count: 2 });
    await store.close();
  });

  it('drops what is older than it keeps, five minutes after five days, and does not grow', async () => {
    const [hours, fine] = [key, keyOf({ stepMs: 5 * MINUTE_MS })];
    const sizes: number[] = [];
    // The file is opened anew on each day, on which it forgets once.
    for (let day = 0; day < 120; day++) {
      const nowMs = START_MS + day * DAY_MS;
      const memory = openMemory(file, { log, keepMs: 30 * DAY_MS, clock: () => nowMs });
      await memory.find(hours);
      for (const one of [hours, fine]) {
        const state = stateOf({ settledUntilMs: nowMs, longestMs: 4 * DAY_MS });
        memory.put(one, state, stretchOf(one, nowMs - DAY_MS, DAY_MS / one.stepMs, day));
      }
      await memory.close();
      sizes.push(statSync(file).size);
    }
    expect(Math.max(...sizes.slice(90))).toBe(Math.max(...sizes.slice(50, 90)));
    const store = await openSqliteStore({ file });
    const endMs = START_MS + 119 * DAY_MS;
    for (const [one, keptMs] of [
      [hours, 30 * DAY_MS],
      [fine, 5 * DAY_MS],
    ] as const) {
      const { coverage } = (await store.read(one, endMs - 60 * DAY_MS, endMs)).columns;
      const first = coverage.findIndex((share) => share > 0);
      const ageMs = 60 * DAY_MS - first * one.stepMs;
      expect(ageMs).toBeGreaterThanOrEqual(keptMs);
      expect(ageMs).toBeLessThan(keptMs + chunkMs(one.stepMs));
    }
    await store.close();
  });

  it('forgets nothing because a clock runs years ahead', async () => {
    const memory = openMemory(file, { log, clock: () => START_MS + 3_000 * DAY_MS });
    memory.put(key, stateOf({ settledUntilMs: toMs }), stretch);
    await memory.endRound();
    expect((await memory.read(key, START_MS, toMs))?.columns).toEqual(stretch.columns);
    await memory.close();
  });
});
