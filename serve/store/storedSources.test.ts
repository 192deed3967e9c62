import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { evaluateBreaches } from '../../src/evaluation/evaluateBreaches';
import type { Sources } from '../../src/evaluation/evaluateObjective';
import { sprintRows } from '../../src/evaluation/sprintRows';
import type { CountsAnswer, CountsRequest, Source } from '../../src/sources/contract';
import { demoSource } from '../../src/sources/demo/demoSource';
import { FakeUpstream } from './fakeUpstream.testing';
import { Memory, openMemory } from './memory';
import { storedSources } from './storedSources';

const never = new AbortController().signal;
const NOW_MS = Date.UTC(2026, 10, 20, 12, 3);
const FULL_HOUR_MS = Date.UTC(2026, 10, 20, 12);

let folder: string;
let file: string;
let stops: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'error-budget-memory-'));
  file = join(folder, 'memory.db');
  stops = new AbortController();
});

afterEach(() => {
  stops.abort();
  rmSync(folder, { recursive: true });
});

/** One life of a server with the memory in the file. */
async function during<T>(
  source: Source,
  work: (stored: Source, memory: Memory, sources: Sources) => Promise<T>,
  { idleMs = 600_000, clock }: { idleMs?: number; clock?: () => number } = {}
): Promise<T> {
  const memory = openMemory(file, { log: () => undefined, clock });
  const sources = storedSources({ [source.type]: source }, { memory, signal: stops.signal, idleMs });
  const stored = sources[source.type];
  if (!stored) {
    throw new Error('the source is gone');
  }
  try {
    return await work(stored, memory, sources);
  } finally {
    await memory.close();
  }
}

function hours(
  upstream: FakeUpstream,
  days: number,
  nowMs = NOW_MS,
  overrides: Partial<CountsRequest> = {}
): CountsRequest {
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  return {
    objective: upstream.objective('api'),
    stepMs: HOUR_MS,
    fromMs: toMs - days * DAY_MS,
    toMs,
    nowMs,
    ...overrides,
  };
}

/** Reads once and keeps it. */
async function keep(upstream: FakeUpstream, request: CountsRequest): Promise<CountsAnswer> {
  return during(upstream.source, (stored) => stored.read('counts', request, never));
}

const texts = ({ notices }: CountsAnswer) => notices.map(({ text }) => text);

