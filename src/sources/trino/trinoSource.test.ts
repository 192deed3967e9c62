import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { EventCounts } from '../../budget/eventCounts';
import { FINE_TIER_SPAN_MS } from '../../budget/tiers';
import type { TrinoSpec } from '../../catalogue/objective';
import { TransportError } from '../../transport/transportError';
import type { CountsRequest, Source } from '../contract';
import { SourceError } from '../sourceError';
import { FakeTrino, type EndedQuery } from './fakeTrino.testing';
import { trinoObjective } from './trinoObjective.testing';
import { trinoSource } from './trinoSource';
import { UpstreamFailure } from '../upstreamFailure';
import { createSource } from '../createSource';

const NOW = Date.UTC(2026, 0, 15, 9, 30);
const never = new AbortController().signal;
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

/** A finished query every ten minutes for 40 days, a user error every hour, an unexpected one every six. */
const HISTORY: EndedQuery[] = Array.from({ length: 40 * 144 }, (_, index): EndedQuery => {
  const endMs = NOW - 40 * DAY_MS + index * 10 * MINUTE_MS + MINUTE_MS;
  if (index % 36 === 1) {
    return { endMs, outcome: 'unexpected' };
  }
  return index % 6 === 2 ? { endMs, outcome: 'userErrors', code: 'ABANDONED_QUERY' } : { endMs, outcome: 'finished' };
});

function hours(spec: Partial<TrinoSpec> = {}, days = 30): CountsRequest {
  const toMs = NOW - (NOW % HOUR_MS);
  return { objective: trinoObjective(spec), stepMs: HOUR_MS, fromMs: toMs - days * DAY_MS, toMs, nowMs: NOW };
}

function endsTable(): TrinoSpec['history'] {
  const columns = { state: 's', errorType: 't', errorCode: 'n', source: 'c', end: 'e' };
  return { kind: 'table', table: 'lake.audit.log', columns };
}

function setUp(queries = HISTORY, columns?: Record<string, string>) {
  const trino = new FakeTrino([...queries], columns);
  let nowMs = NOW;
  const source = trinoSource({ runner: trino, clock: () => nowMs });
  return {
    trino,
    source,
    at: (ms: number) => {
      nowMs = ms;
    },
  };
}

describe('counts from a history of queries', () => {
  it('leave user errors out of numerator and denominator', async () => {
    const { counts } = await setUp().source.read('counts', hours(), never);
    const expected = HISTORY.filter(({ endMs }) => endMs >= counts.startMs && endMs < NOW - (NOW % HOUR_MS));
    const of = (outcome: string) => expected.filter((query) => query.outcome === outcome).length;
    expect(sum(counts.good)).toBe(of('finished'));
    expect(sum(counts.total)).toBe(of('finished') + of('unexpected'));
    expect(of('userErrors')).toBeGreaterThan(0);
  });

  it('may count user errors as good, and ask nothing more for it', async () => {
    const { trino, source } = setUp();
    const excluded = await source.read('counts', hours(), never);
    const asked = trino.asked.length;
    const good = await source.read('counts', hours({ userErrors: 'good' }), never);
    expect(trino.asked).toHaveLength(asked);
    const userErrors = sum(good.counts.total) - sum(excluded.counts.total);
    expect(userErrors).toBeGreaterThan(0);
    expect(sum(good.counts.good)).toBe(sum(excluded.counts.good) + userErrors);
  });

  it('hold every outcome, those of abandoned queries in a column of their own', async () => {
    const { counts, outcomes } = await setUp().source.read('outcomes', hours(), never);
    expect(sum(counts.total)).toBe(30 * 144);
    expect(sum(outcomes.abandoned)).toBe(sum(outcomes.userErrors));
    const { finished, userErrors, unexpected, ignored } = outcomes;
    expect(sum(finished) + sum(userErrors) + sum(unexpected) + sum(ignored)).toBe(sum(counts.total));
  });

  it('were observed from the oldest query on, and not before', async () => {
    const { counts } = await setUp(HISTORY.slice(20 * 144)).source.read('counts', hours({}, 30), never);
    const first = counts.coverage.findIndex((coverage) => coverage > 0);
    expect(counts.startMs + first * HOUR_MS).toBe(NOW - 20 * DAY_MS - 30 * MINUTE_MS);
    expect(counts.coverage[first]).toBeCloseTo(29 / 60);
    expect([...counts.coverage.slice(first + 1)].every((coverage) => coverage === 1)).toBe(true);
  });

  it('of an empty table are unknown, and say that its writer needs a look', async () => {
    const { counts, notices } = await setUp([]).source.read('counts', hours(), never);
    expect(sum(counts.coverage)).toBe(0);
    expect(notices[0].text).toMatch(/mysql\.events\.trino_queries is empty: check the event listener/);
  });

  it('say so where Trino does not let its queries be bounded', async () => {
    const runner = Object.assign(new FakeTrino([...HISTORY]), { limitsRuns: false });
    const { notices } = await trinoSource({ runner, clock: () => NOW }).read('counts', hours(), never);
    expect(notices.map(({ text }) => text)).toContainEqual(expect.stringContaining('query_max_run_time'));
    const bounded = await setUp().source.read('counts', hours(), never);
    expect(bounded.notices.map(({ text }) => text)).not.toContainEqual(expect.stringContaining('query_max_run_time'));
  });

  it('show the SQL that counts them', async () => {
    const { executed } = await setUp().source.read('counts', hours(), never);
    expect(executed[0]).toMatch(/^-- every 3600 s\nSELECT end_ms \/ 3600000 AS bucket/);
  });
});

