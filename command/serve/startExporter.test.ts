import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import type { Sources } from '../../src/evaluation/evaluateObjective';
import { objectiveOf } from '../../src/evaluation/objective.testing';
import { EventList } from './eventList.testing';
import type { ExporterOptions } from './exporter';
import { readersOf } from './reader';
import type { Address } from '../listen';
import { startExporter, type RunningExporter } from './startExporter';
import { createSource } from '../../src/sources/createSource';

const NOW = Date.UTC(2026, 2, 1, 10, 37);
const INTERVAL_MS = 20;

const prometheusObjective = (id: string): Objective =>
  objectiveOf({
    id,
    indicator: {
      source: 'Prometheus',
      measure: { shape: 'raw', raw: { query: 'x', counterSelectors: [] }, rawType: 'success' },
    },
  });

describe('the exporter', () => {
  let running: RunningExporter | undefined;
  let lines: Array<[event: string, fields: unknown]>;
  let clockMs: number;
  let source: EventList;

  beforeEach(() => {
    lines = [];
    clockMs = NOW;
    source = new EventList();
  });

  afterEach(() => running?.stop());

  async function start({
    objectives = [objectiveOf()],
    sources = { Demo: createSource('Demo', source) },
    ...options
  }: Partial<ExporterOptions & Address> & { objectives?: Objective[]; sources?: Sources } = {}) {
    running = await startExporter({
      readers: readersOf(objectives, {
        begin: (_, nowMs) => ({ sources, nowMs }),
        prepare: () => Promise.resolve(),
        end: () => undefined,
      }),
      intervalMs: INTERVAL_MS,
      build: { version: '0' },
      log: (_, event, fields) => lines.push([event, fields]),
      clock: () => clockMs,
      host: '127.0.0.1',
      port: 0,
      ...options,
    });
    return running;
  }

  async function get(path: string, method = 'GET') {
    const answer = await fetch(`${running?.url}${path}`, { method });
    return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') };
  }

  const rounds = (of: string) =>
    lines.filter(([event, fields]) => event === 'round' && JSON.stringify(fields).includes(`"source":"${of}"`)).length;

  /** After the next round of a source that begins from now on. */
  async function nextRound(of = 'Demo') {
    const target = rounds(of) + 2;
    while (rounds(of) < target) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function sample(series: string): Promise<number | undefined> {
    const { text } = await get('/metrics');
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length));
  }

  const BAD_IN_WINDOW = 'slo_window_events{objective="api-requests",window="720h",result="bad"}';

  it('exposes nothing before the first full read, and says so', async () => {
    source.hanging = true;
    await start();
    expect(await get('/metrics')).toMatchObject({
      status: 503,
      text: expect.stringMatching(/Nothing has been read yet/),
    });
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      text: 'Demo: the first round of reads has not ended yet.\n',
    });
    expect(await get('/healthz')).toMatchObject({ status: 200 });
  });

  it('exposes OpenMetrics after it', async () => {
    await start();
    await nextRound();
    expect(await get('/metrics')).toMatchObject({
      status: 200,
      type: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
      text: expect.stringMatching(/\n# EOF\n$/),
    });
    expect(await get('/readyz')).toMatchObject({ status: 200, text: 'ready\n' });
  });

  it('answers nothing else', async () => {
    await start();
    expect(await get('/metrics', 'POST')).toMatchObject({ status: 405 });
    expect(await get('/etc/passwd')).toMatchObject({ status: 404 });
  });

  it('lowers the bad gauge when a retry rescues a failure', async () => {
    const failed = { atMs: NOW - 2 * HOUR_MS, good: false };
    source.events = [failed, { atMs: NOW - 3 * HOUR_MS, good: true }];
    await start();
    await nextRound();
    expect(await sample(BAD_IN_WINDOW)).toBe(1);
    expect(await sample('slo_consecutive_bad{objective="api-requests"}')).toBe(1);
    failed.good = true;
    await nextRound();
    expect(await sample(BAD_IN_WINDOW)).toBe(0);
    expect(await sample('slo_consecutive_bad{objective="api-requests"}')).toBe(0);
  });

  it('removes the series of an objective that cannot be read, and of no other', async () => {
    const healthy = { ...objectiveOf(), id: 'healthy' };
    await start({
      objectives: [prometheusObjective('ailing'), healthy],
      sources: { Prometheus: createSource('Demo', source), Demo: createSource('Demo', new EventList()) },
    });
    await nextRound('Prometheus');
    expect((await get('/metrics')).text).toContain('objective="ailing"');
    source.failing = true;
    clockMs += MINUTE_MS;
    await nextRound('Prometheus');
    await nextRound();
    const { text } = await get('/metrics');
    expect(text).not.toContain('objective="ailing"');
    expect(text).toContain('objective="healthy"');
    const lastSuccess = 'slo_source_last_success_timestamp_seconds';
    expect(await sample(`${lastSuccess}{source="Prometheus"}`)).toBe(NOW / 1000);
    expect(await sample(`${lastSuccess}{source="Demo"}`)).toBe(clockMs / 1000);
    source.failing = false;
    await nextRound('Prometheus');
    expect((await get('/metrics')).text).toContain('objective="ailing"');
    expect(lines.filter(([event]) => event === 'failing' || event === 'recovered')).toEqual([
      [
        'failing',
        expect.objectContaining({ source: 'Prometheus', objectives: ['ailing'], found: 'there is no answer' }),
      ],
      ['recovered', { objectives: ['ailing'] }],
    ]);
  });

  it('a defect in one objective costs no other', async () => {
    const broken = new EventList();
    broken.counts = () => {
      throw new TypeError('undefined is not a function');
    };
    await start({
      objectives: [prometheusObjective('broken'), objectiveOf()],
      sources: { Prometheus: createSource('Demo', broken), Demo: createSource('Demo', source) },
    });
    await nextRound();
    expect(await sample('slo_status{objective="api-requests",status="noData"}')).toBe(1);
    expect(lines).toContainEqual(['failing', expect.objectContaining({ kind: 'defect', objectives: ['broken'] })]);
  });

  it('keeps trying an upstream that is unreachable at start, and is ready once it answered', async () => {
    source.failing = true;
    await start({
      objectives: [prometheusObjective('a'), objectiveOf()],
      sources: { Prometheus: createSource('Demo', source), Demo: createSource('Demo', new EventList()) },
    });
    await nextRound();
    await nextRound('Prometheus');
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      text: 'Prometheus: nothing has been read yet, retrying: there is no answer. Wake it up.\n',
    });
    expect((await get('/metrics')).text).toContain('objective="api-requests"');
    expect(await sample('slo_source_last_success_timestamp_seconds{source="Prometheus"}')).toBe(0);
    source.failing = false;
    await nextRound('Prometheus');
    expect(await get('/readyz')).toMatchObject({ status: 200 });
    source.failing = true;
    await nextRound('Prometheus');
    expect(await get('/readyz')).toMatchObject({ status: 200 });
  });

  it('goes on with all other sources while one hangs', async () => {
    const healthy = new EventList();
    await start({
      objectives: [prometheusObjective('stuck'), objectiveOf()],
      sources: { Prometheus: createSource('Demo', source), Demo: createSource('Demo', healthy) },
    });
    await nextRound('Prometheus');
    source.hanging = true;
    await nextRound();
    healthy.events = [{ atMs: NOW - 2 * HOUR_MS, good: false }];
    await nextRound();
    expect(await sample(BAD_IN_WINDOW)).toBe(1);
  });

  it('is not ready and exposes no figures when its last round is older than three intervals, and than three minutes', async () => {
    await start();
    await nextRound();
    source.hanging = true;
    const before = source.reads;
    while (source.reads === before) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    clockMs += 3 * MINUTE_MS;
    expect(await get('/readyz')).toMatchObject({ status: 200 });
    const lastSuccess = 'slo_source_last_success_timestamp_seconds{source="Demo"}';
    const lastSuccessSeconds = await sample(lastSuccess);
    expect(await sample(BAD_IN_WINDOW)).toBe(0);
    clockMs += 5_000;
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      text: 'Demo: the last round of reads ended 185 s ago.\n',
    });
    expect(await sample(BAD_IN_WINDOW)).toBeUndefined();
    expect(await sample(lastSuccess)).toBe(lastSuccessSeconds);
  });

  it('exposes the same after a restart, but for what is about the process', async () => {
    source.events = Array.from({ length: 500 }, (_, i) => ({ atMs: NOW - i * HOUR_MS, good: i % 7 !== 0 }));
    const exposition = async () => {
      const { text } = await get('/metrics');
      return text.split('\n').filter((line) => !/^(# (HELP|TYPE) )?(process_|slo_exporter_last_round_)/.test(line));
    };
    await start();
    await nextRound();
    const before = await exposition();
    await running?.stop();
    clockMs += 2 * MINUTE_MS;
    await start();
    await nextRound();
    const lastSuccess = (line: string) => !line.startsWith('slo_source_last_success_timestamp_seconds{');
    expect((await exposition()).filter(lastSuccess)).toEqual(before.filter(lastSuccess));
    expect(before.length).toBeGreaterThan(30);
  });

  it('stops at once, whatever hangs', async () => {
    source.hanging = true;
    const { stop, ended } = await start();
    const hanging = fetch(`${running?.url}/metrics`);
    await hanging;
    const begunMs = performance.now();
    await stop();
    await ended;
    expect(performance.now() - begunMs).toBeLessThan(1000);
    await expect(fetch(`${running?.url}/metrics`)).rejects.toThrow();
    running = undefined;
  });

  it('says that its address is in use', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    const first = running;
    await expect(start({ port })).rejects.toThrow(/EADDRINUSE/);
    running = first;
  });

  it('needs no more memory after many rounds and scrapes', async () => {
    source.events = Array.from({ length: 500 }, (_, i) => ({ atMs: NOW - i * HOUR_MS, good: i % 7 !== 0 }));
    await start({ intervalMs: 1 });
    const heapAfter = async (count: number) => {
      for (let i = 0; i < count; i++) {
        clockMs += MINUTE_MS / 10;
        lines.length = 0;
        await nextRound();
        await get('/metrics');
      }
      collectGarbage();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };
    await heapAfter(10);
    const before = await heapAfter(10);
    // One round's timeline alone is 0.1 MiB.
    expect((await heapAfter(50)) - before).toBeLessThan(2);
  }, 60_000);
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') {
    collect();
  }
}
