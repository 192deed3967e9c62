import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { unobservedCounts } from '../../src/budget/eventCounts';
import type { Objective, TrinoHistory, TrinoSpec } from '../../src/catalogue/objective';
import { evaluateContributors } from '../../src/evaluation/evaluateContributors';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import { evaluateOutcomes } from '../../src/evaluation/evaluateOutcomes';
import type { CountsRequest, QueryOutcome, Source } from '../../src/sources/contract';
import { SourceError } from '../../src/sources/sourceError';
import { TrinoClient } from '../../src/sources/trino/client/trinoClient';
import { historyReach } from '../../src/sources/trino/historyReach';
import type { QueryRunner } from '../../src/sources/trino/queryRunner';
import { trinoObjective } from '../../src/sources/trino/trinoObjective.testing';
import { trinoSource } from '../../src/sources/trino/trinoSource';
import { createTransport } from '../../src/transport/createTransport';
import { createGrafanaPort } from '../../src/transport/grafanaPort';
import { backendFetch } from './backendFetch';
import { evaluatedBothWays } from './evaluatedBothWays';
import { startGrafanaProxy, type GrafanaProxy } from './startGrafanaProxy';
import { describeWithTrino, prepareTrino, TABLE_COLUMNS, TABLES, type TrinoFixture } from './trino/fixture';
import { contributors, outcomeCounts, type CountingRule, type Dimension } from './trino/truth';
import { createSource } from '../../src/sources/createSource';

const never = new AbortController().signal;
const FIVE_MINUTES = 5 * MINUTE_MS;

const HISTORIES: Record<string, TrinoHistory> = {
  'the table of the MySQL event listener': { kind: 'mysqlListener', table: TABLES.mysqlListener },
  'a table of one’s own': { kind: 'table', table: TABLES.table, columns: TABLE_COLUMNS },
};

/** Settings of the catalogue that change the figures, and the truth by the same rule. */
const RULES: Record<string, { spec: Partial<TrinoSpec>; rule: CountingRule }> = {
  'as it is by default': { spec: {}, rule: {} },
  'with codes that are also bad or ignored': {
    spec: { alsoBad: ['ADMINISTRATIVELY_KILLED'], ignore: ['EXCEEDED_TIME_LIMIT'] },
    rule: { alsoBad: ['ADMINISTRATIVELY_KILLED'], ignore: ['EXCEEDED_TIME_LIMIT'] },
  },
  'of some users, sources and resource groups': {
    spec: {
      users: { include: ["o'brien", 'zoë', 'public'], exclude: [] },
      sources: { include: [], exclude: ['api'] },
      resourceGroups: { include: [], exclude: ['global.internal'] },
    },
    rule: {
      counts: ({ user, source, resourceGroup }) =>
        ["o'brien", 'zoë', 'public'].includes(user) && source !== 'api' && resourceGroup !== 'global.internal',
    },
  },
};

const DIMENSIONS: Record<string, Dimension> = {
  'Error type': 'errorType',
  'Error code': 'errorCode',
  User: 'user',
  Source: 'source',
  'Resource group': 'resourceGroup',
};

