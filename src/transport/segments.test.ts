import fc from 'fast-check';
import type { Interval } from './intervals';
import { SegmentStore, type Segment } from './segments';

const STEP_MS = 1_000;
const COLUMNS = ['good', 'total'] as const;
type Column = (typeof COLUMNS)[number];

/** What `total` says of the same bucket. */
interface Observed {
  atMs: number;
  total: number;
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const buckets = (fromBucket: number, toBucket: number) => ({
  fromMs: fromBucket * STEP_MS,
  toMs: toBucket * STEP_MS,
  stepMs: STEP_MS,
});

interface PendingFetch extends Interval {
  key: string;
  signal: AbortSignal;
  answer: () => void;
  fail: (error: Error) => void;
}

/**
 * An upstream whose truth is known: `good` is the number of the bucket, `total` the instant of the answer while the
 * bucket is unsettled and 0 afterwards. A bucket settles `lagMs` after its end.
 */
class KnownUpstream {
  nowMs = 1_000_000;
  readonly lagMs = 3 * STEP_MS;
  readonly fetches: PendingFetch[] = [];
  pending: PendingFetch[] = [];
  notesOf: (gap: Interval) => string[] = () => [];

  constructor(
    private readonly held: boolean,
    private readonly detailed: boolean
  ) {}

  readonly fetch = (key: string) => (gap: Interval, signal: AbortSignal) =>
    new Promise<Segment<Column, Observed>>((resolve, reject) => {
      const fetch: PendingFetch = {
        ...gap,
        key,
        signal,
        answer: () => {
          this.drop(fetch);
          resolve(this.truth(gap));
        },
        fail: (error) => {
          this.drop(fetch);
          reject(error);
        },
      };
      this.fetches.push(fetch);
      this.pending.push(fetch);
      signal.addEventListener('abort', () => fetch.fail(new Error('aborted fetch')));
      if (!this.held) {
        fetch.answer();
      }
    });

  get settledUntilMs(): number {
    return this.nowMs - this.lagMs;
  }

  /** Buckets asked for so far, as [from, to) of each fetch. */
  get asked(): Array<[number, number]> {
    return this.fetches.map(({ fromMs, toMs }) => [fromMs / STEP_MS, toMs / STEP_MS]);
  }

  private drop(fetch: PendingFetch) {
    this.pending = this.pending.filter((other) => other !== fetch);
  }

