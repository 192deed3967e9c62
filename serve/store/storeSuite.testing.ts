import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Migration } from './migrations';
import { chunkMs, KEPT_COLUMNS, type Round, type SeriesKey, type SeriesState, type Store, type Stretch } from './store';

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
    beganMs: START_MS,
    askedFromMs: START_MS - DAY_MS,
    longestMs: 30 * DAY_MS,
    reachMs: null,
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
export function partsOf({ stepMs, fromMs, columns }: Stretch): Stretch[] {
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

  it('replaces what is written again and leaves the rest of a day', async () => {
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

  it('lets a second process read whole rounds while it writes', async () => {
    const keys = [keyOf(), keyOf({ objective: 'web' })];
    const reader = await database.open();
    try {
      for (let round = 1; round <= 20; round++) {
        const series = keys.flatMap((key) => roundOf(key, stretchOf(key, START_MS, 3, round)).series);
        const writing = store.write({ series, records: new Map() });
        const [one, other] = await Promise.all(keys.map((key) => reader.read(key, START_MS, START_MS + HOUR_MS)));
        expect([round - 1, round, NaN]).toContain(Math.floor(one.columns.total[0]) || NaN);
        // The second is read after the first, so never from an earlier round.
        expect(other.columns.total[0] >= one.columns.total[0] || Number.isNaN(one.columns.coverage[0])).toBe(true);
        await writing;
      }
    } finally {
      await reader.close();
    }
  });

  it('forgets old days, and series that have none left', async () => {
    const [key, gone] = [keyOf(), keyOf({ definition: 'former' })];
    await store.write(roundOf(key, stretchOf(key, START_MS, 72)));
    await store.write(roundOf(gone, stretchOf(gone, START_MS, 24)));
    const beforeMs = START_MS + 30 * HOUR_MS;
    await store.forget([key, gone].map((one) => ({ key: one, beforeMs })));
    const { coverage } = (await store.read(key, START_MS, START_MS + 3 * DAY_MS)).columns;
    expect([...coverage.subarray(0, 24)].every(Number.isNaN)).toBe(true);
    expect([...coverage.subarray(24)]).toEqual(Array.from({ length: 48 }, () => 1));
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