describe('the coordinator’s memory as the only history', () => {
  const runtime: Partial<TrinoSpec> = { history: { kind: 'runtime' } };
  const lastHour = HISTORY.filter(({ endMs }) => endMs >= NOW - 50 * MINUTE_MS);

  it('is never drawn as a figure over days: nothing before its oldest query was observed', async () => {
    const { counts, notices } = await setUp(lastHour).source.read('counts', hours(runtime), never);
    expect(sum(counts.coverage) / counts.coverage.length).toBeLessThan(0.001);
    expect(notices[0].text).toMatch(/only history, and reaches back to 2026-01-15 08:41 UTC\. For figures over days/);
  });

  it('serves the minutes that it holds', async () => {
    const request = { ...hours(runtime), stepMs: 5 * MINUTE_MS, fromMs: NOW - HOUR_MS, toMs: NOW };
    const { counts } = await setUp(lastHour).source.read('counts', request, never);
    expect(sum(counts.coverage)).toBeCloseTo(49 / 5);
  });
});

describe('the memory of a busy coordinator, which holds a quarter of an hour', () => {
  const runtime: Partial<TrinoSpec> = { history: { kind: 'runtime' } };
  const START = NOW - (NOW % HOUR_MS);
  const everyMinute = Array.from({ length: 180 }, (_, minute): EndedQuery => ({
    endMs: START + minute * MINUTE_MS + 30_000,
    outcome: 'finished',
  }));

  function remembering() {
    const { trino, source, at } = setUp([]);
    const readAt = async (nowMs: number, fromMs = START + 15 * MINUTE_MS) => {
      at(nowMs);
      trino.queries = everyMinute.filter(({ endMs }) => endMs < nowMs && endMs >= nowMs - 15 * MINUTE_MS);
      const toMs = nowMs - (nowMs % (5 * MINUTE_MS));
      const range = { fromMs, toMs, stepMs: 5 * MINUTE_MS, nowMs };
      return source.read('counts', { ...hours(runtime), ...range }, never);
    };
    return { trino, readAt };
  }

  it('loses nothing that was read of it while someone is looking', async () => {
    const { readAt } = remembering();
    let last: EventCounts | undefined;
    for (let minute = 20; minute <= 120; minute++) {
      last = (await readAt(START + minute * MINUTE_MS + 20_000)).counts;
    }
    expect([...(last?.total ?? [])]).toEqual(Array.from({ length: 21 }, () => 5));
    expect([...(last?.coverage ?? [])].every((coverage) => coverage === 1)).toBe(true);
  });

  it('is never taken to hold what it has forgotten since it was asked how far back it reaches', async () => {
    const { readAt } = remembering();
    await readAt(START + 20 * MINUTE_MS + 20_000);
    const { counts } = await readAt(START + 25 * MINUTE_MS + 10_000, START + 5 * MINUTE_MS);
    expect(counts.total[0]).toBe(0);
    expect([...counts.coverage].every((coverage, bucket) => coverage <= counts.total[bucket] / 5)).toBe(true);
    expect(counts.coverage.at(-1)).toBe(1);
  });
});

