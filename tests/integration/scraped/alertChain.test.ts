import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { alertingFor } from '../../../alerting/catalogueRules';
import { KEPT_MS } from '../../../alerting/canFire';
import { generateAlerts } from '../../../alerting/generateAlerts';
import { lookbackText } from '../../../alerting/promqlText';
import { withSource } from '../../../command/serve/withSource';
import { ceilTo, DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/budget/durations';
import { isBreached } from '../../../src/budget/errorBudget';
import type { Objective } from '../../../src/catalogue/objective';
import { parseCatalogue, type Catalogue } from '../../../src/catalogue/parseCatalogue';
import { alertPolicyOf } from '../../../src/evaluation/alertPolicy';
import { realSources } from '../../../command/sources';
import { describeWithDagster } from '../dagster/describeWithDagster';
import { prepareDagster, type DagsterFixture } from '../dagster/fixture';
import { describeWithPrometheus } from '../prometheus/describeWithPrometheus';
import { ensureInstalled, startPrometheus } from '../prometheus/prometheusServer';
import { askPrometheus, scrapeConfig, until } from './scrapedBy';
import { end, freePort, keepLog, spawnServer } from '../serverProcess';
import { describeWithTrino, prepareTrino, TABLES, type TrinoFixture } from '../trino/fixture';

const ROOT = join(__dirname, '../../..');
const PREPARE_TIMEOUT_MS = 1_200_000;
const TIMEOUT_MS = 120_000;
const STOP_WITHIN_MS = 10_000;
const SOME_EVALUATIONS_MS = 3_000;

/** Alerts that hold as soon as their condition does. */
const AT_ONCE = ['ErrorBudgetBurnRate', 'ErrorBudgetExhausted', 'ErrorBudgetBadEvent', 'ErrorBudgetBadItems'];

interface Event {
  atMs: number;
  good: boolean;
}

/** The shipped catalogue, with Trino's history where the fixture has it, and the objective that has an outage. */
function catalogueText(): string {
  const shipped = readFileSync(join(ROOT, 'src/catalogue/oso.yaml'), 'utf8');
  return `${shipped.replace('mysql.trino_events.trino_queries', TABLES.mysqlListener)}\n---\n${OUTAGE_OBJECTIVE}`;
}

/** The rules of the catalogue, evaluated every second: by their own intervals the first alert would take a quarter of an hour. */
function hastyRules(catalogue: Catalogue, folder: string): string[] {
  const { files } = generateAlerts(alertingFor(catalogue), KEPT_MS, { chat: 'https://chat.example.org' });
  return files
    .filter(({ path }) => path.startsWith('prometheus/'))
    .map(({ text }, index) => {
      const rules: { groups: Array<{ interval?: string }> } = parse(text);
      const file = join(folder, `rules-${index}.yml`);
      writeFileSync(file, stringify({ groups: rules.groups.map((group) => ({ ...group, interval: '1s' })) }));
      return file;
    });
}

const OUTAGE_TABLE = 'memory.slo.outage_queries';
const OUTAGE_ID = 'trino-outage';
const QUERY_EVERY_MS = 6 * MINUTE_MS;
const FAILURE_EVERY_MS = 90_000;
const OUTAGE_MS = 2 * HOUR_MS;

/**
 * Ten good queries an hour for 40 days, and in the last two hours nothing but failures, 80 of them. At 90 %, the error ratios
 * are 80 / 80 over 2 h, 80 / 120 over 6 h, 80 / 300 over 1 d and 80 / 780 over 3 d: burn rates of 10, 6.7, 2.7 and 1.03.
 */
function outageEvents(endMs: number): Event[] {
  const every = (stepMs: number, fromMs: number, toMs: number, good: boolean): Event[] =>
    // Off the borders of all buckets.
    Array.from({ length: (toMs - fromMs) / stepMs }, (_, i) => ({ atMs: fromMs + i * stepMs + 30_000, good }));
  return [
    ...every(QUERY_EVERY_MS, endMs - 40 * DAY_MS, endMs - OUTAGE_MS, true),
    ...every(FAILURE_EVERY_MS, endMs - OUTAGE_MS, endMs, false),
  ];
}

/** What they must raise: the rows above 7.2, 6 and 1, and not that of 1 d, which is above 3 only. */
const OUTAGE_ALERTS = ['2h page', '6h page', '72h ticket'];

/** Writes the queries of an outage into a table of their own. */
async function writeOutage(trino: TrinoFixture): Promise<void> {
  const events = outageEvents(trino.endMs);
  const select = (good: boolean) => {
    const seconds = events.filter((event) => event.good === good).map(({ atMs }) => atMs / 1000);
    const [first, second] = seconds;
    const failure = good ? 'NULL' : "'INTERNAL_ERROR'";
    return `SELECT concat('outage_', cast(s AS varchar)) AS query_id, '${good ? 'FINISHED' : 'FAILED'}' AS state,
      cast(${failure} AS varchar) AS error_type, cast(NULL AS varchar) AS error_code, 'app' AS source, 'somebody' AS "user",
      from_unixtime(s) AS ended
      FROM UNNEST(sequence(${first}, ${seconds[seconds.length - 1]}, ${second - first})) AS t (s)`;
  };
  await trino.run(`CREATE TABLE ${OUTAGE_TABLE} AS ${select(true)} UNION ALL ${select(false)}`);
}

const OUTAGE_OBJECTIVE = `
apiVersion: openslo/v1
kind: SLO
metadata:
  name: ${OUTAGE_ID}
  displayName: Trino in an outage
  annotations: { error-budget/severity: page }
spec:
  service: consumer-trino
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: 0.9 }]
  indicator:
    metadata: { name: ${OUTAGE_ID} }
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
                table: ${OUTAGE_TABLE}
                columns:
                  { queryId: query_id, state: state, errorType: error_type, errorCode: error_code, source: source, user: user, end: ended }
        rawType: success
`;

interface ExporterProcess {
  child: ChildProcess;
  log: string[];
}

/** The process of \`npm run exporter\` on a machine whose clock shows that instant. It reads once. */
function runExporter(nowMs: number, args: string[]): ExporterProcess {
  const clock = `data:text/javascript,${encodeURIComponent(`Date.now = () => ${nowMs};`)}`;
  const child = spawnServer(
    process.execPath,
    ['--import', 'tsx', '--import', clock, 'command/main.ts', 'exporter', '--interval', '1h', ...args],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'pipe'],
    }
  );
  return { child, log: keepLog(child) };
}

