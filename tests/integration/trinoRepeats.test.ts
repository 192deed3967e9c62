import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { TrinoColumns, TrinoHistory } from '../../src/catalogue/objective';
import { evaluateContributors } from '../../src/evaluation/evaluateContributors';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import { evaluateOutcomes } from '../../src/evaluation/evaluateOutcomes';
import type { QueryOutcome } from '../../src/sources/contract';
import { TrinoClient } from '../../src/sources/trino/client/trinoClient';
import type { QueryRunner } from '../../src/sources/trino/queryRunner';
import { countsQuery } from '../../src/sources/trino/sql/countsQuery';
import { trinoObjective, trinoSpecOf } from '../../src/sources/trino/trinoObjective.testing';
import { trinoSource } from '../../src/sources/trino/trinoSource';
import { createTransport } from '../../src/transport/createTransport';
import { createNodePort } from '../../src/transport/nodePort';
import { describeWithTrino, prepareTrino, TABLE_COLUMNS, TABLES, type TrinoFixture } from './trino/fixture';
import { contributors, outcomeCounts } from './trino/truth';

const never = new AbortController().signal;
const FIVE_MINUTES = 5 * MINUTE_MS;
const REPEATED_LOG = 'memory.slo.repeated_log';
const REPEATED_QUERIES = 'memory.trino_events.repeated_queries';

const { queryId: _id, ...WITHOUT_IDS } = TABLE_COLUMNS;

/** How the log repeats its rows, as SQL over its own columns: always later, or of no query that is over. */
const REPETITIONS: Array<[what: string, columns: Partial<Record<keyof TrinoColumns, string>>]> = [
  ['word for word', {}],
  ['an hour later, without the type of its error', { end: `finished_at + INTERVAL '1' HOUR`, errorType: 'NULL' }],
  ['in the next bucket, as finished after all', { end: `finished_at + INTERVAL '5' MINUTE`, state: `'FINISHED'` }],
  ['half a day later, of another user', { end: `finished_at + INTERVAL '12' HOUR`, user: `'nobody'`, source: 'NULL' }],
  ['at the same time, without what its error was', { errorType: 'NULL', errorCode: 'NULL', user: 'NULL' }],
  ['before its end was known', { end: 'NULL' }],
  ['while it ran', { state: `'RUNNING'`, end: 'submitted_at', errorType: 'NULL' }],
];

const HISTORIES: Record<string, TrinoHistory> = {
  'the table of the MySQL event listener': { kind: 'mysqlListener', table: REPEATED_QUERIES },
  'a table of ends': { kind: 'table', table: REPEATED_LOG, columns: TABLE_COLUMNS },
};