  private truth({ fromMs, toMs }: Interval): Segment<Column, Observed> {
    const length = (toMs - fromMs) / STEP_MS;
    const good = new Float64Array(length).map((_, index) => fromMs / STEP_MS + index);
    const total = good.map((bucket) => ((bucket + 1) * STEP_MS <= this.settledUntilMs ? 0 : this.nowMs));
    return {
      stepMs: STEP_MS,
      startMs: fromMs,
      columns: { good, total },
      settledUntilMs: this.settledUntilMs,
      notes: this.notesOf({ fromMs, toMs }),
      ...(this.detailed
        ? { details: Array.from(total, (value, index) => ({ atMs: fromMs + index * STEP_MS, total: value })) }
        : {}),
    };
  }
}

const LIMITS = { maxBuckets: 10_000, maxAgeMs: 100 * STEP_MS, reuseUnsettledMs: 2 * STEP_MS };

function open({
  held = false,
  detailed = false,
  ...limits
}: Partial<typeof LIMITS> & { held?: boolean; detailed?: boolean } = {}) {
  const upstream = new KnownUpstream(held, detailed);
  const store = new SegmentStore({ ...LIMITS, ...limits, clock: () => upstream.nowMs });
  const read = (range: { fromMs: number; toMs: number; stepMs: number }, key = 'a', signal = live()) =>
    store.read(key, COLUMNS, range, upstream.fetch(key), signal);
  return { upstream, store, read };
}

function live(): AbortSignal {
  return new AbortController().signal;
}

describe('kept segments', () => {
  it('answer exactly the range that was read', async () => {
    const { read } = open();
    expect(await read(buckets(10, 13))).toEqual({
      stepMs: STEP_MS,
      startMs: 10_000,
      columns: { good: Float64Array.of(10, 11, 12), total: Float64Array.of(0, 0, 0) },
      settledUntilMs: 13_000,
      notes: [],
    });
  });

  it('are asked for once', async () => {
    const { read, upstream } = open();
    await read(buckets(10, 20));
    await read(buckets(10, 20));
    await read(buckets(12, 15));
    expect(upstream.asked).toEqual([[10, 20]]);
  });

  it('leave only the gaps between them to be asked for, all at once', async () => {
    const { read, upstream } = open();
    await read(buckets(10, 12));
    await read(buckets(15, 17));
    expect([...(await read(buckets(8, 20))).columns.good]).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(upstream.asked).toEqual([
      [10, 12],
      [15, 17],
      [8, 10],
      [12, 15],
      [17, 20],
    ]);
  });

  it('are apart for each key', async () => {
    const { read, upstream } = open();
    await read(buckets(10, 12), 'a');
    await read(buckets(10, 12), 'b');
    expect(upstream.asked).toHaveLength(2);
  });

  it('tell from where on they are unsettled', async () => {
    const { read } = open();
    const answer = await read(buckets(990, 1_000));
    expect(answer.settledUntilMs).toBe(997_000);
    expect([...answer.columns.total]).toEqual([0, 0, 0, 0, 0, 0, 0, 1_000_000, 1_000_000, 1_000_000]);
    expect((await read(buckets(998, 1_000))).settledUntilMs).toBe(998_000);
  });

  it('serve unsettled buckets again only to the panels that load at the same time', async () => {
    const { read, upstream } = open();
    await read(buckets(990, 1_000));
    upstream.nowMs += LIMITS.reuseUnsettledMs - 1;
    await read(buckets(990, 1_000));
    expect(upstream.asked).toEqual([[990, 1_000]]);
    upstream.nowMs += 1;
    const answer = await read(buckets(990, 1_000));
    expect(upstream.asked).toEqual([
      [990, 1_000],
      [997, 1_000],
    ]);
    expect(answer.settledUntilMs).toBe(999_000);
  });

  it('expire', async () => {
    const { read, upstream } = open();
    await read(buckets(10, 20));
    upstream.nowMs += LIMITS.maxAgeMs - 1;
    await read(buckets(10, 22));
    upstream.nowMs += 1;
    await read(buckets(10, 22));
    expect(upstream.asked).toEqual([
      [10, 20],
      [20, 22],
      [10, 20],
    ]);
  });

  it('are copies: neither a reader nor the source can change what others read', async () => {
    const { store, read } = open();
    const own = { good: Float64Array.of(1, 2), total: Float64Array.of(3, 4) };
    const fetch = async () => ({ stepMs: STEP_MS, startMs: 0, columns: own, settledUntilMs: 2_000, notes: ['note'] });
    const first = await store.read('a', COLUMNS, buckets(0, 2), fetch, live());
    own.good.fill(-1);
    first.columns.total.fill(-1);
    first.notes.push('mine');
    const second = await read(buckets(0, 2));
    expect(second.columns).toEqual({ good: Float64Array.of(1, 2), total: Float64Array.of(3, 4) });
    expect(second.notes).toEqual(['note']);
  });

  it('carry the notes of the pieces that an answer consists of, each once', async () => {
    const { read, upstream } = open();
    upstream.notesOf = ({ fromMs }) => ['always', `from ${fromMs}`];
    await read(buckets(10, 12));
    await read(buckets(12, 14));
    expect((await read(buckets(11, 16))).notes).toEqual(['always', 'from 10000', 'from 12000', 'from 14000']);
    expect((await read(buckets(12, 13))).notes).toEqual(['always', 'from 12000']);
  });

  it('are bounded: the keys that were read longest ago go first', async () => {
    const { read, upstream } = open({ maxBuckets: 25 });
    await read(buckets(0, 10), 'a');
    await read(buckets(0, 10), 'b');
    await read(buckets(0, 10), 'a');
    await read(buckets(0, 10), 'c');
    await read(buckets(0, 10), 'a');
    expect(upstream.fetches.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    await read(buckets(0, 10), 'b');
    expect(upstream.fetches.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'b']);
  });

  it('never exceed their bound, not even for one key', async () => {
    const { read, upstream } = open({ maxBuckets: 5 });
    expect((await read(buckets(0, 10))).columns.good).toHaveLength(10);
    await read(buckets(0, 10));
    expect(upstream.asked).toHaveLength(2);
  });

  it('need nothing for an empty range', async () => {
    const { read, upstream } = open();
    expect(await read(buckets(10, 10))).toMatchObject({ startMs: 10_000, settledUntilMs: 10_000, notes: [] });
    expect(upstream.asked).toEqual([]);
  });
});

describe('segments under way', () => {
  it('are asked for once, by overlapping reads as well', async () => {
    const { read, upstream } = open({ held: true });
    const first = read(buckets(10, 20));
    const second = read(buckets(15, 25));
    const third = read(buckets(5, 30));
    expect(upstream.asked).toEqual([
      [10, 20],
      [20, 25],
      [5, 10],
      [25, 30],
    ]);
    [...upstream.pending].forEach((fetch) => fetch.answer());
    expect((await first).columns.good).toHaveLength(10);
    expect([...(await second).columns.good]).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect((await third).columns.good).toHaveLength(25);
  });

  it('go on for the others when one reader leaves, and are aborted with the last', async () => {
    const { read, upstream } = open({ held: true });
    const controllers = [new AbortController(), new AbortController()];
    const reads = controllers.map(({ signal }) => read(buckets(10, 20), 'a', signal));
    controllers[0].abort('first gone');
    await expect(reads[0]).rejects.toBe('first gone');
    expect(upstream.fetches[0].signal.aborted).toBe(false);
    controllers[1].abort('last gone');
    expect(upstream.fetches[0].signal.aborted).toBe(true);
    await expect(reads[1]).rejects.toBe('last gone');
  });

  it('are asked for anew by whoever comes after the last reader left', async () => {
    const { read, upstream } = open({ held: true });
    const controller = new AbortController();
    const left = read(buckets(10, 20), 'a', controller.signal);
    controller.abort('gone');
    const later = read(buckets(10, 20));
    upstream.pending[0].answer();
    await expect(left).rejects.toBe('gone');
    expect((await later).columns.good).toHaveLength(10);
    expect(upstream.asked).toHaveLength(2);
  });

  it('are not kept when they arrive after everybody left', async () => {
    const { store, read, upstream } = open();
    const controller = new AbortController();
    let answer: (segment: Segment<Column>) => void = () => undefined;
    const deaf = () => new Promise<Segment<Column>>((resolve) => (answer = resolve));
    const left = store.read('a', COLUMNS, buckets(0, 1), deaf, controller.signal);
    controller.abort('gone');
    await expect(left).rejects.toBe('gone');
    const columns = { good: Float64Array.of(-1), total: Float64Array.of(-1) };
    answer({ stepMs: STEP_MS, startMs: 0, columns, settledUntilMs: 1_000, notes: [] });
    await settle();
    expect([...(await read(buckets(0, 1))).columns.good]).toEqual([0]);
    expect(upstream.asked).toEqual([[0, 1]]);
  });

  it('that fail spoil the reads that need them, keep nothing and are asked for again', async () => {
    const { read, upstream } = open({ held: true });
    await Promise.all([read(buckets(10, 12)), settle().then(() => upstream.pending[0].answer())]);
    const needsBoth = read(buckets(8, 14));
    const needsOne = read(buckets(12, 14));
    upstream.pending[0].fail(new Error('upstream'));
    upstream.pending[0].answer();
    await expect(needsBoth).rejects.toThrow('upstream');
    expect([...(await needsOne).columns.good]).toEqual([12, 13]);
    const again = read(buckets(8, 14));
    expect(upstream.asked.slice(1)).toEqual([
      [8, 10],
      [12, 14],
      [8, 10],
    ]);
    upstream.pending[0].answer();
    expect((await again).columns.good).toHaveLength(6);
  });
});

describe('programming errors', () => {
  it('are another width or other columns under a known key', async () => {
    const { store, read, upstream } = open({ held: true });
    const pending = read(buckets(0, 4));
    const coarse = { fromMs: 0, toMs: 4_000, stepMs: 2_000 };
    const oneColumn = () => store.read('a', ['good'], buckets(0, 4), upstream.fetch('a'), live());
    await expect(read(coarse)).rejects.toThrow(TypeError);
    upstream.pending[0].answer();
    await pending;
    await expect(read(coarse)).rejects.toThrow(
      '"a" is good, total every 1000 ms, but was read as good, total every 2000 ms'
    );
    await expect(oneColumn()).rejects.toThrow(TypeError);
  });

  it('are not other orders of the same columns', async () => {
    const { store, read, upstream } = open();
    await read(buckets(0, 4));
    const answer = await store.read('a', ['total', 'good'], buckets(0, 4), upstream.fetch('a'), live());
    expect([...answer.columns.good]).toEqual([0, 1, 2, 3]);
  });

  it.each([
    { fromMs: 1, toMs: 1_000, stepMs: 1_000 },
    { fromMs: 0, toMs: 1_500, stepMs: 1_000 },
    { fromMs: 2_000, toMs: 1_000, stepMs: 1_000 },
    { fromMs: 0, toMs: 1_000, stepMs: 0 },
    { fromMs: NaN, toMs: 1_000, stepMs: 1_000 },
  ])('are ranges that are not of whole buckets: %p', async (range) => {
    const { read, upstream } = open();
    await expect(read(range)).rejects.toThrow(RangeError);
    expect(upstream.asked).toEqual([]);
  });

  it.each<[string, Partial<Segment<Column>>]>([
    ['another start', { startMs: 1_000 }],
    ['another width', { stepMs: 2_000 }],
    ['too few values', { columns: { good: Float64Array.of(1), total: Float64Array.of(1, 2) } }],
  ])('are answers with %s', async (_, difference) => {
    const { store, upstream, read } = open();
    const columns = { good: Float64Array.of(1, 2), total: Float64Array.of(3, 4) };
    const right: Segment<Column> = { stepMs: STEP_MS, startMs: 0, columns, settledUntilMs: 2_000, notes: [] };
    const wrong = async () => ({ ...right, ...difference });
    await expect(store.read('a', COLUMNS, buckets(0, 2), wrong, live())).rejects.toThrow(TypeError);
    await read(buckets(0, 2));
    expect(upstream.asked).toEqual([[0, 2]]);
  });
});

describe('whatever is read, and whenever answers, failures, departures and time come in between', () => {
  const key = fc.constantFrom('a', 'b');
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('read' as const), key, back: fc.nat(40), length: fc.nat(40) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('answer' as const), pick: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('fail' as const, 'leave' as const), pick: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 4_000 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constant(60_000) }) }
  );

  /** What the upstream gave out last, by key and bucket: when, and whether the bucket was settled then. */
  type Given = Map<string, { atMs: number; settled: boolean }>;

  function watch(upstream: KnownUpstream) {
    const given: Given = new Map();
    const waste: string[] = [];
    const eachBucket = ({ key: name, fromMs, toMs }: PendingFetch, visit: (id: string, endMs: number) => void) => {
      for (let startMs = fromMs; startMs < toMs; startMs += STEP_MS) {
        visit(`${name} ${startMs / STEP_MS}`, startMs + STEP_MS);
      }
    };
    let seen = 0;
    return {
      waste,
      /** To be called after each read: compares what was asked now with what was given out or is under way. */
      checkAsked() {
        const fresh = upstream.fetches.slice(seen);
        seen = upstream.fetches.length;
        const underWay = new Set<string>();
        upstream.pending
          .filter((fetch) => !fresh.includes(fetch))
          .forEach((fetch) => eachBucket(fetch, (id) => underWay.add(id)));
        fresh.forEach((fetch) =>
          eachBucket(fetch, (id) => {
            const last = given.get(id);
            const ageMs = last ? upstream.nowMs - last.atMs : Infinity;
            const kept = ageMs < LIMITS.maxAgeMs && (last?.settled || ageMs < LIMITS.reuseUnsettledMs);
            if (kept || underWay.has(id)) {
              waste.push(`${id} at ${upstream.nowMs}`);
            }
            underWay.add(id);
          })
        );
      },
      answer(fetch: PendingFetch) {
        eachBucket(fetch, (id, endMs) =>
          given.set(id, { atMs: upstream.nowMs, settled: endMs <= upstream.settledUntilMs })
        );
        fetch.answer();
      },
    };
  }

  it('answers are the truth, and nothing that is kept or under way is asked for', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
        const { upstream, read } = open({ held: true, detailed: true });
        const watcher = watch(upstream);
        const controllers: AbortController[] = [];
        const outcomes: Array<Promise<void>> = [];

        const checkedRead = async (name: string, fromBucket: number, toBucket: number, signal: AbortSignal) => {
          const readAtMs = upstream.nowMs;
          let answer: Segment<Column, Observed>;
          try {
            answer = await read(buckets(fromBucket, toBucket), name, signal);
          } catch (error) {
            expect([signal.reason, 'upstream']).toContain(error instanceof Error ? error.message : error);
            return;
          }
          answered++;
          expect(answer.startMs).toBe(fromBucket * STEP_MS);
          expect(answer.columns.good).toEqual(
            Float64Array.from({ length: toBucket - fromBucket }, (_, index) => fromBucket + index)
          );
          const settled = Math.max(0, Math.floor(answer.settledUntilMs / STEP_MS) - fromBucket);
          expect(answer.columns.total.slice(0, settled).every((observedAtMs) => Object.is(observedAtMs, 0))).toBe(true);
          const unsettled = answer.columns.total.slice(settled).filter((observedAtMs) => observedAtMs !== 0);
          expect(Math.min(...unsettled)).toBeGreaterThan(readAtMs - LIMITS.reuseUnsettledMs);
          const firstUnsettled = answer.columns.total.findIndex((observedAtMs) => observedAtMs !== 0);
          expect(answer.settledUntilMs).toBe(
            firstUnsettled < 0 ? toBucket * STEP_MS : (fromBucket + firstUnsettled) * STEP_MS
          );
          expect(answer.details ?? []).toEqual(
            Array.from(answer.columns.total, (total, index) => ({ atMs: (fromBucket + index) * STEP_MS, total }))
          );
          answer.columns.good.fill(NaN);
        };

        for (const next of steps) {
          switch (next.kind) {
            case 'read': {
              const toBucket = Math.floor(upstream.nowMs / STEP_MS) - next.back;
              const controller = new AbortController();
              controllers.push(controller);
              outcomes.push(checkedRead(next.key, toBucket - next.length, toBucket, controller.signal));
              watcher.checkAsked();
              break;
            }
            case 'answer':
              upstream.pending
                .slice(next.pick % (upstream.pending.length || 1))
                .slice(0, 1)
                .forEach(watcher.answer);
              break;
            case 'fail':
              upstream.pending[next.pick % (upstream.pending.length || 1)]?.fail(new Error('upstream'));
              break;
            case 'leave':
              controllers[next.pick % (controllers.length || 1)]?.abort('gone');
              break;
            case 'wait':
              upstream.nowMs += next.ms;
          }
          await settle();
        }
        [...upstream.pending].forEach(watcher.answer);
        await Promise.all(outcomes);
        expect(watcher.waste).toEqual([]);
      }),
      { numRuns: 60 }
    );
    expect(answered).toBeGreaterThan(0);
  }, 60_000);
});