const alertsAnswer = z.object({
  data: z.object({
    alerts: z.array(
      z.object({ labels: z.record(z.string(), z.string()), state: z.enum(['pending', 'firing']), activeAt: z.string() })
    ),
  }),
});

/** What an objective's events, known by construction, must raise at that instant. */
function alertsOf(objective: Objective, events: readonly Event[], nowMs: number): string[] {
  const { id, target } = objective;
  const within = (fromMs: number) => {
    const window = events.filter(({ atMs }) => atMs >= fromMs && atMs < nowMs);
    return { bad: window.filter(({ good }) => !good).length, total: window.length };
  };
  const { rows } = alertPolicyOf(objective);
  const raised: string[] = [];
  // The engine's window: whole hours that begin inside it.
  const { bad, total } = within(ceilTo(nowMs - 30 * DAY_MS, HOUR_MS));
  if (isBreached(bad, total, target)) {
    raised.push(`ErrorBudgetExhausted ${id}`);
  }
  // What the budget of 30 days holds at the traffic of the last three; a new Prometheus remembers no other.
  const budget = (1 - target) * within(nowMs - 3 * DAY_MS).total * 10;
  if (budget < 2 && within(nowMs - DAY_MS).bad > 0) {
    raised.push(`ErrorBudgetBadEvent ${id}`);
  }
  for (const { severity, longMs, shortMs, factor } of rows) {
    if (within(nowMs - longMs).bad < (severity === 'page' ? 3 : 2)) {
      continue;
    }
    const burns = [longMs, shortMs ?? longMs].every((lookbackMs) => {
      const sums = within(nowMs - lookbackMs);
      return sums.total > 0 && sums.bad / sums.total / (1 - target) > factor;
    });
    if (burns) {
      raised.push(`ErrorBudgetBurnRate ${id} ${lookbackText(longMs)}`);
    }
  }
  return raised;
}