describeWithTrino('a history that reports queries several times, on a real Trino', () => {
  let trino: TrinoFixture;
  let runner: QueryRunner;
  let asked: string[] = [];

  beforeAll(async () => {
    trino = await prepareTrino();
    const port = createTransport(createNodePort({ bases: { trino: trino.url } }));
    const client = new TrinoClient({ port, user: 'errorbudget' });
    runner = {
      query: (sql, signal) => {
        asked.push(sql);
        return client.query(sql, signal);
      },
      info: (signal) => client.info(signal),
    };
    await trino.run(`DROP TABLE IF EXISTS ${REPEATED_LOG}`);
    await trino.run(`CREATE TABLE ${REPEATED_LOG} AS SELECT * FROM ${TABLES.table}`);
    for (const [, changes] of REPETITIONS) {
      const columns = Object.entries(TABLE_COLUMNS).map(
        ([field, name]) => new Map<string, string>(Object.entries(changes)).get(field) ?? name
      );
      await trino.run(
        `INSERT INTO ${REPEATED_LOG} (${Object.values(TABLE_COLUMNS).join(', ')})
         SELECT ${columns.join(', ')} FROM ${TABLES.table} WHERE finished_at IS NOT NULL`
      );
    }
    await trino.run(`DROP TABLE IF EXISTS ${REPEATED_QUERIES}`);
    await trino.run(
      `CREATE TABLE ${REPEATED_QUERIES} AS SELECT * FROM ${TABLES.mysqlListener}
       UNION ALL SELECT * FROM ${TABLES.mysqlListener}`
    );
    await trino.run(
      `INSERT INTO ${REPEATED_QUERIES} (query_id, query_state, "user", wall_time_millis)
       SELECT query_id, 'FAILED', 'nobody', wall_time_millis + 7200000 FROM ${TABLES.mysqlListener}`
    );
  }, 600_000);

  beforeEach(() => {
    asked = [];
  });

  afterAll(() => trino?.stop());

  describe.each(Object.keys(HISTORIES))('from %s', (name) => {
    const objective = trinoObjective({ history: HISTORIES[name] });

    it.each([
      ['hour', HOUR_MS, 64 * DAY_MS],
      ['five minutes', FIVE_MINUTES, 4 * DAY_MS],
    ])('counts each query once, in its own %s', async (_, stepMs, spanMs) => {
      const toMs = Math.floor(trino.endMs / stepMs) * stepMs;
      const request = { objective, stepMs, fromMs: toMs - spanMs, toMs, nowMs: trino.endMs };
      const { outcomes } = await trinoSource({ runner }).read('outcomes', request, never);
      const truth = outcomeCounts(trino.history.queries, { fromMs: toMs - spanMs, toMs, widthMs: stepMs });
      for (const outcome of Object.keys(outcomes) as QueryOutcome[]) {
        expect([outcome, [...outcomes[outcome]]]).toEqual([outcome, truth.map((bucket) => bucket[outcome])]);
      }
    });

    it('counts each query once however the range is cut', async () => {
      const toMs = Math.floor(trino.endMs / FIVE_MINUTES) * FIVE_MINUTES;
      const source = trinoSource({ runner });
      // Each read leaves a gap of its own, so that reports of one query lie in different statements.
      for (let hour = 7; hour >= 0; hour--) {
        const request = {
          objective,
          stepMs: FIVE_MINUTES,
          fromMs: toMs - (hour + 1) * HOUR_MS,
          toMs: toMs - hour * HOUR_MS,
        };
        await source.read('counts', { ...request, nowMs: trino.endMs }, never);
      }
      expect(asked.filter((sql) => sql.includes('AS bucket')).length).toBeGreaterThanOrEqual(8);
      const request = { objective, stepMs: FIVE_MINUTES, fromMs: toMs - 8 * HOUR_MS, toMs, nowMs: trino.endMs };
      const { outcomes } = await source.read('outcomes', request, never);
      const truth = outcomeCounts(trino.history.queries, { fromMs: toMs - 8 * HOUR_MS, toMs, widthMs: FIVE_MINUTES });
      expect([...outcomes.unexpected]).toEqual(truth.map(({ unexpected }) => unexpected));
      expect([...outcomes.finished]).toEqual(truth.map(({ finished }) => finished));
    });

    it('names each query once among the contributors, by what its first end says', async () => {
      const range = { fromMs: trino.endMs - 30 * DAY_MS, toMs: trino.endMs };
      const answer = await trinoSource({ runner }).read(
        'contributors',
        { objective, ...range, nowMs: trino.endMs },
        never
      );
      for (const [dimension, key] of [
        ['Error code', 'errorCode'],
        ['User', 'user'],
      ] as const) {
        const truth = contributors(trino.history.queries, range, key);
        const found = answer.contributors.filter((one) => one.dimension === dimension);
        expect(new Set(found.map(({ name: value, bad, lastFailureMs }) => `${value} ${bad} ${lastFailureMs}`))).toEqual(
          new Set(truth.map(({ value, bad, lastMs }) => `${value ?? '(none)'} ${bad} ${lastMs}`))
        );
      }
    });

    it('is scanned once by the one statement of counts and contributors', async () => {
      const { history } = trinoSpecOf({ history: HISTORIES[name] });
      if (history.kind === 'counters') {
        throw new TypeError('no table');
      }
      const range = { fromMs: trino.endMs - 30 * DAY_MS, toMs: trino.endMs, stepMs: HOUR_MS };
      const { rows } = await trino.run(`EXPLAIN ${countsQuery({ ...trinoSpecOf(), history }, range)}`);
      const plan = rows.flat().join('\n');
      expect(plan.match(/\[table = memory:/g)).toHaveLength(1);
      expect(plan).toContain('TopNRanking');
    });
  });

  it('takes rows without ids for queries of their own, and says so where the catalogue names none', async () => {
    await trino.run(
      `INSERT INTO ${REPEATED_LOG} (${TABLE_COLUMNS.end}, ${TABLE_COLUMNS.state}, ${TABLE_COLUMNS.queryId})
       VALUES (TIMESTAMP '2025-10-01 10:10:00 UTC', 'FINISHED', NULL), (TIMESTAMP '2025-10-01 10:10:00 UTC', 'FINISHED', NULL),
         (TIMESTAMP '2025-10-01 10:10:00 UTC', 'FINISHED', ''), (TIMESTAMP '2025-10-01 10:10:00 UTC', 'FINISHED', 'x'),
         (TIMESTAMP '2025-10-01 10:10:00 UTC', 'FINISHED', 'x')`
    );
    const fromMs = Date.UTC(2025, 9, 1, 10);
    const read = (columns: TrinoColumns) =>
      trinoSource({ runner }).read(
        'counts',
        {
          objective: trinoObjective({ history: { kind: 'table', table: REPEATED_LOG, columns } }),
          stepMs: HOUR_MS,
          fromMs,
          toMs: fromMs + HOUR_MS,
          nowMs: trino.endMs,
        },
        never
      );
    const [known, unknown] = [await read(TABLE_COLUMNS), await read(WITHOUT_IDS)];
    expect([known.counts.total[0], unknown.counts.total[0]]).toEqual([4, 5]);
    expect(known.notices).toEqual([]);
    expect(unknown.notices).toEqual([
      { severity: 'info', text: expect.stringMatching(/Every row of .*repeated_log counts .* as queryId/) },
    ]);
  });

  it('costs a dashboard that is open for an hour two statements in five minutes, none for contributors', async () => {
    let nowMs = trino.endMs;
    const sources = { Trino: trinoSource({ runner, clock: () => nowMs }) };
    const objective = trinoObjective({ history: HISTORIES['a table of ends'] });
    for (let minute = 0; minute < 60; minute += 5) {
      nowMs = trino.endMs + minute * MINUTE_MS + 7_000;
      const moment = { atMs: nowMs, nowMs };
      const row = await evaluateObjective(objective, sources, moment, never);
      await evaluateOutcomes(objective, sources, moment, never);
      const { rows } = await evaluateContributors(objective, sources, moment, never);
      const shares = rows.filter(({ contributor }) => contributor.dimension === 'Error code');
      const bad = row.kind === 'events' ? row.evaluation.bad : NaN;
      expect(bad).toBeGreaterThan(1_000);
      expect(shares.reduce((sum, { contributor }) => sum + contributor.bad, 0)).toBe(bad);
      expect(shares.reduce((sum, { shareOfBad }) => sum + (shareOfBad ?? NaN), 0)).toBeCloseTo(1);
    }
    const ofCounts = asked.filter((sql) => sql.includes('AS bucket'));
    // Five minutes each time; hours at first and, once ten o'clock has passed, until what is late has been written.
    expect(ofCounts.filter((sql) => sql.startsWith(`SELECT end_ms / ${FIVE_MINUTES} `))).toHaveLength(12);
    expect(ofCounts.filter((sql) => sql.startsWith(`SELECT end_ms / ${HOUR_MS} `))).toHaveLength(5);
    expect(asked).toHaveLength(ofCounts.length + 1);
    // Of 64 days the first two read everything; each other one what may still change.
    const spans = ofCounts.map((sql) => {
      const [, fromMs, toMs] = /end_ms >= (\d+) AND end_ms < (\d+)/.exec(sql) ?? [];
      return Number(toMs) - Number(fromMs);
    });
    expect(Math.max(...spans.slice(2))).toBeLessThanOrEqual(2 * HOUR_MS);
  });
});