describeWithTrino('the Trino source on a real Trino, through Grafana’s data proxy', () => {
  let trino: TrinoFixture;
  let proxy: GrafanaProxy;
  let runner: QueryRunner;
  let asked: string[];

  beforeAll(async () => {
    trino = await prepareTrino();
    const { routes } = jest.requireActual<{ routes: Array<{ path: string; method: string; url: string }> }>(
      '../../src/plugin.json'
    );
    const jsonData = { trinoUrl: trino.url, trinoUser: 'errorbudget' };
    proxy = await startGrafanaProxy({ uid: 'errorbudget', routes, jsonData });
    const port = createGrafanaPort({ fetch: backendFetch, proxyUrl: proxy.url, routes: { trino: 'trino-none' } });
    const client = new TrinoClient({ port: createTransport(port) });
    runner = {
      query: (sql, signal) => {
        asked.push(sql);
        return client.query(sql, signal);
      },
      info: (signal) => client.info(signal),
    };
  }, 600_000);

  afterAll(async () => {
    await proxy?.stop();
    await trino?.stop();
  });

  beforeEach(() => {
    asked = [];
  });

  const request = (objective: Objective, stepMs: number, spanMs: number): CountsRequest => {
    const toMs = Math.floor(trino.endMs / stepMs) * stepMs;
    return { objective, stepMs, fromMs: toMs - spanMs, toMs, nowMs: trino.endMs };
  };

  describe.each(Object.keys(HISTORIES))('from %s', (kind) => {
    const history = HISTORIES[kind];

    describe.each(Object.keys(RULES))('%s', (name) => {
      const { spec, rule } = RULES[name];
      const objective = trinoObjective({ ...spec, history });

      it.each([
        ['hour', HOUR_MS, 64 * DAY_MS],
        ['five minutes', FIVE_MINUTES, 4 * DAY_MS],
      ])('counts every outcome in its own %s', async (_, stepMs, spanMs) => {
        const range = request(objective, stepMs, spanMs);
        const { outcomes, counts } = await trinoSource({ runner }).read('outcomes', range, never);
        const truth = outcomeCounts(
          trino.history.queries,
          { fromMs: range.fromMs, toMs: range.toMs, widthMs: stepMs },
          rule
        );
        const column = (outcome: QueryOutcome) => truth.map((bucket) => bucket[outcome]);
        const found = Object.fromEntries(Object.entries(outcomes).map(([outcome, values]) => [outcome, [...values]]));
        expect(found).toEqual({
          finished: column('finished'),
          userErrors: column('userErrors'),
          unexpected: column('unexpected'),
          ignored: column('ignored'),
          abandoned: column('abandoned'),
          killed: column('killed'),
        });
        expect(column('unexpected').some((count) => count > 0)).toBe(true);
        expect([...counts.coverage].every((coverage) => coverage === 1)).toBe(true);
      });

      it('lists contributors by every dimension, with their last failure', async () => {
        const range = { fromMs: trino.endMs - 30 * DAY_MS, toMs: trino.endMs };
        const source = trinoSource({ runner, pageUrl: 'http://trino.example' });
        const answer = await source.read('contributors', { objective, ...range, nowMs: trino.endMs }, never);
        for (const [dimension, key] of Object.entries(DIMENSIONS)) {
          const truth = contributors(trino.history.queries, range, key, rule);
          const found = answer.contributors.filter((one) => one.dimension === dimension);
          expect(
            new Set(found.map(({ name: value, bad, lastFailureMs }) => `${value} ${bad} ${lastFailureMs}`))
          ).toEqual(new Set(truth.map(({ value, bad, lastMs }) => `${value ?? '(none)'} ${bad} ${lastMs}`)));
          // Some ended in the same millisecond.
          const last = new Map(truth.map(({ value, lastMs }) => [value ?? '(none)', lastMs]));
          for (const { name: value, url = '', message } of found) {
            const [page, id] = url.split('?');
            expect(page).toBe('http://trino.example/ui/query.html');
            expect(trino.history.queries.find(({ queryId }) => queryId === id)?.endMs).toBe(last.get(value));
            expect(message).toContain(id);
          }
        }
      });
    });

    it('asks again only for the tail, and not at all within five minutes', async () => {
      let nowMs = trino.endMs;
      const source = trinoSource({ runner, clock: () => nowMs });
      const objective = trinoObjective({ history });
      const read = () => source.read('counts', { ...request(objective, FIVE_MINUTES, 4 * DAY_MS), nowMs }, never);
      await read();
      asked = [];
      nowMs += 2 * MINUTE_MS;
      await read();
      expect(asked).toEqual([]);
      nowMs += 5 * MINUTE_MS;
      await read();
      expect(asked).toHaveLength(1);
      const [, fromMs] = /end_ms >= (\d+)/.exec(asked[0]) ?? [];
      // Where the history has no ends, a query may be written a day after it began.
      const tailMs = history.kind === 'mysqlListener' ? DAY_MS : 15 * MINUTE_MS;
      expect(nowMs - Number(fromMs)).toBeLessThanOrEqual(tailMs + 2 * FIVE_MINUTES);
    });

    it('knows how far back it reaches', async () => {
      const { fromMs } = await historyReach(runner, trinoObjective({ history }), never);
      expect(fromMs).toBe(Math.min(...trino.history.queries.map(({ endMs }) => endMs)));
    });
  });

  it('gives every kind of answer through a server as it does directly', async () => {
    const objectives = Object.values(HISTORIES).map((history, place) => ({
      ...trinoObjective({ history }),
      id: `trino-${place}`,
    }));
    const sources = () => ({ Trino: trinoSource({ runner }) });
    const { through, direct, failures } = await evaluatedBothWays(sources, objectives, trino.endMs);
    // What runs at the coordinator, and since when, is another thing each time.
    expect({ ...through, state: [] }).toEqual({ ...direct, state: [] });
    expect(through.state).toMatchObject([{ state: { state: 'active' } }, { state: { state: 'active' } }]);
    expect(failures).toEqual([]);
  });

  it('shows both readings of user errors over the window of the status', async () => {
    const objective = trinoObjective({ history: HISTORIES['a table of one’s own'] });
    const sources = { Trino: trinoSource({ runner }) };
    const moment = { atMs: trino.endMs, nowMs: trino.endMs };
    const row = await evaluateObjective(objective, sources, moment, never);
    const { sums } = await evaluateOutcomes(objective, sources, moment, never);
    const fromMs = Math.ceil((trino.endMs - 30 * DAY_MS) / HOUR_MS) * HOUR_MS;
    const [truth] = outcomeCounts(trino.history.queries, { fromMs, toMs: trino.endMs, widthMs: trino.endMs - fromMs });
    expect(sums).toMatchObject({
      finished: truth.finished,
      userErrors: truth.userErrors,
      unexpected: truth.unexpected,
      abandoned: truth.abandoned,
      killed: truth.killed,
    });
    expect(row).toMatchObject({
      kind: 'events',
      evaluation: { good: truth.finished, total: truth.finished + truth.unexpected },
    });
  });

  it('has no data for the time in which the probe was down, whatever the coordinator recorded', async () => {
    const [silent, recorded] = trino.history.outages;
    const window = { type: 'rolling' as const, durationMs: DAY_MS };
    const objective = { ...trinoObjective({ history: HISTORIES['a table of one’s own'] }), window };
    const probe: Objective = { ...trinoObjective(), id: 'probe', indicator: { source: 'Demo', measure: PROBE } };
    const isUp = (ms: number) => [silent, recorded].every(({ fromMs, toMs }) => ms < fromMs || ms >= toMs);
    const sources = { Trino: trinoSource({ runner }), Demo: probing(isUp) };
    const moment = { atMs: recorded.toMs + HOUR_MS, nowMs: trino.endMs };
    const [plain, masked] = await Promise.all(
      [objective, probedBy(objective, probe)].map((one) => evaluateObjective(one, sources, moment, never))
    );
    if (plain.kind !== 'events' || masked.kind !== 'events') {
      throw new Error('no figures');
    }
    const outage = { fromMs: recorded.fromMs, toMs: recorded.toMs, widthMs: recorded.toMs - recorded.fromMs };
    const [lost] = outcomeCounts(trino.history.queries, outage);
    expect(lost.unexpected).toBeGreaterThan(0);
    expect(plain.evaluation.bad - masked.evaluation.bad).toBe(lost.unexpected);
    expect(plain.evaluation.good - masked.evaluation.good).toBe(lost.finished);
    expect(plain.evaluation.coverage - masked.evaluation.coverage).toBeCloseTo(outage.widthMs / DAY_MS);
  });

  it.each(Object.keys(HISTORIES))(
    'lists contributors of the very events that count: from %s, without outages and planned maintenance',
    async (kind) => {
      const [, recorded] = trino.history.outages;
      const atMs = recorded.toMs + HOUR_MS;
      const maintenance = { fromMs: atMs - 6 * HOUR_MS + 60_000, toMs: atMs - 3 * HOUR_MS, reason: 'an upgrade' };
      const objective = trinoObjective({ history: HISTORIES[kind] });
      const excluding: Objective = {
        ...objective,
        window: { type: 'rolling', durationMs: DAY_MS },
        policy: { ...objective.policy, exclusions: [maintenance] },
      };
      const probe: Objective = { ...trinoObjective(), id: 'probe', indicator: { source: 'Demo', measure: PROBE } };
      const isUp = (ms: number) => ms < recorded.fromMs || ms >= recorded.toMs;
      const sources = { Trino: trinoSource({ runner }), Demo: probing(isUp) };
      const moment = { atMs, nowMs: trino.endMs };
      const row = await evaluateObjective(probedBy(excluding, probe), sources, moment, never);
      const { rows } = await evaluateContributors(probedBy(excluding, probe), sources, moment, never);
      const asOfMs = Math.floor(atMs / FIVE_MINUTES) * FIVE_MINUTES;
      const out = [recorded, { ...maintenance, fromMs: Math.floor(maintenance.fromMs / FIVE_MINUTES) * FIVE_MINUTES }];
      const isOut = (ms: number) => out.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
      const truth = contributors(
        trino.history.queries.filter(({ endMs }) => !isOut(endMs)),
        { fromMs: asOfMs - DAY_MS, toMs: asOfMs },
        'errorCode'
      );
      const found = rows.filter(({ contributor }) => contributor.dimension === 'Error code');
      expect(Object.fromEntries(found.map(({ contributor: { name, bad } }) => [name, bad]))).toEqual(
        Object.fromEntries(truth.map(({ value, bad }) => [value ?? '(none)', bad]))
      );
      const bad = truth.reduce((sum, one) => sum + one.bad, 0);
      expect(row).toMatchObject({ kind: 'events', evaluation: { bad } });
      expect(found.reduce((sum, { shareOfBad }) => sum + (shareOfBad ?? NaN), 0)).toBeCloseTo(1);
      const sums = Object.keys(DIMENSIONS).map((dimension) =>
        rows.reduce((sum, { contributor: one }) => sum + (one.dimension === dimension ? one.bad : 0), 0)
      );
      expect(sums).toEqual(Object.keys(DIMENSIONS).map(() => bad));
      // What the outage would have answered first is not among them.
      expect(found.map(({ contributor }) => contributor.name)).not.toContain('REMOTE_TASK_ERROR');
    }
  );

  it('reads a table of odd names and types: reserved words, quotes, zones whose clocks change, fractions', async () => {
    const table = 'memory.slo.order';
    const named = 'memory.slo."order"';
    const autumn = Date.UTC(2025, 9, 26);
    await trino.run(`DROP TABLE IF EXISTS ${named}`);
    await trino.run(
      `CREATE TABLE ${named} ("it's" varchar, "kind of" char(20), "Source" varchar,
         "end" timestamp(6) with time zone, began timestamp(6), took double)`
    );
    // 02:30 on Berlin's clocks twice, an hour apart, and half a minute before each of two full hours.
    const ends = ['00:30:00', '01:30:00', '00:59:59.999999', '01:59:30'];
    const rows = ends.map(
      (end, i) => `('failed', 'EXTERNAL', ${i % 2 === 0 ? "''" : 'NULL'},
        TIMESTAMP '2025-10-26 ${end} UTC' AT TIME ZONE 'Europe/Berlin',
        TIMESTAMP '2025-10-26 ${end}' - INTERVAL '3' SECOND, 2999.7)`
    );
    await trino.run(`INSERT INTO ${named} VALUES ${rows.join(', ')}`);
    const columns = { state: '"it\'s"', errorType: '"kind of"', source: 'source' };
    for (const when of [{ end: 'END' }, { created: 'began', elapsedMs: 'took' }]) {
      const objective = trinoObjective({ history: { kind: 'table', table, columns: { ...columns, ...when } } });
      const range = { fromMs: autumn - HOUR_MS, toMs: autumn + 4 * HOUR_MS };
      const source = trinoSource({ runner });
      const { counts } = await source.read(
        'counts',
        { objective, ...range, stepMs: HOUR_MS, nowMs: trino.endMs },
        never
      );
      expect([...counts.total]).toEqual([0, 2, 2, 0, 0]);
      const answer = await source.read('contributors', { objective, ...range, nowMs: trino.endMs }, never);
      expect(answer.contributors.map(({ dimension, name, bad }) => [dimension, name, bad])).toEqual([
        ['Error type', 'EXTERNAL', 4],
        ['Source', '(none)', 4],
      ]);
    }
    await trino.run(`DROP TABLE ${named}`);
  });

  it('sees what failed a moment ago in the coordinator’s memory, never itself, and never minutes as a month', async () => {
    const failure = await trino.run("SELECT fail(65536, 'late')", { user: 'late' }).catch((error) => error);
    expect(failure.errorType).toBe('INTERNAL_ERROR');
    const users = { include: ['late', 'errorbudget'], exclude: [] };
    const objective = trinoObjective({ history: { kind: 'runtime' }, users });
    const nowMs = Date.now();
    const source = trinoSource({ runner });
    const toMs = Math.ceil(nowMs / FIVE_MINUTES) * FIVE_MINUTES;
    const { counts, notices } = await source.read(
      'counts',
      { objective, stepMs: FIVE_MINUTES, fromMs: toMs - HOUR_MS, toMs, nowMs },
      never
    );
    const total = counts.total.reduce((sum, value) => sum + value, 0);
    expect([total, counts.good.reduce((sum, value) => sum + value, 0)]).toEqual([1, 0]);
    expect(notices[0].text).toMatch(/memory is the only history, and reaches back to/);
    const row = await evaluateObjective(objective, { Trino: source }, { atMs: nowMs, nowMs }, never);
    expect(row).toMatchObject({ kind: 'events', evaluation: { sli: { value: null } } });
  });

  it('includes a query that fails three hours after it began', async () => {
    const { table } = await lateTable(trino);
    let nowMs = trino.endMs;
    const source = trinoSource({ runner, clock: () => nowMs });
    const objective = trinoObjective({ history: { kind: 'mysqlListener', table } });
    const read = () => source.read('counts', { ...request(objective, FIVE_MINUTES, DAY_MS), nowMs }, never);
    const before = await read();
    const created = new Date(trino.endMs - 3 * HOUR_MS - 7 * MINUTE_MS).toISOString();
    const id = `${created.slice(0, 19).replace(/[-:]/g, '').replace('T', '_')}_00099_tests`;
    await trino.run(
      `INSERT INTO ${table} (query_id, query_state, "user", error_type, error_code, wall_time_millis)
       VALUES ('${id}', 'FAILED', 'late', 'INTERNAL_ERROR', 'GENERIC_INTERNAL_ERROR', ${3 * HOUR_MS})`
    );
    nowMs += 6 * MINUTE_MS;
    const after = await read();
    const bucket = Math.floor((trino.endMs - 7 * MINUTE_MS - after.counts.startMs) / FIVE_MINUTES);
    expect(after.counts.total[bucket] - before.counts.total[bucket]).toBe(1);
    expect(after.counts.good[bucket] - before.counts.good[bucket]).toBe(0);
  });

  it('reports its own state: version, uptime, nodes, and what runs apart from our own queries', async () => {
    const objective = trinoObjective();
    const { state, notices } = await trinoSource({ runner }).read('state', { objective, nowMs: Date.now() }, never);
    expect(notices).toEqual([]);
    expect(state).toMatchObject({ state: 'active', version: trino.version, activeNodes: 1, runningQueries: 0 });
    expect(state.uptimeMs).toBeGreaterThan(0);
  });

  it('has a page for each query where the links lead', async () => {
    const login = await fetch(`${trino.url}/ui/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'username=tests&password=&redirectPath=',
      redirect: 'manual',
    });
    const [cookie] = login.headers.getSetCookie();
    const open = (page: string) =>
      fetch(`${trino.url}${page}`, { headers: { cookie: cookie.split(';')[0] }, redirect: 'manual' });
    const page = await open('/ui/query.html?20260115_093000_00001_tests');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('query')]);
    expect((await open('/ui/nothing.html')).status).toBe(404);
  });

  describe('a history that cannot be read costs its row, and says why', () => {
    const failureOf = async (history: TrinoHistory) => {
      const source = trinoSource({ runner });
      const reading = source.read('counts', request(trinoObjective({ history }), HOUR_MS, DAY_MS), never);
      return reading.then(
        () => 'no failure',
        (error: unknown) => (error instanceof SourceError ? error.message : error)
      );
    };

    it('because its table is missing', async () => {
      const message = await failureOf({ kind: 'mysqlListener', table: 'memory.trino_events.nowhere' });
      expect(message).toMatch(/^Queries \(queries\), Trino: .*nowhere/);
    });

    it('because its catalog is missing', async () => {
      const message = await failureOf({ kind: 'mysqlListener', table: 'mysql.trino_events.trino_queries' });
      expect(message).toMatch(/mysql/);
    });

    it('because columns lack: which, and which there are', async () => {
      const columns = { ...TABLE_COLUMNS, errorType: 'kind_of_failure' };
      expect(await failureOf({ kind: 'table', table: TABLES.table, columns })).toMatch(
        /the history table memory\.slo\.query_log lacks the columns kind_of_failure; it has .*failure_kind varchar/
      );
    });

    it('because a column has another type', async () => {
      const columns = { ...TABLE_COLUMNS, end: 'outcome' };
      expect(await failureOf({ kind: 'table', table: TABLES.table, columns })).toMatch(
        /has columns of other types .*it has .*outcome varchar/
      );
    });

    it('because it is no table of the listener', async () => {
      expect(await failureOf({ kind: 'mysqlListener', table: TABLES.table })).toMatch(
        /lacks the columns query_id, .*Name the table that Trino’s MySQL event listener writes/
      );
    });
  });
});

const PROBE = { shape: 'raw', rawType: 'success', raw: { eventsPerHour: 60, errorRatio: 0 } } as const;

function probedBy(objective: Objective, probe: Objective): Objective {
  const { indicator } = objective;
  return indicator.source === 'Trino' ? { ...objective, indicator: { ...indicator, probe } } : objective;
}

/** Probes once a minute. */
function probing(isUp: (ms: number) => boolean): Source {
  return createSource('Demo', {
    async counts({ fromMs, toMs, stepMs }) {
      const counts = unobservedCounts(fromMs, toMs, stepMs);
      for (let ms = fromMs; ms < toMs; ms += MINUTE_MS) {
        const bucket = Math.floor((ms - fromMs) / stepMs);
        counts.total[bucket]++;
        counts.good[bucket] += isUp(ms) ? 1 : 0;
      }
      counts.coverage.fill(1);
      return { counts, notices: [], executed: [] };
    },
  });
}

/** A copy of the listener's table, to add to. */
async function lateTable(trino: TrinoFixture): Promise<{ table: string }> {
  const table = 'memory.trino_events.late_queries';
  await trino.run(`DROP TABLE IF EXISTS ${table}`);
  await trino.run(`CREATE TABLE ${table} AS SELECT * FROM ${TABLES.mysqlListener} WHERE query_id >= '20260113'`);
  return { table };
}