describe('what is asked of Trino', () => {
  /** As the figure of 30 days is summed up: full hours, and five minutes after the last of them. */
  const window = (nowMs: number) => ({
    fromMs: Math.ceil((nowMs - 30 * DAY_MS) / HOUR_MS) * HOUR_MS,
    toMs: nowMs - (nowMs % (5 * MINUTE_MS)),
  });
  const bothTiers = (source: Source, nowMs: number) => {
    const toMs = nowMs - (nowMs % HOUR_MS);
    const fineToMs = nowMs - (nowMs % (5 * MINUTE_MS));
    return Promise.all([
      source.read('counts', { ...hours(), fromMs: toMs - 60 * DAY_MS, toMs, nowMs }, never),
      source.read(
        'counts',
        { ...hours(), stepMs: 5 * MINUTE_MS, fromMs: toMs - FINE_TIER_SPAN_MS, toMs: fineToMs, nowMs },
        never
      ),
    ]);
  };

  it('is the whole once, and after that only the tail that may still change', async () => {
    const { trino, source, at } = setUp();
    await source.read('counts', hours(), never);
    const later = NOW + 10 * MINUTE_MS;
    at(later);
    trino.asked.length = 0;
    await source.read('counts', { ...hours(), nowMs: later }, never);
    expect(trino.asked).toHaveLength(1);
    const [, fromMs] = /end_ms >= (\d+)/.exec(trino.asked[0]) ?? [];
    expect(NOW - Number(fromMs)).toBeLessThanOrEqual(25 * HOUR_MS + 30 * MINUTE_MS);
  });

  it('includes a query that fails three hours after it began, at the next refresh', async () => {
    const { trino, source, at } = setUp();
    const fine = (nowMs: number) => ({
      ...hours(),
      stepMs: 5 * MINUTE_MS,
      fromMs: NOW - DAY_MS,
      toMs: nowMs - (nowMs % (5 * MINUTE_MS)),
      nowMs,
    });
    const before = await source.read('counts', fine(NOW), never);
    // It began three hours before NOW and is written a quarter of an hour after its end.
    trino.queries.push({ endMs: NOW - 2 * MINUTE_MS, outcome: 'unexpected' });
    const later = NOW + 15 * MINUTE_MS;
    at(later);
    const after = await source.read('counts', fine(later), never);
    const bucket = (NOW - 5 * MINUTE_MS - after.counts.startMs) / (5 * MINUTE_MS);
    expect(after.counts.total[bucket]).toBe(before.counts.total[bucket] + 1);
    expect(after.counts.good[bucket]).toBe(before.counts.good[bucket]);
  });

  it.each<[string, Partial<TrinoSpec>, number]>([
    ['a table of ends', { history: endsTable() }, 15 * MINUTE_MS],
    ['a table of beginnings', { longestRunMs: 2 * HOUR_MS }, 2 * HOUR_MS],
  ])('misses nothing that is written late to %s, whenever it is read', async (_, spec, latestMs) => {
    const start = NOW - (NOW % HOUR_MS) - 8 * HOUR_MS;
    const minutes = { min: 0, max: 8 * 60 - 1 };
    // On the first or last instant of a minute, which often is that of a bucket too.
    const writes = fc.array(
      fc.record({ minute: fc.integer(minutes), last: fc.boolean(), late: fc.integer({ min: 0, max: latestMs - 1 }) })
    );
    await fc.assert(
      fc.asyncProperty(writes, fc.array(fc.integer(minutes), { maxLength: 30 }), async (written, looks) => {
        const { trino, source, at } = setUp([]);
        const queries = written.map(({ minute, last, late }) => {
          const endMs = start + minute * MINUTE_MS + (last ? MINUTE_MS - 1 : 0);
          return { endMs, outcome: 'finished' as const, writtenMs: endMs + late };
        });
        const known = (nowMs: number) => queries.filter(({ writtenMs }) => writtenMs <= nowMs);
        for (const minute of [...looks.sort((a, b) => a - b), 8 * 60 + 3 * 60]) {
          const nowMs = start + minute * MINUTE_MS + 1_234;
          at(nowMs);
          trino.queries = known(nowMs);
          const toMs = nowMs - (nowMs % (5 * MINUTE_MS));
          const request = { ...hours(spec), stepMs: 5 * MINUTE_MS, fromMs: start, toMs, nowMs };
          const { counts } = await source.read('counts', request, never);
          // What five minutes ago was known is counted: within them no upstream is asked again.
          const counted = sum(counts.total);
          const ended = (when: number) => known(when).filter(({ endMs }) => endMs < toMs).length;
          expect(counted).toBeLessThanOrEqual(ended(nowMs));
          expect(counted).toBeGreaterThanOrEqual(ended(nowMs - 5 * MINUTE_MS));
        }
      })
    );
  });

  it('stays within two statements for counts and contributors together each five minutes, and one for the state a minute', async () => {
    const { trino, source, at } = setUp();
    const objective = trinoObjective();
    for (let minute = 0; minute < 60; minute++) {
      // A timer is never quite on time: at times less than a minute has passed since the last one.
      const nowMs = NOW + minute * MINUTE_MS + 7_000 + (minute % 3) * 20;
      at(nowMs);
      await bothTiers(source, nowMs);
      await source.read('contributors', { objective, ...window(nowMs), nowMs }, never);
      await source.read('state', { objective, nowMs }, never);
    }
    const kinds = {
      counts: trino.asked.filter((sql) => sql.includes('AS bucket')).length,
      reach: trino.asked.filter((sql) => sql.includes('reach_ms')).length,
      state: trino.asked.filter((sql) => sql.includes('active_nodes')).length,
    };
    console.log(`A dashboard that refreshes every minute for an hour: ${JSON.stringify(kinds)}`);
    const slots = 60 / 5;
    expect(kinds.counts).toBe(2 * slots);
    expect(kinds.reach).toBe(1);
    expect(kinds.state).toBe(60);
    expect(trino.asked).toHaveLength(2 * slots + 1 + 60);
  });

  it.each([5, 10, 30])('is its state once a minute where a dashboard refreshes every %d s', async (seconds) => {
    const { trino, source, at } = setUp();
    for (let ms = 0; ms < HOUR_MS; ms += seconds * 1_000) {
      at(NOW + ms);
      await source.read('state', { objective: trinoObjective(), nowMs: NOW + ms }, never);
    }
    expect(trino.asked).toHaveLength(60);
  });

  it('is nothing more for contributors of what was counted, also of planned maintenance and of other windows', async () => {
    const { trino, source } = setUp();
    await bothTiers(source, NOW);
    trino.asked.length = 0;
    const objective = trinoObjective();
    const toMs = NOW - (NOW % (5 * MINUTE_MS));
    const without = [{ fromMs: NOW - (NOW % HOUR_MS) - 5 * DAY_MS, toMs: NOW - (NOW % HOUR_MS) - 4 * DAY_MS }];
    await source.read('contributors', { objective, ...window(NOW), nowMs: NOW }, never);
    await source.read('contributors', { objective, ...window(NOW), without, nowMs: NOW }, never);
    await source.read('contributors', { objective, fromMs: toMs - DAY_MS, toMs, nowMs: NOW }, never);
    expect(trino.asked).toEqual([]);
  });

  it('are contributors that add up to the figure and are what Trino would say anew, however long a page is open', async () => {
    const start = NOW - (NOW % HOUR_MS);
    const events = fc.array(
      fc.record({
        minute: fc.integer({ min: -40 * 24 * 60, max: 180 }),
        code: fc.constantFrom('A', 'B', undefined),
        late: fc.integer({ min: 0, max: 14 }),
        bad: fc.boolean(),
      }),
      { maxLength: 200 }
    );
    const looks = fc.array(fc.integer({ min: 0, max: 180 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(events, looks, async (ended, minutes) => {
        const { trino, source, at } = setUp([]);
        const queries = ended.map(({ minute, code, late, bad }): EndedQuery & { writtenMs: number } => {
          const endMs = start + minute * MINUTE_MS + 1;
          return { endMs, outcome: bad ? 'unexpected' : 'finished', code, writtenMs: endMs + late * MINUTE_MS };
        });
        for (const minute of minutes.sort((a, b) => a - b)) {
          const nowMs = start + minute * MINUTE_MS + 1_234;
          at(nowMs);
          trino.queries = queries.filter(({ writtenMs }) => writtenMs <= nowMs);
          const request = { objective: trinoObjective({ history: endsTable() }), ...window(nowMs), nowMs };
          const { contributors } = await source.read('contributors', request, never);
          // Within five minutes nothing is asked again.
          const known = queries.filter(({ writtenMs }) => writtenMs <= nowMs - (nowMs % (5 * MINUTE_MS)));
          const isIn = ({ endMs, outcome }: EndedQuery) =>
            endMs >= request.fromMs && endMs < request.toMs && outcome === 'unexpected';
          const sums = (dimension: string) =>
            contributors.filter((one) => one.dimension === dimension).reduce((total, { bad }) => total + bad, 0);
          expect(sums('Error code')).toBeGreaterThanOrEqual(known.filter(isIn).length);
          expect(sums('Error code')).toBeLessThanOrEqual(trino.queries.filter(isIn).length);
          expect(sums('Error type')).toBe(sums('Error code'));
        }
        const nowMs = start + 6 * HOUR_MS;
        at(nowMs);
        trino.queries = queries;
        const request = { objective: trinoObjective({ history: endsTable() }), ...window(nowMs), nowMs };
        const anew = trinoSource({ runner: trino, clock: () => nowMs });
        expect(await source.read('contributors', request, never)).toEqual(
          await anew.read('contributors', request, never)
        );
      }),
      { numRuns: 40 }
    );
  });

  it('is not asked again and again where Trino lacks the time or the memory for it', async () => {
    const { trino, source, at } = setUp();
    trino.failure = new UpstreamFailure('timeout', 'the query took too long', 'Wait', {
      errorName: 'EXCEEDED_TIME_LIMIT',
      errorType: 'INSUFFICIENT_RESOURCES',
    });
    const kept = trino.queries;
    trino.queries = [];
    for (let minute = 0; minute < 5; minute++) {
      at(NOW + minute * MINUTE_MS);
      await expect(source.read('counts', hours(), never)).rejects.toThrow('the query took too long. Wait.');
    }
    expect(trino.asked.filter((sql) => sql.includes('AS bucket'))).toHaveLength(1);
    trino.failure = undefined;
    trino.queries = kept;
    at(NOW + 5 * MINUTE_MS);
    expect(sum((await source.read('counts', hours(), never)).counts.total)).toBeGreaterThan(0);
  });

  it.each([
    ['whose queue is full', 'QUERY_QUEUE_FULL', 'INSUFFICIENT_RESOURCES'],
    ['that refuses it', 'TABLE_NOT_FOUND', 'USER_ERROR'],
  ])('is asked again at once of a Trino %s, which costs it nothing', async (_, errorName, errorType) => {
    const { trino, source } = setUp();
    trino.failure = new UpstreamFailure('unavailable', 'not now', 'Wait', { errorName, errorType });
    await expect(source.read('counts', hours(), never)).rejects.toThrow('not now');
    trino.failure = undefined;
    expect(sum((await source.read('counts', hours(), never)).counts.total)).toBeGreaterThan(0);
  });

  it('stays open for late writes however short the longest run is', async () => {
    const { source } = setUp();
    const { counts } = await source.read('counts', hours({ longestRunMs: MINUTE_MS }), never);
    expect(counts.settledUntilMs).toBeLessThanOrEqual(NOW - 15 * MINUTE_MS);
  });

  it('is given up in Trino once no one waits for it', async () => {
    const { trino, source } = setUp();
    trino.hanging = true;
    const panel = new AbortController();
    const reading = source.read('counts', hours(), panel.signal);
    setTimeout(() => panel.abort(new Error('the panel went away')), 5);
    await expect(reading).rejects.toThrow('the panel went away');
    expect(trino.aborted).toBe(trino.asked.length);
    expect(trino.aborted).toBeGreaterThan(0);
  });
});

describe('the metrics of Trino as history', () => {
  const counters: Partial<TrinoSpec> = { history: { kind: 'counters', selector: 'job="trino"' } };

  it('are asked of Prometheus, user errors subtracted, and say what they do not hold', async () => {
    const requests: CountsRequest[] = [];
    const counts = { stepMs: HOUR_MS, startMs: 0, good: new Float64Array(), total: new Float64Array() };
    const prometheus: Source = createSource('Prometheus', {
      async counts(request) {
        requests.push(request);
        return {
          counts: { ...counts, coverage: new Float64Array(), settledUntilMs: 0 },
          notices: [],
          executed: ['sum(...)'],
        };
      },
    });
    const trino = new FakeTrino([]);
    const source = trinoSource({ runner: trino, prometheus });
    const { notices } = await source.read('counts', hours({ ...counters, ignore: ['X'] }), never);
    const [{ objective }] = requests;
    const prefix = 'trino_execution_name_QueryManager_';
    const increase = (name: string) => `sum(increase(${prefix}${name}{job="trino"}[{{.window}}]))`;
    expect(objective.indicator).toMatchObject({
      source: 'Prometheus',
      measure: {
        shape: 'badTotal',
        bad: {
          query: ['InternalFailures', 'ExternalFailures', 'InsufficientResourcesFailures'].map(increase).join(' + '),
        },
        total: { query: ['CompletedQueries', 'UserErrorFailures'].map(increase).join(' - ') },
      },
    });
    expect(trino.asked).toEqual([]);
    expect(notices.map(({ text }) => text)).toEqual([
      expect.stringMatching(/include the plugin’s queries/),
      expect.stringMatching(/^The catalogue’s ignore have no effect/),
    ]);
  });

  it('need a Prometheus', async () => {
    await expect(setUp().source.read('counts', hours(counters), never)).rejects.toThrow(
      /no Prometheus is configured\. Set its URL \(in the data source settings/
    );
  });
});

describe('a history that cannot be read', () => {
  const refused = (errorName: string, found = `Trino refused the query (${errorName})`) =>
    new UpstreamFailure('badIndicator', found, 'Do this', { errorName, errorType: 'USER_ERROR' });

  async function failureOf(failure: Error, spec: Partial<TrinoSpec> = {}, columns?: Record<string, string>) {
    const { trino, source } = setUp(HISTORY, columns);
    trino.failure = failure;
    return source.read('counts', hours(spec), never).then(
      () => 'no failure',
      (error: unknown) => (error instanceof SourceError ? error.message : error)
    );
  }

  it.each(['SYNTAX_ERROR', 'TABLE_NOT_FOUND', 'CATALOG_NOT_FOUND', 'PERMISSION_DENIED'])(
    'costs its objective with what Trino said: %s',
    async (errorName) => {
      expect(await failureOf(refused(errorName))).toBe(
        `Queries (queries), Trino: Trino refused the query (${errorName}). Do this.`
      );
    }
  );

  it('because columns lack says which, and which there are', async () => {
    const table = { kind: 'table' as const, table: 'lake.audit.log' };
    const history = { ...table, columns: { state: 's', errorType: 'kind', source: 'client', end: 'finished' } };
    const message = await failureOf(refused('COLUMN_NOT_FOUND'), { history }, { s: 'varchar', client: 'varchar' });
    expect(message).toMatch(
      /the history table lake\.audit\.log lacks the columns kind, finished; it has s varchar, client varchar\. Correct history\.columns/
    );
  });

  it('because it is no listener’s table says so', async () => {
    const message = await failureOf(refused('COLUMN_NOT_FOUND'), {}, { query_id: 'varchar', user: 'varchar' });
    expect(message).toMatch(/lacks the columns query_state, wall_time_millis, .*Name the table that Trino’s MySQL/);
  });

  it('because a column has another type says which types there are', async () => {
    const table = { kind: 'table' as const, table: 'lake.audit.log' };
    const history = { ...table, columns: { state: 's', errorType: 't', source: 'c', end: 'e' } };
    const columns = { s: 'varchar', t: 'varchar', c: 'varchar', e: 'varchar' };
    expect(await failureOf(refused('FUNCTION_NOT_FOUND'), { history }, columns)).toMatch(
      /has columns of other types .*; it has s varchar, t varchar, c varchar, e varchar\. .*end and created are timestamps/
    );
  });

  it('because there is no answer says what to check', async () => {
    expect(await failureOf(new TransportError('unreachable', 'trino', 'connection refused'))).toMatch(
      /Queries \(queries\), Trino: no answer .*Check that Trino runs/
    );
  });
});
