import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { ceilTo, floorTo } from '../../../src/budget/durations';
import type { TrinoSpec } from '../../../src/catalogue/objective';
import { prometheusSource } from '../../../src/sources/prometheus/prometheusSource';
import { overCounters } from '../../../src/sources/trino/countersMeasure';
import { trinoObjective } from '../../../src/sources/trino/trinoObjective.testing';
import { trinoSource } from '../../../src/sources/trino/trinoSource';
import { createNodePort } from '../../../src/transport/nodePort';
import { ensureInstalled, startPrometheus } from '../prometheus/prometheusServer';
import { askPrometheus, until } from './scrapedBy';
import { cancel, FAILING_STATEMENTS, killByAdministrator } from '../trino/failures';
import { describeWithTrino, prepareTrino, QueryRefused, type TrinoFixture } from '../trino/fixture';

const PREPARE_TIMEOUT_MS = 1_200_000;
const never = new AbortController().signal;
const SCRAPED_EVERY_S = 1;
/** Buckets that the run fills from end to end, so that nothing is extrapolated into time without samples. */
const STEP_MS = 10_000;
const SELECTOR = 'job="trino"';
/** Without what was written before anything was scraped. */
const SCRAPED = `${SELECTOR},instance!="before"`;
/** What the source takes the scrape interval from. */
const SAMPLED_S = 6 * 3600;

const FINISHED = 7;
const OWN = 3;
const UNEXPECTED = FAILING_STATEMENTS.filter(({ errorType }) => errorType !== 'USER_ERROR');

/** By construction; killing a query is a query itself, and the metrics cannot leave out the plugin's own. */
const TRUTH = {
  finished: FINISHED + OWN + 1,
  unexpected: UNEXPECTED.length,
  userErrors: FAILING_STATEMENTS.length - UNEXPECTED.length + 2,
};

interface Range {
  fromMs: number;
  toMs: number;
}

describeWithTrino('an objective over the metrics of a real Trino that a real Prometheus scrapes', () => {
  let trino: TrinoFixture;
  let prometheus: Awaited<ReturnType<typeof startPrometheus>>;
  let blocks: string;
  let first: Range;
  let range: Range;

  beforeAll(async () => {
    await ensureInstalled();
    trino = await prepareTrino({ empty: true });
    blocks = await metricsOfAnEarlierCoordinator();
    prometheus = await startPrometheus({ blocks, config: documentedConfig(new URL(trino.url).host) });
    await until(
      () => askPrometheus(prometheus.url, `count(trino_execution_name_QueryManager_CompletedQueries{${SCRAPED}})`),
      ([count]) => (count?.value ?? 0) > 0
    );
    first = await whileWatched(() => runStatements(trino));
    range = await whileWatched(() => runStatements(trino));
  }, PREPARE_TIMEOUT_MS);

  afterAll(async () => {
    await prometheus?.stop();
    await trino?.stop();
    rmSync(blocks, { recursive: true, force: true });
  });

  async function read(spec: Partial<TrinoSpec>, { fromMs, toMs } = range) {
    const source = trinoSource({
      runner: { query: notAsked, info: notAsked },
      prometheus: prometheusSource({
        port: createNodePort({ bases: { prometheus: prometheus.url } }),
      }),
    });
    const objective = trinoObjective({ history: { kind: 'counters', selector: SELECTOR }, ...spec });
    const { counts } = await source.read(
      'counts',
      { objective, fromMs, toMs, stepMs: STEP_MS, nowMs: Date.now() },
      never
    );
    const sum = (values: Float64Array) => values.reduce((before, value) => before + value, 0);
    return { good: sum(counts.good), total: sum(counts.total), coverage: [...counts.coverage] };
  }

  it('counts what finished and what failed unexpectedly, and leaves user errors out', async () => {
    const { good, total, coverage } = await read({});
    console.log(`Counted ${good.toFixed(2)} of ${total.toFixed(2)}, the truth: ${JSON.stringify(TRUTH)}`);
    expect([Math.round(good), Math.round(total)]).toEqual([TRUTH.finished, TRUTH.finished + TRUTH.unexpected]);
    expect(good / total).toBeCloseTo(TRUTH.finished / (TRUTH.finished + TRUTH.unexpected), 2);
    expect(coverage.every((share) => share === 1)).toBe(true);
  });

  it('counts user errors, kills and cancellations among them, as good where the catalogue says so', async () => {
    const { good, total } = await read({ userErrors: 'good' });
    const expected = TRUTH.finished + TRUTH.userErrors;
    expect([Math.round(good), Math.round(total)]).toEqual([expected, expected + TRUTH.unexpected]);
  });

  it('sees the first failure of a kind too, because Trino publishes each counter from 0 on', async () => {
    const { indicator } = overCounters(trinoObjective(), { userErrors: 'excluded', selector: SELECTOR });
    const names = new Set(JSON.stringify(indicator).match(/trino_execution_name_QueryManager_[A-Za-z]+/g));
    expect(names.size).toBe(5);
    const valueAt = async (name: string, atMs: number) => {
      const [sample] = await askPrometheus(prometheus.url, `${name}{${SCRAPED}} @ ${atMs / 1000}`);
      return sample?.value;
    };
    for (const name of names) {
      expect(await valueAt(name, first.fromMs)).toBeGreaterThanOrEqual(0);
    }
    const external = 'trino_execution_name_QueryManager_ExternalFailures';
    expect([await valueAt(external, first.fromMs), await valueAt(external, first.toMs)]).toEqual([0, 1]);
    // Prometheus extrapolates nothing below 0, so that what grows from there counts for less by up to one scrape of a bucket.
    const { good, total } = await read({}, first);
    const least = TRUTH.unexpected / (1 + (SCRAPED_EVERY_S * 1000) / STEP_MS);
    console.log(
      `First failures, of which ${TRUTH.unexpected} were unexpected: counted as ${(total - good).toFixed(2)}`
    );
    expect(total - good).toBeGreaterThan(least - 0.1);
    expect(total - good).toBeLessThan(TRUTH.unexpected + 0.1);
  });
});

