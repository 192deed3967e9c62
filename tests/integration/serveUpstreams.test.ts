import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS } from '../../src/budget/durations';
import { startFaultyUpstream, type FaultyUpstream } from './faultyUpstream';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { prepareFixture, type Fixture } from './prometheus/fixture';
import { fixtureText } from './prometheus/objectives';
import { until } from './scraped/scrapedBy';
import { startServe, type ServeProcess } from './serveProcess';

const CLIENTS = 10;
/** How queries that come together become requests depends on when each of them comes. */
const BY_CHANCE = 1.25;

describeWithPrometheus('error-budget serve before a real Prometheus', () => {
  let fixture: Fixture;
  let counting: FaultyUpstream;
  let folder: string;
  let catalogueFile: string;
  let running: ServeProcess[];

  beforeAll(async () => {
    fixture = await prepareFixture({ scale: 'test' });
    counting = await startFaultyUpstream({ behind: fixture.url });
    folder = mkdtempSync(join(tmpdir(), 'error-budget-serve-'));
    catalogueFile = join(folder, 'objectives.yaml');
    const { services, probes } = fixture.workload;
    const [serviceNames, probeNames] = [services, probes].map((all) => all.map(({ name }) => name));
    writeFileSync(catalogueFile, fixtureText(serviceNames, probeNames));
  }, 300_000);

  beforeEach(() => {
    running = [];
    counting.reset();
  });

  afterEach(() => Promise.all(running.map((serve) => serve.stop())));

  afterAll(async () => {
    await counting?.stop();
    await fixture?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Its time is the end of the fixture until a signal sets it, so that every beat is one and the same round. */
  async function start(): Promise<ServeProcess> {
    const args = ['--prometheus', counting.url, '--catalogue', catalogueFile, '--interval', '1s'];
    const serve = await startServe({ args, clock: fixture.endMs - HOUR_MS });
    running.push(serve);
    return serve;
  }

  const ready = (serve: ServeProcess) =>
    until(
      () => serve.get('/readyz'),
      ({ status }) => status === 200,
      60_000
    );

  /** What the panels of an overview ask for at once, by one client; its lines but for cursors, in an order of their own. */
  async function overview(serve: ServeProcess): Promise<string[]> {
    const { reads } = JSON.parse(await serve.body('objective'));
    const [{ objectives, request: moment }] = reads;
    const { nowMs } = moment;
    const range = { fromMs: nowMs - 30 * DAY_MS, toMs: nowMs, nowMs };
    const asked = [
      { kind: 'objective', request: moment, objectives },
      { kind: 'alerts', request: moment, objectives },
      { kind: 'judgedBreaches', request: range, objectives },
      {
        kind: 'series',
        request: { ...range, at: 'figures', figures: ['remaining', 'burnRates'], lookbacksMs: [HOUR_MS] },
        objectives,
      },
      { kind: 'contributors', request: moment, objectives },
    ];
    const answer = await fetch(`${serve.url}/api/v1/evaluations`, {
      method: 'POST',
      body: JSON.stringify({ reads: asked }),
    });
    const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.includes('"cursor"'));
    expect(lines.filter((line) => line.includes('"answer"')).length).toBe(asked.length * objectives.length);
    return lines.sort();
  }

  const clients = (count: number, serve: ServeProcess) =>
    Promise.all(Array.from({ length: count }, () => overview(serve)));

  it('costs it for ten clients what it costs for one, and gives all of them the same', async () => {
    const [alone] = await clients(1, await start());
    const byOne = counting.requests.length;
    counting.reset();
    const serve = await start();
    const together = await clients(CLIENTS, serve);
    expect(new Set(together.map((lines) => lines.join('\n'))).size).toBe(1);
    expect(together[0]).toEqual(alone);
    const byTen = counting.requests.length;
    const bodies = counting.requests.map(({ method, path, body }) => `${method} ${path} ${body}`);
    expect(bodies.filter((body, at) => bodies.indexOf(body) < at)).toEqual([]);
    expect(byTen).toBeLessThanOrEqual(byOne * BY_CHANCE);
    expect(byOne).toBeGreaterThan(0);
    await clients(CLIENTS, serve);
    expect(counting.requests.length).toBe(byTen);
  }, 180_000);

  it('costs it the tail of each objective in the next round, once for all clients', async () => {
    const serve = await start();
    await clients(1, serve);
    const whole = counting.requests.length;
    const { asOfMs } = JSON.parse((await serve.get('/api/v1/state')).text);
    serve.child.kill('SIGUSR2');
    await until(
      async () => JSON.parse((await serve.get('/api/v1/state')).text),
      (state) => state.asOfMs > asOfMs,
      60_000
    );
    await clients(CLIENTS, serve);
    const refreshed = counting.requests.length;
    expect(refreshed - whole).toBeLessThan(whole);
    await clients(CLIENTS, serve);
    expect(counting.requests.length).toBe(refreshed);
  }, 180_000);

  it.each(['while it reads for the first time', 'while it answers'])(
    'answers again, and the same, where it is killed %s and started again',
    async (when) => {
      const first = await start();
      const before = when === 'while it answers' ? await overview(first) : undefined;
      const cursor = before && (await first.rows()).lines.flatMap((line) => ('cursor' in line ? [line.cursor] : []))[0];
      const pending = overview(first).catch(() => 'broken off');
      await until(
        async () => counting.requests.length,
        (count) => count > 0
      );
      first.child.kill('SIGKILL');
      await pending;
      const second = await start();
      await ready(second);
      const after = await overview(second);
      expect(after).toEqual(before ?? (await overview(second)));
      if (cursor !== undefined) {
        const { asOfMs } = JSON.parse((await second.get('/api/v1/state')).text);
        const reads = [{ cursor, request: { atMs: asOfMs, nowMs: asOfMs } }];
        const answer = await fetch(`${second.url}/api/v1/evaluations`, {
          method: 'POST',
          body: JSON.stringify({ reads }),
        });
        expect(await answer.text()).toBe('{"read":0,"refused":"cursor"}\n');
      }
    },
    180_000
  );
});
