import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryCount } from '../../../command/serve/trino/queryCounts';
import { readCountsFile } from '../../../command/serve/trino/countsFile';
import { QueryPoller } from '../../../command/serve/trino/queryPoller';
import { Rounds } from '../../../serve/rounds';
import { readersOf } from '../../../command/serve/reader';
import { startExporter } from '../../../command/serve/startExporter';
import { HOUR_MS, MINUTE_MS } from '../../../src/budget/durations';
import { parseCatalogue } from '../../../src/catalogue/parseCatalogue';
import { realSources, trinoClient } from '../../../command/sources';
import { ensureInstalled, startPrometheus } from '../prometheus/prometheusServer';
import { askPrometheus, scrapeConfig, until } from './scrapedBy';
import { describeWithTrino, prepareTrino, QueryRefused, type TrinoFixture } from '../trino/fixture';

const PREPARE_TIMEOUT_MS = 1_200_000;
const TIMEOUT_MS = 180_000;
const never = new AbortController().signal;
const CLIENT = 'exporter-test';
const TABLE = 'memory.default.polled_queries';

/** Statements and how Trino ends them, by construction. */
const STATEMENTS: Array<[sql: string, outcome: string, times: number]> = [
  ['SELECT 1', 'finished', 7],
  ['SELECT 1/0', 'user_error', 2],
  ['SELEC 1', 'user_error', 1],
  ["SELECT fail(65536, 'on demand')", 'internal_error', 2],
  ["SELECT fail(131072, 'on demand')", 'insufficient_resources', 1],
  ["SELECT fail(133001, 'on demand')", 'external', 1],
];
/** Of no objective. */
const NO_ROUNDS = new Rounds({ readers: [], intervalMs: 1_000, sources: {}, catalogue: { objectives: [] } });

const TRUTH = { finished: 7, user_error: 3, internal_error: 2, insufficient_resources: 1, external: 1 };

describeWithTrino('polling a real Trino', () => {
  let trino: TrinoFixture;
  let folder: string;

  beforeAll(async () => {
    trino = await prepareTrino();
    folder = mkdtempSync(join(tmpdir(), 'error-budget-poll-'));
  }, PREPARE_TIMEOUT_MS);

  afterAll(async () => {
    await trino?.run(`DROP TABLE IF EXISTS ${TABLE}`);
    rmSync(folder, { recursive: true, force: true });
    await trino?.stop();
  });

  const newPoller = async (file?: string) =>
    new QueryPoller({
      runner: trinoClient(trino.url, { TRINO_USER: 'exporter' }),
      log: () => undefined,
      state: file === undefined ? undefined : { file, kept: await readCountsFile(file) },
    });

  async function runStatements() {
    for (const [sql, , times] of STATEMENTS) {
      for (let i = 0; i < times; i++) {
        await trino.run(sql, { source: CLIENT }).catch((error: unknown) => {
          if (!(error instanceof QueryRefused)) {
            throw error;
          }
        });
      }
    }
  }

  /** Polls until every series has left 0. */
  async function settle(poller: QueryPoller): Promise<QueryCount[]> {
    let counts: QueryCount[] = [];
    for (let i = 0; i < 3; i++) {
      const { queries, failure } = await poller.poll(never);
      expect(failure).toBeUndefined();
      counts = queries ?? [];
    }
    return counts;
  }

  it(
    'counts every query once and its own never, as a table of the same queries is counted',
    async () => {
      const file = join(folder, 'counts.json');
      await (await newPoller(file)).poll(never);
      const beganMs = Date.now();
      await runStatements();
      const counts = await settle(await newPoller(file));
      expect(byOutcome(counts)).toEqual(TRUTH);
      const killed = counts.filter(({ errorCode }) => errorCode === 'DIVISION_BY_ZERO');
      expect(killed).toEqual([{ outcome: 'user_error', errorCode: 'DIVISION_BY_ZERO', count: 2 }]);

      await trino.run(
        `CREATE TABLE ${TABLE} AS SELECT query_id, state, error_type, error_code, source, "user", "end"
       FROM system.runtime.queries WHERE source = '${CLIENT}' AND "end" IS NOT NULL`
      );
      const { objectives, problems } = parseCatalogue(CATALOGUE);
      expect(problems).toEqual([]);
      const source = realSources({ trino: trino.url }, {}).Trino;
      // The bucket of now must be complete.
      const nowMs = Date.now() + 10 * MINUTE_MS;
      const stepMs = 5 * MINUTE_MS;
      const toMs = Math.floor(nowMs / stepMs) * stepMs;
      const range = { stepMs, fromMs: Math.floor((beganMs - HOUR_MS) / stepMs) * stepMs, toMs, nowMs };
      const answer = await source?.read('counts', { objective: objectives[0], ...range }, never);
      const sum = (values: Float64Array | undefined) =>
        Array.from(values ?? []).reduce((before, value) => before + value, 0);
      const ofOutcomes = (isMeant: (outcome: string) => boolean) =>
        counts.filter(({ outcome }) => isMeant(outcome)).reduce((before, { count }) => before + count, 0);
      expect({ good: sum(answer?.counts.good), total: sum(answer?.counts.total) }).toEqual({
        good: ofOutcomes((outcome) => outcome === 'finished'),
        total: ofOutcomes((outcome) => outcome !== 'user_error'),
      });
    },
    TIMEOUT_MS
  );

  it(
    'hands Prometheus counters that grow by what was run, each series from 0',
    async () => {
      await ensureInstalled();
      const exporter = await startExporter({
        readers: readersOf([], NO_ROUNDS, await newPoller()),
        intervalMs: 1_000,
        build: { version: '0' },
        log: () => undefined,
        host: '127.0.0.1',
        port: 0,
      });
      const prometheus = await startPrometheus({ config: scrapeConfig(exporter.url) });
      const ask = (promql: string) => askPrometheus(prometheus.url, promql);
      try {
        await until(
          () => ask('count(slo_trino_queries_total)'),
          ([count]) => (count?.value ?? 0) >= 6
        );
        await runStatements();
        const expected = Object.values(TRUTH).reduce((sum, count) => sum + count, 0);
        await until(
          () => ask('sum(slo_trino_queries_total)'),
          ([sum]) => (sum?.value ?? 0) >= expected
        );
        const grown = await ask('sum by (outcome) (slo_trino_queries_total) > 0');
        expect(Object.fromEntries(grown.map(({ labels, value }) => [labels.outcome, value]))).toEqual(TRUTH);
        const first = await ask('max(min_over_time(slo_trino_queries_total[10m]))');
        expect(first.map(({ value }) => value)).toEqual([0]);
      } finally {
        await prometheus.stop();
        await exporter.stop();
      }
    },
    TIMEOUT_MS
  );
});

function byOutcome(counts: QueryCount[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { outcome, count } of counts.filter((one) => one.count > 0)) {
    sums[outcome] = (sums[outcome] ?? 0) + count;
  }
  return sums;
}

const CATALOGUE = `
apiVersion: openslo/v1
kind: Service
metadata: { name: trino, displayName: Trino }
spec: { description: A Trino whose queries were written to a table }
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: queries, displayName: Queries }
spec:
  service: trino
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: 0.9 }]
  indicator:
    metadata: { name: queries }
    spec:
      ratioMetric:
        counter: true
        raw:
          metricSource:
            type: Trino
            spec:
              measure: queries
              history:
                kind: table
                table: ${TABLE}
                columns:
                  { queryId: query_id, state: state, errorType: error_type, errorCode: error_code, source: source, user: user, end: end }
        rawType: success
`;
