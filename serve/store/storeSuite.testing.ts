import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Migration } from './migrations';
import {
  chunkMs,
  chunkStartMs,
  KEPT_COLUMNS,
  type Round,
  type SeriesKey,
  type SeriesState,
  type Store,
  type Stretch,
} from './store';

/** A database that starts empty, in which stores are opened one after another or side by side. */
export interface Database {
  open(migrations?: readonly Migration[]): Promise<Store>;
  /** What a migration adds to a table. */
  remove(): Promise<void>;
}

export const START_MS = Date.UTC(2026, 10, 1);

export function keyOf(overrides: Partial<SeriesKey> = {}): SeriesKey {
  return { objective: 'api', kind: 'counts', stepMs: HOUR_MS, definition: 'first', ...overrides };
}

export function stateOf(overrides: Partial<SeriesState> = {}): SeriesState {
  return {
    askedFromMs: START_MS - DAY_MS,
    longestMs: 30 * DAY_MS,
    reachMs: null,
    keptFromMs: START_MS - DAY_MS,
    settledUntilMs: START_MS,
    ...overrides,
  };
}

/** Buckets from `fromMs` on whose numbers show column, place and `seed`; observed wholly. */
export function stretchOf(key: SeriesKey, fromMs: number, buckets: number, seed = 0): Stretch {
  const columns = Object.fromEntries(
    KEPT_COLUMNS[key.kind].map((column, place) => [
      column,
      Float64Array.from({ length: buckets }, (_, i) => (column === 'coverage' ? 1 : 1000 * place + i + seed + 0.125)),
    ])
  );
  return { stepMs: key.stepMs, fromMs, columns };
}

/** The stretch as the parts of chunks that a round holds. */
function partsOf({ stepMs, fromMs, columns }: Stretch): Stretch[] {
  const toMs = fromMs + columns.coverage.length * stepMs;
  const parts: Stretch[] = [];
  for (let atMs = fromMs; atMs < toMs;) {
    const endMs = Math.min(toMs, Math.floor(atMs / chunkMs(stepMs)) * chunkMs(stepMs) + chunkMs(stepMs));
    const [first, end] = [(atMs - fromMs) / stepMs, (endMs - fromMs) / stepMs];
    parts.push({
      stepMs,
      fromMs: atMs,
      columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(first, end)])),
    });
    atMs = endMs;
  }
  return parts;
}

export function roundOf(key: SeriesKey, stretch: Stretch, state = stateOf()): Round {
  return { series: [{ key, state, parts: partsOf(stretch) }], records: new Map() };
}