/** Runs it well inside of whole buckets, and resolves with them once they have been scraped. */
async function whileWatched(run: () => Promise<void>): Promise<Range> {
  const marginMs = 2_000 * SCRAPED_EVERY_S;
  const fromMs = ceilTo(Date.now(), STEP_MS);
  await wait(fromMs + marginMs - Date.now());
  await run();
  const toMs = ceilTo(Date.now() + marginMs, STEP_MS);
  await wait(toMs + marginMs - Date.now());
  return { fromMs, toMs };
}

function notAsked(): Promise<never> {
  return Promise.reject(new Error('Trino itself was asked'));
}

/** Every statement by another user, and all at their end when this resolves. */
async function runStatements(trino: TrinoFixture): Promise<void> {
  for (let i = 0; i < FINISHED; i++) {
    await trino.run('SELECT count(*) FROM tpch.tiny.nation');
  }
  for (let i = 0; i < OWN; i++) {
    await trino.run('SELECT 1', { source: 'error-budget' });
  }
  for (const { sql, session, errorCode } of FAILING_STATEMENTS) {
    const refusal: unknown = await trino.run(sql, { session }).catch((error: unknown) => error);
    if (!(refusal instanceof QueryRefused) || refusal.errorName !== errorCode) {
      throw new Error(`"${sql}" did not fail with ${errorCode}`, { cause: refusal });
    }
  }
  await killByAdministrator(trino.url);
  await cancel(trino.url);
}

/** The scrape job of docs/trino.md, with another address and every second. */
function documentedConfig(target: string): string {
  const text = readFileSync(join(__dirname, '../../../docs/trino.md'), 'utf8');
  const [, yaml = ''] = /```yaml\n(scrape_configs:[^`]*)```/.exec(text) ?? [];
  const { scrape_configs: jobs }: { scrape_configs: Array<Record<string, unknown>> } = parse(yaml);
  expect(jobs).toMatchObject([{ job_name: 'trino' }]);
  const interval = `${SCRAPED_EVERY_S}s`;
  return stringify({
    scrape_configs: jobs.map((job) => ({
      ...job,
      scrape_interval: interval,
      scrape_timeout: interval,
      static_configs: [{ targets: [target] }],
    })),
  });
}

/** Hours of an idle coordinator, from which Prometheus knows how often it scrapes. Resolves with a directory of blocks. */
async function metricsOfAnEarlierCoordinator(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'error-budget-coordinator-'));
  const text = join(folder, 'metrics.om');
  const series = 'trino_execution_name_QueryManager_CompletedQueries{job="trino",instance="before"}';
  const endS = floorTo(Date.now() / 1000, 1) - 60;
  const lines = Array.from({ length: SAMPLED_S }, (_, i) => `${series} 5 ${endS - SAMPLED_S + i}`);
  writeFileSync(text, [...lines, '# EOF', ''].join('\n'));
  await promisify(execFile)('promtool', ['tsdb', 'create-blocks-from', '--quiet', 'openmetrics', text, folder]);
  rmSync(text);
  return folder;
}
