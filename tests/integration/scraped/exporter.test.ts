import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { Rounds } from '../../../serve/rounds';
import { readersOf } from '../../../command/serve/reader';
import { startExporter, type RunningExporter } from '../../../command/serve/startExporter';
import type { Objective } from '../../../src/catalogue/objective';
import { realSources } from '../../../command/sources';
import { describeWithPrometheus } from '../prometheus/describeWithPrometheus';
import { prepareFixture, type Fixture } from '../prometheus/fixture';
import { fixtureCatalogue, fixtureText } from '../prometheus/objectives';
import { startPrometheus } from '../prometheus/prometheusServer';
import { askPrometheus, scrapeConfig, until, type Sample } from './scrapedBy';

const ROOT = join(__dirname, '../../..');
/** They never change while a test looks at them. */
const LONG_MS = 3_600_000;

describe('the exporter in docker-compose.yml', () => {
  const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'));

  it('asks the same upstreams with the same credentials as Grafana', () => {
    for (const [name, value] of Object.entries(services.exporter.environment)) {
      expect([name, value]).toEqual([name, services.grafana.environment[name]]);
    }
    expect(Object.keys(services.exporter.environment)).toEqual(
      expect.arrayContaining(['PROMETHEUS_URL', 'DAGSTER_URL', 'TRINO_URL'])
    );
  });

  it.each(['provisioning/prometheus/prometheus.yml', 'demo/prometheus/prometheus.yml'])('is scraped by %s', (file) => {
    const { scrape_configs: jobs } = parse(readFileSync(join(ROOT, file), 'utf8'));
    const targets = jobs.flatMap((job: { static_configs: Array<{ targets: string[] }> }) =>
      job.static_configs.flatMap((one) => one.targets)
    );
    expect(targets).toContain('exporter:9464');
  });

  it('runs from the copy in which the plugin was built', () => {
    const { build, exporter } = services;
    expect(build.volumes).toContain(`workspace:${exporter.working_dir}`);
    expect(exporter.volumes).toContain(`workspace:${exporter.working_dir}:ro`);
    expect(exporter.command).toMatch(/^node --import tsx command\/main\.ts exporter /);
  });
});

const statusRows = z.array(
  z.object({
    id: z.string(),
    state: z.string(),
    good: z.number().nullable(),
    bad: z.number().nullable(),
    total: z.number().nullable(),
    budgetRemaining: z.number().nullable(),
    coverage: z.number().nullable(),
  })
);

describeWithPrometheus('the exporter on a real Prometheus', () => {
  let fixture: Fixture;
  let objectives: Objective[];
  let exporter: RunningExporter;
  let text: string;
  let folder: string;
  let catalogueFile: string;

  const start = () => {
    const sources = realSources({ prometheus: fixture.url }, {});
    const rounds = new Rounds({ readers: ['Prometheus'], intervalMs: LONG_MS, sources, catalogue: { objectives } });
    return startExporter({
      readers: readersOf(objectives, rounds),
      intervalMs: LONG_MS,
      build: { version: '0' },
      log: () => undefined,
      clock: () => fixture.endMs,
      host: '127.0.0.1',
      port: 0,
    });
  };
  const scraped = async (of: RunningExporter) =>
    until(
      async () => {
        const answer = await fetch(`${of.url}/metrics`);
        return { ok: answer.ok, text: await answer.text() };
      },
      ({ ok }) => ok,
      60_000
    ).then((answer) => answer.text);

  beforeAll(async () => {
    fixture = await prepareFixture({ scale: 'test' });
    const services = fixture.workload.services.map(({ name }) => name);
    const probes = fixture.workload.probes.map(({ name }) => name);
    objectives = fixtureCatalogue(services, probes);
    folder = mkdtempSync(join(tmpdir(), 'error-budget-exporter-'));
    catalogueFile = join(folder, 'objectives.yaml');
    writeFileSync(catalogueFile, fixtureText(services, probes));
    exporter = await start();
    text = await scraped(exporter);
  }, 300_000);

  afterAll(async () => {
    await exporter?.stop();
    await fixture?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('exposes what promtool accepts without a remark', async () => {
    const child = spawn('promtool', ['check', 'metrics']);
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.stdin.end(text);
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect([code, said]).toEqual([0, '']);
  });

  it('hands Prometheus the figures of npm run status at the same instant', async () => {
    const instant = new Date(fixture.endMs).toISOString();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...['--import', 'tsx', 'command/main.ts', 'status', '--json', '--now', instant],
        ...['--prometheus', fixture.url, '--catalogue', catalogueFile],
      ],
      { cwd: ROOT, maxBuffer: 1 << 26 }
    );
    const rows = statusRows.parse(JSON.parse(stdout));
    const prometheus = await startPrometheus({ config: scrapeConfig(exporter.url) });
    try {
      await until(
        () => askPrometheus(prometheus.url, 'up == 1'),
        (up) => up.length === 1
      );
      const all = await askPrometheus(prometheus.url, '{__name__=~"slo_.+"}');
      const value = (name: string, labels: Record<string, string>) => only(all, { __name__: name, ...labels });
      expect(rows.map(({ id }) => id).sort()).toEqual(objectives.map(({ id }) => id).sort());
      for (const { id: objective, state, good, bad, total, budgetRemaining, coverage } of rows) {
        const events = (result: string) => value('slo_window_events', { objective, result, window: '720h' });
        expect([objective, events('good'), events('bad'), events('total')]).toEqual([objective, good, bad, total]);
        expect(value('slo_error_budget_remaining_ratio', { objective }) ?? null).toBe(budgetRemaining);
        expect(value('slo_coverage_ratio', { objective })).toBe(coverage);
        expect(value('slo_status', { objective, status: state })).toBe(1);
      }
    } finally {
      await prometheus.stop();
    }
  }, 120_000);

  it('exposes the same from a second start, which shares no state with the first', async () => {
    const second = await start();
    try {
      const figures = (exposed: string) =>
        exposed.split('\n').filter((line) => !/^(process_|slo_exporter_last_round_)/.test(line));
      expect(figures(await scraped(second))).toEqual(figures(text));
    } finally {
      await second.stop();
    }
  });
});

function only(samples: Sample[], labels: Record<string, string>): number | undefined {
  const matching = samples.filter((sample) =>
    Object.entries(labels).every(([name, value]) => sample.labels[name] === value)
  );
  expect(matching.length).toBeLessThanOrEqual(1);
  return matching[0]?.value;
}