/** What every implementation of `Store` promises. */
export function describeStore(createDatabase: () => Promise<Database>): void {
  let database: Database;
  let store: Store;

  beforeEach(async () => {
    database = await createDatabase();
    store = await database.open();
  });

  afterEach(async () => {
    await store.close();
    await database.remove();
  });

  async function reopen(): Promise<void> {
    await store.close();
    store = await database.open();
  }

  it('is empty at first', async () => {
    expect(await store.series()).toEqual([]);
    expect(await store.record('runs')).toBeUndefined();
    const { columns } = await store.read(keyOf(), START_MS, START_MS + DAY_MS);
    expect(columns.coverage).toEqual(new Float64Array(24).fill(NaN));
  });

  it.each([
    ['hours', keyOf()],
    ['five minutes', keyOf({ stepMs: 5 * MINUTE_MS })],
    ['slices that do not divide a day', keyOf({ stepMs: 7 * MINUTE_MS })],
    ['outcomes of queries', keyOf({ kind: 'outcomes' })],
  ])('gives back what was written, bit by bit, after it was closed: %s', async (_, key) => {
    const fromMs = Math.ceil((START_MS + 5 * HOUR_MS) / key.stepMs) * key.stepMs;
    const stretch = stretchOf(key, fromMs, 700);
    const state = stateOf({
      reachMs: fromMs,
      lastSeen: { partMs: null, totalMs: START_MS },
      sampleIntervalMs: 15_000,
      uncounted: [{ atMs: START_MS, because: 'unseen', good: 0.1, bad: 3 }],
    });
    await store.write(roundOf(key, stretch, state));
    await reopen();
    expect(await store.series()).toEqual([{ key, state }]);
    const read = await store.read(key, fromMs - key.stepMs, fromMs + 701 * key.stepMs);
    expect(read.columns.coverage[0]).toBeNaN();
    expect(read.columns.coverage[701]).toBeNaN();
    for (const [column, values] of Object.entries(stretch.columns)) {
      expect(read.columns[column].subarray(1, 701)).toEqual(values);
    }
  });

  it('replaces what is written again and leaves the rest of its chunk', async () => {
    const key = keyOf();
    await store.write(roundOf(key, stretchOf(key, START_MS, 30)));
    await store.write(roundOf(key, stretchOf(key, START_MS + 20 * HOUR_MS, 8, 0.5)));
    const { total } = (await store.read(key, START_MS, START_MS + 30 * HOUR_MS)).columns;
    const [before, after] = [stretchOf(key, START_MS, 30), stretchOf(key, START_MS, 8, 0.5)].map(
      ({ columns }) => columns.total
    );
    expect([...total]).toEqual([...before.slice(0, 20), ...after, ...before.slice(28)]);
  });

  it('keeps objectives, kinds, widths and definitions apart', async () => {
    const keys = [keyOf(), keyOf({ objective: 'web' }), keyOf({ kind: 'outcomes' }), keyOf({ definition: 'second' })];
    keys.push(keyOf({ stepMs: 5 * MINUTE_MS }));
    for (const [place, key] of keys.entries()) {
      await store.write(roundOf(key, stretchOf(key, START_MS, 3, 10 * place)));
    }
    for (const [place, key] of keys.entries()) {
      const { columns } = await store.read(key, START_MS, START_MS + 3 * key.stepMs);
      expect(columns).toEqual(stretchOf(key, START_MS, 3, 10 * place).columns);
    }
    expect((await store.series()).map(({ key }) => key)).toEqual(keys);
  });

  it('keeps records by name', async () => {
    const runs = { version: 3, runs: [['a', null, 1.5]], name: 'é – “x”' };
    await store.write({
      series: [],
      records: new Map<string, unknown>([
        ['runs', runs],
        ['more', [1]],
      ]),
    });
    await store.write({ series: [], records: new Map([['more', [2]]]) });
    await reopen();
    expect(await store.record('runs')).toEqual(runs);
    expect(await store.record('more')).toEqual([2]);
  });

  it('writes a round whole or not at all', async () => {
    const key = keyOf();
    await store.write(roundOf(key, stretchOf(key, START_MS, 3)));
    const broken = stretchOf(key, START_MS, 3, 7);
    const half: Round = {
      series: [
        ...roundOf(key, broken).series,
        // A part without columns cannot be written.
        {
          key: keyOf({ objective: 'web' }),
          state: stateOf(),
          parts: [{ ...broken, columns: { coverage: broken.columns.coverage } }],
        },
      ],
      records: new Map(),
    };
    await expect(store.write(half)).rejects.toThrow();
    expect((await store.read(key, START_MS, START_MS + 3 * HOUR_MS)).columns).toEqual(
      stretchOf(key, START_MS, 3).columns
    );
    expect((await store.series()).map(({ key: { objective } }) => objective)).toEqual(['api']);
    await store.write(roundOf(key, broken));
    expect((await store.read(key, START_MS, START_MS + 3 * HOUR_MS)).columns).toEqual(broken.columns);
  });

  it('lets another reader see whole rounds only, while they are written', async () => {
    const key = keyOf();
    const reader = await database.open();
    const fromMs = chunkStartMs(START_MS, key.stepMs);
    const buckets = (2 * chunkMs(key.stepMs)) / key.stepMs;
    const inBothChunks = async () => {
      const { total } = (await reader.read(key, fromMs, fromMs + buckets * key.stepMs)).columns;
      return [total[0], total[buckets - 1] === 0 ? 0 : total[buckets - 1] - (buckets - 1)];
    };
    try {
      for (let round = 1; round <= 20; round++) {
        const [, [first, second]] = await Promise.all([
          store.write(roundOf(key, stretchOf(key, fromMs, buckets, round))),
          inBothChunks(),
        ]);
        expect([round - 1 + 0.125, round + 0.125, 0]).toContain(first);
        expect(second).toBe(first);
        expect(await inBothChunks()).toEqual([round + 0.125, round + 0.125]);
      }
    } finally {
      await reader.close();
    }
  });

  it('forgets chunks that are old, and series that have none left', async () => {
    const [key, gone] = [keyOf(), keyOf({ definition: 'former' })];
    const width = chunkMs(key.stepMs);
    const fromMs = chunkStartMs(START_MS, key.stepMs);
    const buckets = width / key.stepMs;
    await store.write(roundOf(key, stretchOf(key, fromMs, 3 * buckets)));
    await store.write(roundOf(gone, stretchOf(gone, fromMs, buckets)));
    await store.forget([key, gone].map((one) => ({ key: one, beforeMs: fromMs + 1.5 * width })));
    const { coverage } = (await store.read(key, fromMs, fromMs + 3 * width)).columns;
    expect([...coverage.subarray(0, buckets)].every(Number.isNaN)).toBe(true);
    expect([...coverage.subarray(buckets)].every((share) => share === 1)).toBe(true);
    expect((await store.series()).map((one) => one.key)).toEqual([key]);
  });

  it('brings a store of an earlier version up to date and keeps what it holds', async () => {
    const key = keyOf();
    await store.write(roundOf(key, stretchOf(key, START_MS, 3)));
    await store.close();
    const { MIGRATIONS } = await import('./migrations');
    const later: Migration[] = [...MIGRATIONS, () => ['CREATE TABLE later (name TEXT)']];
    store = await database.open(later);
    expect((await store.read(key, START_MS, START_MS + 3 * HOUR_MS)).columns).toEqual(
      stretchOf(key, START_MS, 3).columns
    );
    await store.close();
    // Migrating twice would fail: the table is there.
    store = await database.open(later);
    await expect(database.open()).rejects.toThrow(
      'its schema is of version 2, and this program knows versions up to 1: a newer Error Budget has written it'
    );
  });

  it('leaves a store as it was when a migration fails', async () => {
    const key = keyOf();
    await store.write(roundOf(key, stretchOf(key, START_MS, 3)));
    await store.close();
    const { MIGRATIONS } = await import('./migrations');
    const failing: Migration = () => ['CREATE TABLE later (name TEXT)', 'CREATE TABLE series (name TEXT)'];
    await expect(database.open([...MIGRATIONS, failing])).rejects.toThrow();
    store = await database.open();
    expect((await store.read(key, START_MS, START_MS + 3 * HOUR_MS)).columns).toEqual(
      stretchOf(key, START_MS, 3).columns
    );
  });
}