describeWithDagster('from Dagster and Trino to an alert', () => {
  describeWithTrino('of both', () => {
    describeWithPrometheus('in Prometheus', () => {
      let dagster: DagsterFixture;
      let trino: TrinoFixture;
      let prometheus: { url: string; stop(): Promise<void> };
      let exporter: ExporterProcess | undefined;
      let objectives: Objective[];
      let folder: string;
      let port: number;

      const start = (nowMs: number) =>
        runExporter(nowMs, [
          ...['--dagster', dagster.url, '--trino', trino.url],
          ...['--catalogue', join(folder, 'objectives.yaml'), '--port', String(port)],
        ]);

      /** Resolves once Prometheus has a status of every objective of Dagster and Trino. */
      async function untilScraped(): Promise<void> {
        const sources = realSources({ dagster: 'http://d', trino: 'http://t' }, {});
        const count = withSource(objectives, sources).objectives.length;
        await until(
          () => askPrometheus(prometheus.url, 'count(slo_status == 1)'),
          ([found]) => {
            if (exporter?.child.exitCode !== null) {
              throw new Error(`The exporter ended:\n${exporter?.log.join('\n')}`);
            }
            return found?.value === count;
          },
          TIMEOUT_MS
        );
      }

      beforeAll(async () => {
        await ensureInstalled();
        [dagster, trino] = [await prepareDagster(), await prepareTrino()];
        expect(trino.endMs).toBe(dagster.endMs);
        await writeOutage(trino);
        folder = mkdtempSync(join(tmpdir(), 'error-budget-chain-'));
        const catalogue = parseCatalogue(catalogueText());
        expect(catalogue.problems).toEqual([]);
        objectives = catalogue.objectives;
        writeFileSync(join(folder, 'objectives.yaml'), catalogueText());
        port = await freePort();
        exporter = start(dagster.endMs);
        prometheus = await startPrometheus({
          config: scrapeConfig(`http://127.0.0.1:${port}`, hastyRules(catalogue, folder)),
        });
        await untilScraped();
      }, PREPARE_TIMEOUT_MS);

      afterAll(async () => {
        await prometheus?.stop();
        if (exporter) {
          await end(exporter.child, STOP_WITHIN_MS);
        }
        await dagster?.stop();
        await trino?.run(`DROP TABLE IF EXISTS ${OUTAGE_TABLE}`);
        await trino?.stop();
        rmSync(folder, { recursive: true, force: true });
      });

      /** Every alert about an objective, with its state and since when. */
      async function alerts(): Promise<Map<string, string>> {
        const answer = await fetch(`${prometheus.url}/api/v1/alerts`);
        const { data } = alertsAnswer.parse(await answer.json());
        return new Map(
          data.alerts.flatMap(({ labels: { alertname, objective, severity, lookback }, state, activeAt }) =>
            objective === undefined
              ? []
              : [[[alertname, objective, lookback, severity].filter(Boolean).join(' '), `${state} ${activeAt}`]]
          )
        );
      }

      /** Those that fire as soon as their condition holds, without severity. */
      async function raisedAtOnce(ids: readonly string[]): Promise<string[]> {
        return [...(await alerts()).keys()]
          .filter((key) => AT_ONCE.includes(key.split(' ')[0]) && ids.includes(key.split(' ')[1]))
          .map((key) => key.split(' ').slice(0, -1).join(' '));
      }

      const truly = (id: string): Event[] => {
        const { core, unstable, sqlmesh } = dagster.truth.reliability;
        const settled = {
          'core-materialization': core.afterRetries,
          'unstable-materialization': unstable.afterRetries,
          'sqlmesh-materialization': sqlmesh.everyAttempt,
        }[id];
        if (settled) {
          return settled.flatMap(({ kind, good, atMs }) => (kind === 'settled' ? [{ atMs, good: good === true }] : []));
        }
        if (id === OUTAGE_ID) {
          return outageEvents(trino.endMs);
        }
        return trino.history.queries
          .filter(({ source, errorType }) => source !== 'error-budget' && errorType !== 'USER_ERROR')
          .map(({ endMs, state }) => ({ atMs: endMs, good: state === 'FINISHED' }));
      };

      it('raises what the events demand, and nothing else', async () => {
        const ids = [
          ...['core-materialization', 'unstable-materialization', 'sqlmesh-materialization', 'trino-queries'],
          OUTAGE_ID,
        ];
        const expected = objectives
          .filter(({ id }) => ids.includes(id))
          .flatMap((objective) => alertsOf(objective, truly(objective.id), dagster.endMs));
        expect(expected.length).toBeGreaterThan(OUTAGE_ALERTS.length);
        const found = await until(
          () => raisedAtOnce(ids),
          (keys) => keys.length >= expected.length
        );
        expect(found.sort()).toEqual(expected.sort());
      });

      it('pages and opens a ticket by the burn rates of an outage whose arithmetic is known', async () => {
        const burnRates = [...(await alerts())].filter(([key]) => key.startsWith(`ErrorBudgetBurnRate ${OUTAGE_ID} `));
        expect(burnRates.map(([key]) => key.split(' ').slice(2).join(' ')).sort()).toEqual(OUTAGE_ALERTS);
        expect(burnRates.filter(([, state]) => !state.startsWith('firing'))).toEqual([]);
        const rates = await askPrometheus(
          prometheus.url,
          `slo_window_events{objective="${OUTAGE_ID}",result="bad"} / ignoring(result) slo_window_events{objective="${OUTAGE_ID}",result="total"} / 0.1`
        );
        const rateOver = (window: string) => rates.find(({ labels }) => labels.window === window)?.value;
        expect(['2h', '6h', '24h', '72h'].map(rateOver)).toEqual(
          [80 / 80, 80 / 120, 80 / 300, 80 / 780].map((ratio) => expect.closeTo(ratio / 0.1, 9))
        );
      });

      it('raises stale assets and missing partitions where more are bad than allowed', async () => {
        const overdrawn = await askPrometheus(
          prometheus.url,
          'slo_items{state="bad"} - ignoring(state) slo_items{state="allowed"} > 0'
        );
        const bad = Object.values(dagster.truth.freshness).filter(({ fresh }) => !fresh);
        expect(bad.length).toBeGreaterThan(0);
        expect(overdrawn.map(({ labels }) => labels.objective)).toContain('core-freshness');
        const raised = [...(await alerts()).keys()].filter((key) => key.startsWith('ErrorBudgetBadItems'));
        expect(raised.map((key) => key.split(' ')[1]).sort()).toEqual(
          overdrawn.map(({ labels }) => labels.objective).sort()
        );
      });

      it(
        'changes the state of no alert, nor since when, when the exporter is killed and started anew',
        async () => {
          const before = await alerts();
          const states = [...before.values()].map((state) => state.split(' ')[0]);
          expect(new Set(states)).toEqual(new Set(['firing', 'pending']));
          expect([...before.keys()]).toEqual(
            expect.arrayContaining(OUTAGE_ALERTS.map((row) => `ErrorBudgetBurnRate ${OUTAGE_ID} ${row}`))
          );
          if (exporter) {
            await end(exporter.child, 0);
            expect(exporter.child.signalCode).toBe('SIGKILL');
          }
          await until(
            () => askPrometheus(prometheus.url, 'up == 0'),
            (down) => down.length === 1
          );
          expect(await askPrometheus(prometheus.url, 'count(slo_status)')).toEqual([]);
          await wait(SOME_EVALUATIONS_MS);
          expect(await alerts()).toEqual(before);
          exporter = start(dagster.endMs + 2 * MINUTE_MS);
          await untilScraped();
          await wait(SOME_EVALUATIONS_MS);
          expect(await alerts()).toEqual(before);
        },
        TIMEOUT_MS
      );
    });
  });
});