describe('storedSources', () => {
  it('answers as the upstream does, within its reach, whatever was kept before and restated since', async () => {
    const bucket = fc.integer({ min: 0, max: 10 * 288 - 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(bucket, { maxLength: 5 }),
        fc.array(bucket, { maxLength: 5 }),
        fc.array(fc.tuple(bucket, fc.integer({ min: 1, max: 200 })), { maxLength: 3 }),
        fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
        async (bad, restated, holes, [days, daysAgain]) => {
          rmSync(file, { force: true });
          const upstream = new FakeUpstream('Dagster');
          const at = (place: number) => FULL_HOUR_MS - 10 * DAY_MS + place * 5 * MINUTE_MS;
          bad.forEach((place) => upstream.bad.set(at(place), 3));
          upstream.holes.push(...holes.map(([place, length]) => ({ fromMs: at(place), toMs: at(place + length) })));
          await during(upstream.source, async (stored, memory) => {
            const first = hours(upstream, days);
            expect(await stored.read('counts', first, never)).toEqual(upstream.answer(first));
            await memory.endRound();
            restated.forEach((place) => upstream.bad.set(at(place), 1));
            const again = hours(upstream, daysAgain);
            expect(await stored.read('counts', again, never)).toEqual(upstream.answer(again));
          });
        }
      ),
      { numRuns: 40 }
    );
  });

  it('fills in what the upstream has forgotten, and names the origin', async () => {
    const upstream = new FakeUpstream('Dagster');
    upstream.bad.set(FULL_HOUR_MS - 20 * DAY_MS, 4);
    upstream.holes.push({ fromMs: FULL_HOUR_MS - 22 * DAY_MS, toMs: FULL_HOUR_MS - 21 * DAY_MS });
    const request = hours(upstream, 30);
    const truth = await keep(upstream, request);
    // In the middle of an hour, as samples are forgotten.
    upstream.reachMs = FULL_HOUR_MS - 15 * DAY_MS - 25 * MINUTE_MS;
    const { answer, again } = await during(upstream.source, async (stored) => ({
      answer: await stored.read('counts', { ...request, fromMs: request.fromMs - DAY_MS }, never),
      again: await stored.read('counts', request, never),
    }));
    expect(again.counts).toEqual(truth.counts);
    expect(answer.counts.coverage.subarray(0, 24)).toEqual(new Float64Array(24));
    expect(texts(again)).toEqual([
      'What happened before 2026-11-05 12:00 UTC comes from the memory of the server: Dagster reaches back no further',
    ]);
  });

  it('answers from the memory alone where the upstream has nothing left', async () => {
    const upstream = new FakeUpstream('Dagster');
    const request = hours(upstream, 10, NOW_MS, { toMs: FULL_HOUR_MS - HOUR_MS });
    const truth = await keep(upstream, request);
    upstream.reachMs = NOW_MS;
    const answer = await during(upstream.source, (stored) => stored.read('counts', request, never));
    expect(answer.counts).toEqual({ ...truth.counts, settledUntilMs: answer.counts.settledUntilMs });
    expect(answer.lastSeen).toEqual(truth.lastSeen);
    expect(texts(answer)).toEqual([
      'What happened comes from the memory of the server: Dagster has nothing of this time',
    ]);
  });

  it('does not mistake a young objective for one that was forgotten', async () => {
    const upstream = new FakeUpstream('Dagster');
    upstream.reachMs = FULL_HOUR_MS - 3 * DAY_MS;
    const request = hours(upstream, 30);
    await keep(upstream, request);
    upstream.bad.set(upstream.reachMs, 2);
    const answer = await during(upstream.source, (stored) => stored.read('counts', request, never));
    expect(answer).toEqual(upstream.answer(request));
  });

  it('asks for what is new only after a start, and answers the same', async () => {
    const upstream = new FakeUpstream('Prometheus');
    upstream.bad.set(FULL_HOUR_MS - 5 * DAY_MS, 2);
    await keep(upstream, hours(upstream, 30));
    upstream.requests = [];
    const later = hours(upstream, 30, NOW_MS + 7 * HOUR_MS);
    upstream.bad.set(later.toMs - HOUR_MS, 3);
    upstream.holes.push({ fromMs: later.toMs - 3 * HOUR_MS, toMs: later.toMs - 2 * HOUR_MS });
    const answer = await keep(upstream, later);
    expect(answer).toEqual({ ...upstream.answer(later), executed: answer.executed, notices: answer.notices });
    expect(texts(answer)).toEqual([
      'What happened before the server started comes from its memory, until Prometheus is read again in the background',
    ]);
    expect(upstream.requests.map(({ fromMs, toMs }) => (toMs - fromMs) / HOUR_MS)).toEqual([7 + 1 + 48]);
    // What was added is kept too: the next start goes on from there.
    upstream.requests = [];
    const latest = hours(upstream, 30, NOW_MS + 8 * HOUR_MS);
    expect((await keep(upstream, latest)).counts).toEqual(upstream.answer(latest).counts);
    expect(upstream.requests.map(({ fromMs, toMs }) => (toMs - fromMs) / HOUR_MS)).toEqual([1 + 1 + 48]);
  });

  it('reads everything again once it is idle, so that restatements get in', async () => {
    const upstream = new FakeUpstream('Prometheus');
    const request = hours(upstream, 30);
    await keep(upstream, request);
    upstream.requests = [];
    upstream.bad.set(FULL_HOUR_MS - 20 * DAY_MS, 4);
    await during(
      upstream.source,
      async (stored) => {
        const before = await stored.read('counts', request, never);
        expect(before.counts).not.toEqual(upstream.answer(request).counts);
        while (upstream.requests.length < 2) {
          await wait(5);
        }
        await wait(5);
        expect(upstream.requests[1]).toEqual(request);
        expect((await stored.read('counts', request, never)).counts).toEqual(upstream.answer(request).counts);
      },
      { idleMs: 1 }
    );
    // It is the restated bucket that outlives the retention.
    const truth = upstream.answer(request).counts;
    upstream.reachMs = FULL_HOUR_MS - 10 * DAY_MS;
    const answer = await during(upstream.source, (stored) => stored.read('counts', request, never));
    expect(answer.counts.good).toEqual(truth.good);
  });

  it('begins anew when the indicator changes, and says so', async () => {
    const upstream = new FakeUpstream('Dagster');
    const request = hours(upstream, 30);
    await keep(upstream, request);
    upstream.reachMs = FULL_HOUR_MS - 15 * DAY_MS;
    const changed = { ...request, objective: upstream.objective('api', 'other requests') };
    const answer = await keep(upstream, changed);
    expect(answer.counts).toEqual(upstream.answer(changed).counts);
    expect(texts(answer)).toEqual([expect.stringMatching(/^The indicator was changed after .*begins anew/)]);
    // Changed back: what was kept is still there.
    expect((await keep(upstream, request)).counts.coverage[0]).toBe(1);
  });

  it('keeps its memory when target, names, window or grouping change', async () => {
    const upstream = new FakeUpstream('Dagster');
    const request = hours(upstream, 30);
    const truth = await keep(upstream, request);
    upstream.reachMs = FULL_HOUR_MS - 15 * DAY_MS;
    const { objective } = request;
    const renamed = {
      ...objective,
      displayName: 'Other',
      target: 0.5,
      policy: { ...objective.policy, groupBy: 'code' },
    };
    const answer = await keep(upstream, { ...request, objective: renamed });
    expect(answer.counts.total).toEqual(truth.counts.total);
  });

  it('invents and loses nothing when the clock was set ahead and back', async () => {
    const upstream = new FakeUpstream('Prometheus');
    const request = hours(upstream, 30, NOW_MS, { toMs: FULL_HOUR_MS - HOUR_MS });
    const truth = await keep(upstream, request);
    const samplesEndMs = NOW_MS;
    upstream.holes.push({ fromMs: samplesEndMs, toMs: Infinity });
    await keep(upstream, hours(upstream, 30, NOW_MS + 10 * HOUR_MS));
    // Back, and later, when those hours have really passed.
    expect((await keep(upstream, request)).counts).toEqual(truth.counts);
    upstream.holes.length = 0;
    const later = hours(upstream, 30, NOW_MS + 11 * HOUR_MS);
    expect((await keep(upstream, later)).counts).toEqual(upstream.answer(later).counts);
    // Set back by days, nothing is lost.
    await keep(upstream, hours(upstream, 30, NOW_MS - 5 * DAY_MS));
    upstream.reachMs = FULL_HOUR_MS;
    const answer = await during(upstream.source, (stored) => stored.read('counts', request, never));
    expect(answer.counts.total).toEqual(truth.counts.total);
  });

  it('passes failures of the upstream on, and goes on when it is back', async () => {
    const upstream = new FakeUpstream('Dagster');
    const request = hours(upstream, 30);
    await during(upstream.source, async (stored, memory) => {
      await stored.read('counts', request, never);
      await memory.endRound();
      upstream.failing = new Error('away');
      await expect(stored.read('counts', request, never)).rejects.toThrow('away');
      upstream.failing = undefined;
      expect(await stored.read('counts', request, never)).toEqual(upstream.answer(request));
    });
  });

  it('finds breaches and sprints of the time that the upstream has forgotten', async () => {
    const upstream = new FakeUpstream('Dagster');
    const objective = { ...upstream.objective('api'), window: { type: 'rolling' as const, durationMs: DAY_MS } };
    for (let atMs = FULL_HOUR_MS - 20 * DAY_MS; atMs < FULL_HOUR_MS - 19 * DAY_MS; atMs += 5 * MINUTE_MS) {
      upstream.bad.set(atMs, 1);
    }
    const range = { fromMs: FULL_HOUR_MS - 25 * DAY_MS, toMs: NOW_MS, nowMs: NOW_MS };
    // The objective is one of Prometheus', read here as a source that is always read whole.
    const breaches = ({ Dagster }: Sources) => evaluateBreaches(objective, { Prometheus: Dagster }, range, never);
    const truth = await during(upstream.source, (_, __, sources) => breaches(sources));
    upstream.reachMs = FULL_HOUR_MS - 15 * DAY_MS;
    expect((await breaches({ Dagster: upstream.source })).breaches).toEqual([]);
    const kept = await during(upstream.source, (_, __, sources) => breaches(sources));
    expect(kept.error).toBeUndefined();
    expect(kept.breaches).toEqual(truth.breaches);
    // The sprint was closed before the upstream's first day, and ends as it did.
    const sprints = [kept, truth].map((one) => sprintRows([one], NOW_MS).map(({ fromMs, toMs }) => ({ fromMs, toMs })));
    expect(sprints[0]).toEqual(sprints[1]);
    expect(sprints[0]).toEqual([{ fromMs: expect.any(Number), toMs: expect.any(Number) }]);
    const [{ fromMs, toMs }] = sprints[0];
    // 12 of some 100 events an hour are bad for a day, and a day may have 23: two bad hours are a breach and one is none. The sprint
    // lasts for a day longer.
    const badUntilMs = FULL_HOUR_MS - 19 * DAY_MS;
    expect([fromMs, toMs]).toEqual([badUntilMs - 22 * HOUR_MS, badUntilMs + 23 * HOUR_MS + DAY_MS]);
  });

  it('says that contributors are those of what the upstream still has', async () => {
    const upstream = new FakeUpstream('Dagster');
    const request = hours(upstream, 30);
    await keep(upstream, request);
    upstream.reachMs = FULL_HOUR_MS - 15 * DAY_MS;
    await during(upstream.source, async (stored) => {
      await stored.read('counts', request, never);
      const { notices } = await stored.read('contributors', request, never);
      expect(notices.map(({ text }) => text)).toEqual([
        'Events before 2026-11-05 12:00 UTC are known by their counts only, from the memory of the server: contributors are those of what Dagster still has',
      ]);
    });
  });

  it('keeps outcomes of queries, each by itself', async () => {
    const demo = demoSource();
    const { objective } = hours(new FakeUpstream('Demo'), 1);
    const request = {
      objective,
      stepMs: HOUR_MS,
      fromMs: FULL_HOUR_MS - 10 * DAY_MS,
      toMs: FULL_HOUR_MS,
      nowMs: NOW_MS,
    };
    const truth = await demo.read('outcomes', request, never);
    truth.counts.settledUntilMs = FULL_HOUR_MS;
    let isEmpty = false;
    const emptied: Source = {
      ...demo,
      async read(kind, asked, signal) {
        const answer = await demo.read(kind, asked, signal);
        if ('outcomes' in answer) {
          answer.counts.settledUntilMs = FULL_HOUR_MS;
        }
        if ('outcomes' in answer && isEmpty) {
          [...Object.values(answer.outcomes), answer.counts.total, answer.counts.good, answer.counts.coverage].forEach(
            (column) => column.fill(0)
          );
        }
        return answer;
      },
    };
    expect(await during(emptied, (stored) => stored.read('outcomes', request, never))).toEqual(truth);
    isEmpty = true;
    const kept = await during(emptied, (stored) => stored.read('outcomes', request, never));
    expect({ ...kept.outcomes, ...kept.counts }).toEqual({ ...truth.outcomes, ...truth.counts });
  });
});
