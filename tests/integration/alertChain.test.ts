import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { readersOf } from '../../exporter/reader';
import { startExporter, type RunningExporter } from '../../exporter/startExporter';
import { withSource } from '../../exporter/withSource';
import { ceilTo, DAY_MS, HOUR_MS } from '../../src/budget/durations';
import { isBreached } from '../../src/budget/errorBudget';
import type { Objective } from '../../src/catalogue/objective';
import { parseCatalogue } from '../../src/catalogue/parseCatalogue';
import { alertPolicyOf } from '../../src/evaluation/alertPolicy';
import { realSources } from '../../status/sources';
import { describeWithDagster } from './dagster/describeWithDagster';
import { prepareDagster, type DagsterFixture } from './dagster/fixture';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { ensureInstalled, startPrometheus } from './prometheus/prometheusServer';
import { askPrometheus, scrapeConfig, until } from './scrapedBy';
import { describeWithTrino, prepareTrino, TABLES, type TrinoFixture } from './trino/fixture';

const ROOT = join(__dirname, '../..');
const PREPARE_TIMEOUT_MS = 1_200_000;
const TIMEOUT_MS = 120_000;
const LONG_MS = 3_600_000;

/** Alerts that hold as soon as their condition does. */
const AT_ONCE = ['ErrorBudgetBurnRate', 'ErrorBudgetExhausted', 'ErrorBudgetBadEvent', 'ErrorBudgetBadItems'];

interface Event {
  atMs: number;
  good: boolean;
}

/** The shipped catalogue, with Trino's history where the fixture has it. */
function catalogue(): Objective[] {
  const text = readFileSync(join(ROOT, 'src/catalogue/oso.yaml'), 'utf8');
  const { objectives, problems } = parseCatalogue(
    text.replace('mysql.trino_events.trino_queries', TABLES.mysqlListener)
  );
  expect(problems).toEqual([]);
  return objectives;
}

/** The shipped rules, evaluated every second: by their own intervals the first alert would take a quarter of an hour. */
function hastyRules(folder: string): string[] {
  return ['errorbudget.recording.yml', 'errorbudget.alerting.yml'].map((name) => {
    const rules: { groups: Array<{ interval?: string }> } = parse(
      readFileSync(join(ROOT, 'provisioning/prometheus/rules', name), 'utf8')
    );
    const file = join(folder, name);
    writeFileSync(file, stringify({ groups: rules.groups.map((group) => ({ ...group, interval: '1s' })) }));
    return file;
  });
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
  if (rows.length === 0 && within(nowMs - DAY_MS).bad > 0) {
    raised.push(`ErrorBudgetBadEvent ${id}`);
  }
  for (const { longMs, shortMs, factor } of rows) {
    const burns = [longMs, shortMs ?? longMs].every((lookbackMs) => {
      const sums = within(nowMs - lookbackMs);
      return sums.total > 0 && sums.bad / sums.total / (1 - target) > factor;
    });
    if (burns) {
      raised.push(`ErrorBudgetBurnRate ${id}`);
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
      let exporter: RunningExporter;
      let objectives: Objective[];
      let folder: string;

      const start = async (port: number) => {
        const sources = realSources({ dagster: dagster.url, trino: trino.url }, {});
        return startExporter({
          readers: readersOf(withSource(objectives, sources).objectives, sources),
          ...{ intervalMs: LONG_MS, build: { version: '0' }, log: () => undefined },
          ...{ clock: () => dagster.endMs, host: '127.0.0.1', port },
        });
      };

      beforeAll(async () => {
        await ensureInstalled();
        [dagster, trino] = [await prepareDagster(), await prepareTrino()];
        expect(trino.endMs).toBe(dagster.endMs);
        objectives = catalogue();
        folder = mkdtempSync(join(tmpdir(), 'error-budget-chain-'));
        exporter = await start(0);
        prometheus = await startPrometheus({ config: scrapeConfig(exporter.url, hastyRules(folder)) });
        await until(
          () => askPrometheus(prometheus.url, 'count(slo_status == 1)'),
          ([count]) =>
            count?.value ===
            withSource(objectives, realSources({ dagster: 'http://d', trino: 'http://t' }, {})).objectives.length,
          TIMEOUT_MS
        );
      }, PREPARE_TIMEOUT_MS);

      afterAll(async () => {
        await prometheus?.stop();
        await exporter?.stop();
        await dagster?.stop();
        await trino?.stop();
        rmSync(folder, { recursive: true, force: true });
      });

      /** Alerts that hold at once, by rule and objective, with their states and since when. */
      async function alerts(): Promise<Map<string, string>> {
        const answer = await fetch(`${prometheus.url}/api/v1/alerts`);
        const { data } = alertsAnswer.parse(await answer.json());
        return new Map(
          data.alerts
            .filter(({ labels }) => AT_ONCE.includes(labels.alertname))
            .map(({ labels, state, activeAt }) => [
              `${labels.alertname} ${labels.objective} ${labels.severity}`,
              `${state} ${activeAt}`,
            ])
        );
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
        return trino.history.queries
          .filter(({ source, errorType }) => source !== 'error-budget' && errorType !== 'USER_ERROR')
          .map(({ endMs, state }) => ({ atMs: endMs, good: state === 'FINISHED' }));
      };

      it('raises what the events demand, and nothing else', async () => {
        const ids = ['core-materialization', 'unstable-materialization', 'sqlmesh-materialization', 'trino-queries'];
        const expected = objectives
          .filter(({ id }) => ids.includes(id))
          .flatMap((objective) => alertsOf(objective, truly(objective.id), dagster.endMs));
        expect(expected.length).toBeGreaterThan(1);
        const found = await until(
          async () => [...(await alerts()).keys()].filter((key) => ids.includes(key.split(' ')[1])),
          (keys) => keys.length >= new Set(expected).size
        );
        expect(new Set(found.map((key) => key.split(' ').slice(0, 2).join(' ')))).toEqual(new Set(expected));
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
        'changes the state of no firing alert when the exporter is killed and started anew',
        async () => {
          const firing = async () => new Map([...(await alerts())].filter(([, state]) => state.startsWith('firing')));
          const before = await firing();
          const { port } = new URL(exporter.url);
          await exporter.stop();
          await until(
            () => askPrometheus(prometheus.url, 'up == 0'),
            (down) => down.length === 1
          );
          await new Promise((resolve) => setTimeout(resolve, 3_000));
          expect(await firing()).toEqual(before);
          exporter = await start(Number(port));
          await until(
            () => askPrometheus(prometheus.url, 'slo_status{objective="trino-queries"} == 1'),
            (met) => met.length === 1,
            TIMEOUT_MS
          );
          await new Promise((resolve) => setTimeout(resolve, 3_000));
          expect(await firing()).toEqual(before);
          expect(before.size).toBeGreaterThan(0);
        },
        TIMEOUT_MS
      );
    });
  });
});
