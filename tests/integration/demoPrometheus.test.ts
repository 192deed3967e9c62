import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { evaluateCatalogue } from '../../src/evaluation/evaluateCatalogue';
import { prometheusSource, UNITE_WITHIN_MS } from '../../src/sources/prometheus/prometheusSource';
import { createTransport } from '../../src/transport/createTransport';
import { createNodePort } from '../../src/transport/nodePort';
import type { HttpPort } from '../../src/transport/port';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { ensureInstalled, startPrometheus } from './prometheus/prometheusServer';
import type { ObjectiveRow } from '../../src/evaluation/results';

const SCRIPTS = join(__dirname, '../../demo/prometheus');
const FIRST_START_MS = Date.parse('2026-06-03T09:30:40Z');
const never = new AbortController().signal;

const run = promisify(execFile);

/** By the name and sorted labels of the series. */
type Values = Map<string, number>;

describeWithPrometheus('the demo of docker-compose.yml', () => {
  let database: string;
  let prometheus: Awaited<ReturnType<typeof startPrometheus>>;
  let generator: { url: string; process: ChildProcess };
  let epochMs: number;

  beforeAll(async () => {
    await ensureInstalled();
    database = mkdtempSync(join(tmpdir(), 'error-budget-demo-'));
    await seed(join(database, 'demo'));
    epochMs = Number(await readFile(join(database, 'demo/epoch'), 'utf8'));
    await run('sh', [join(SCRIPTS, 'loadHistory.sh'), database]);
    prometheus = await startPrometheus({ blocks: database });
    generator = await startGenerator(join(database, 'demo'));
  }, 300_000);

  afterAll(async () => {
    generator?.process.kill();
    await prometheus?.stop();
    rmSync(database, { recursive: true, force: true });
  });

  async function stored(atMs: number): Promise<Values> {
    const query = new URLSearchParams({ query: '{__name__=~".+"}', time: String(atMs / 1000) });
    const answer = await fetch(`${prometheus.url}/api/v1/query?${query}`);
    const { data } = await answer.json();
    return new Map(
      data.result.map(({ metric, value }: { metric: Record<string, string>; value: [number, string] }) => {
        const { __name__: name, ...labels } = metric;
        return [seriesId(name, labels), Number(value[1])];
      })
    );
  }

  async function served(atMs: number): Promise<Values> {
    const answer = await fetch(`${generator.url}/metrics?at=${atMs}`);
    return readExposition(await answer.text());
  }

  async function apiServer(atMs: number): Promise<number> {
    return (await fetch(`${generator.url}/apiserver?at=${atMs}`)).status;
  }

  describe('the history', () => {
    let rows: ObjectiveRow[];

    /** Of a first load, with the number of its requests. */
    async function loaded(uniteWithinMs: number) {
      const port = createNodePort({ bases: { prometheus: prometheus.url } });
      let requests = 0;
      const counted: HttpPort = {
        send(request, signal) {
          requests++;
          return port.send(request, signal);
        },
      };
      const objectives = shippedCatalogue.objectives.filter(({ indicator }) => indicator.source === 'Prometheus');
      const nowMs = epochMs + MINUTE_MS;
      const source = prometheusSource({ port: createTransport(counted), clock: () => nowMs, uniteWithinMs });
      const read = await evaluateCatalogue(objectives, { Prometheus: source }, { atMs: nowMs, nowMs }, never);
      return { rows: read, requests };
    }

    beforeAll(async () => {
      rows = (await loaded(0)).rows;
    });

    it('measures every Prometheus objective of the shipped catalogue over its whole window', () => {
      expect(rows).toHaveLength(13);
      for (const row of rows) {
        expect(row).toMatchObject({ kind: 'events', evaluation: { sli: { value: expect.any(Number) } } });
        expect(row.kind === 'events' && row.evaluation.coverage).toBeGreaterThan(0.99);
      }
    });

    it('shows what is met, at risk and breached at the first look', () => {
      const states = new Set(rows.map((row) => (row.kind === 'events' ? row.evaluation.status.state : row.kind)));
      expect(states).toEqual(new Set(['met', 'atRisk', 'breached']));
    });

    it('has the same figures in at most 16 requests where objectives are read together', async () => {
      const together = await loaded(UNITE_WITHIN_MS);
      expect(together.rows).toEqual(rows);
      expect(together.requests).toBeLessThanOrEqual(16);
    });

    it('is written and loaded once', async () => {
      expect((await seed(join(database, 'demo'))).stdout).toContain('was written before');
      expect((await run('sh', [join(SCRIPTS, 'loadHistory.sh'), database])).stdout).toContain('was loaded before');
    });
  });

  describe('the generator', () => {
    it('continues the very series and values with which the history ends', async () => {
      const history = [...(await stored(epochMs))];
      const scraped = history.filter(([series]) => !series.startsWith('up{'));
      expect(new Map(scraped)).toEqual(await served(epochMs));
      expect(history).toHaveLength(scraped.length + 1);
    });

    it('says of every series which job and instance it belongs to, so that Prometheus adds no others', async () => {
      for (const series of (await served(epochMs)).keys()) {
        expect(series).toMatch(/instance=.*job=/);
      }
    });

    it('counts as fast in the first minute as in the last one of the history', async () => {
      const [before, now, after] = await Promise.all([-MINUTE_MS, 0, MINUTE_MS].map((ms) => served(epochMs + ms)));
      for (const [series, value] of counters(now)) {
        const lastMinute = value - valueOf(before, series);
        expect(Math.abs(valueOf(after, series) - value - lastMinute)).toBeLessThanOrEqual(2 + 0.02 * lastMinute);
      }
    });

    it('lets no counter fall in the four weeks that follow', async () => {
      let previous = await served(epochMs);
      for (let atMs = epochMs + HOUR_MS; atMs <= epochMs + 28 * DAY_MS; atMs += HOUR_MS) {
        const next = await served(atMs);
        const fallen = [...counters(next)].filter(([series, value]) => value < valueOf(previous, series));
        expect(fallen).toEqual([]);
        previous = next;
      }
    });

    it('answers for the API server as the history does: not while it is down', async () => {
      const whileDownMs = epochMs - 5 * DAY_MS + 10 * MINUTE_MS;
      const afterwardsMs = whileDownMs + HOUR_MS;
      const up = async (atMs: number) => [...(await stored(atMs))].find(([series]) => series.startsWith('up{'))?.[1];
      expect([await apiServer(whileDownMs), await up(whileDownMs)]).toEqual([503, 0]);
      expect([await apiServer(afterwardsMs), await up(afterwardsMs)]).toEqual([200, 1]);
    });
  });
});

/** A month instead of the 65 days of the real demo: the longest window, and no more to wait for. */
function seed(folder: string) {
  const call = ['--into', folder, '--days', '31', '--until', String(FIRST_START_MS)];
  return run(process.execPath, [join(SCRIPTS, 'seed.mjs'), ...call]);
}

async function startGenerator(folder: string): Promise<{ url: string; process: ChildProcess }> {
  const started = spawn(process.execPath, [join(SCRIPTS, 'generator.mjs'), '--from', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(started.stdout, 'data');
  return { url: `http://127.0.0.1:${/port (\d+)/.exec(String(line))?.[1]}`, process: started };
}

function readExposition(text: string): Values {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', pairs = '', value] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
      const labels = [...pairs.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text]);
      return [seriesId(name, Object.fromEntries(labels)), Number(value)];
    })
  );
}

function seriesId(name: string, labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  return `${name}{${pairs.sort().join(',')}}`;
}

function counters(values: Values): Array<[string, number]> {
  return [...values].filter(([series]) => /^\w+_total\{/.test(series));
}

function valueOf(values: Values, series: string): number {
  return values.get(series) ?? NaN;
}
