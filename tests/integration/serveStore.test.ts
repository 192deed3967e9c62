import { setMaxListeners } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { readRound } from '../../command/serve/round';
import { realSources } from '../../command/sources';
import { nameOf } from '../../serve/store/memory';
import { openSqliteStore } from '../../serve/store/sqliteStore';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { FINE_TIER_SPAN_MS } from '../../src/budget/tiers';
import { startFaultyUpstream, type FaultyUpstream } from './faultyUpstream';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import type { PrometheusServer } from './prometheus/prometheusServer';
import { serveSamples } from './prometheus/serveSamples';
import { APPLICATIONS, CATALOGUE, errorsOf, NOW_MS, objectives, requests } from './serve/countedRequests';
import { until } from './scraped/scrapedBy';
import { askServed, samplesOf, startServed, type ServeOptions, type Served } from './serve/servedProcess';

const RETENTION_DAYS = 10;
/** SERVE_KILLS=50 kills as often as releases are tested with. */
const KILLS = Number(process.env.SERVE_KILLS ?? 10);
/** Ten minutes a second: five minutes settle in nearly every round. */
const SPEED = 600;
const LONGEST_LIFE_MS = 5_000;
const never = new AbortController().signal;
setMaxListeners(0, never);

describeWithPrometheus('error-budget serve with a store', () => {
  let whole: PrometheusServer;
  let short: PrometheusServer;
  let upstream: FaultyUpstream;
  let folder: string;
  let file: string;
  let served: Served | undefined;

  beforeAll(async () => {
    whole = await serveSamples(requests());
    short = await serveSamples(requests(NOW_MS - RETENTION_DAYS * DAY_MS));
  }, 300_000);

  afterAll(async () => {
    await short?.stop();
    await whole?.stop();
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'error-budget-serve-store-'));
    file = join(folder, 'memory.db');
    writeFileSync(join(folder, 'objectives.yaml'), CATALOGUE);
    upstream = await startFaultyUpstream({ behind: whole.url });
  });

  afterEach(async () => {
    await served?.kill();
    await upstream.stop();
    rmSync(folder, { recursive: true });
  });

  function start(prometheus: string, { args = [], ...options }: Partial<ServeOptions> = {}): Served {
    const catalogue = ['--catalogue', join(folder, 'objectives.yaml')];
    served = startServed({
      args: ['--prometheus', prometheus, ...catalogue, '--store', file, ...args],
      nowMs: NOW_MS,
      ...options,
    });
    return served;
  }

  /** Errors within 30 days by objective, as the exposition shows them. */
  const errorsIn = (metrics: string) => {
    const events = samplesOf(metrics, 'slo_window_events');
    return APPLICATIONS.map((id) => events.get(`objective="${id}",window="720h",result="bad"`));
  };
  const allErrors = APPLICATIONS.map((id) => errorsOf(id).old + errorsOf(id).recent);

  it('answers over windows longer than the retention as if nothing was forgotten, and names the origin', async () => {
    const first = start(whole.url);
    expect(errorsIn(await first.metrics())).toEqual(allErrors);
    await first.stop();

    const second = start(short.url, { nowMs: NOW_MS + DAY_MS });
    const metrics = await second.metrics();
    expect(samplesOf(metrics, 'slo_memory_up').get('')).toBe(1);
    const url = await second.url();
    // Until its range is read again in the background, the memory is what answers.
    for (const origin of [
      /comes from its memory, until Prometheus is read again/,
      /Prometheus reaches back no further/,
    ]) {
      const { asOfMs, answers } = await until(
        () => askServed(url, 'objective', 30 * DAY_MS, (nowMs) => ({ atMs: nowMs })),
        ({ answers: rows }) => [...rows.values()].every((row) => origin.test(JSON.stringify(row))),
        60_000
      );
      expect([...answers.keys()].sort()).toEqual([...APPLICATIONS].sort());
      const truth = await readRound(objectives(), realSources({ prometheus: whole.url }, {}), asOfMs, never);
      for (const figures of truth.figures) {
        const row = row30d.parse(answers.get(figures.objective.id));
        const window =
          figures.kind === 'events'
            ? figures.windows.find(
                ({ window: { kind, ...of } }) =>
                  kind === 'lookback' && 'lookbackMs' in of && of.lookbackMs === 30 * DAY_MS
              )
            : undefined;
        expect(row.evaluation.bad).toBe(window?.bad);
        expect(row.evaluation.total / (window?.total ?? NaN)).toBeCloseTo(1, 9);
      }
    }
    await second.stop();

    // Without the memory, the errors of 20 days ago are forgotten.
    rmSync(file);
    expect(errorsIn(await start(short.url, { nowMs: NOW_MS + DAY_MS }).metrics())).toEqual(
      APPLICATIONS.map((id) => errorsOf(id).recent)
    );
  }, 300_000);

  it('asks for what is new only after a restart', async () => {
    const first = start(upstream.url);
    await first.metrics();
    const before = bucketsAsked();
    await first.stop();
    upstream.reset();
    const second = start(upstream.url, { nowMs: NOW_MS + 2 * HOUR_MS });
    expect(errorsIn(await second.metrics())).toEqual(allErrors);
    const again = bucketsAsked();
    // 48 buckets beside what is new, which holes and first samples are judged by.
    for (const [stepMs, longest] of [
      [HOUR_MS, 2 + 48 + 2],
      [5 * MINUTE_MS, 24 + 48 + 3],
    ]) {
      expect(before.get(stepMs)).toBeGreaterThan(4 * 720);
      expect(again.get(stepMs)).toBeLessThanOrEqual(4 * longest);
    }
  }, 300_000);

  /** Buckets that were asked for by their width, each objective's by itself. */
  function bucketsAsked(): Map<number, number> {
    const asked = new Map<number, number>();
    for (const { path, body } of upstream.requests) {
      if (path.startsWith('/api/v1/query_range')) {
        const parameters = new URLSearchParams(body || path.slice(path.indexOf('?')));
        const [fromS, toS, stepS] = ['start', 'end', 'step'].map((name) => Number(parameters.get(name)));
        const united = new Set(parameters.get('query')?.match(/application="\w+"/g)).size;
        asked.set(stepS * 1000, (asked.get(stepS * 1000) ?? 0) + united * ((toS - fromS) / stepS + 1));
      }
    }
    return asked;
  }

  it('keeps what it has, and serves the same figures, when its clock is set back and ahead again', async () => {
    const lives = [
      { at: whole, nowMs: NOW_MS },
      { at: whole, nowMs: NOW_MS - 3 * HOUR_MS },
      { at: short, nowMs: NOW_MS - 20 * HOUR_MS },
      { at: short, nowMs: NOW_MS + HOUR_MS },
    ];
    let kept = await contentOf(file);
    for (const { at, nowMs } of lives) {
      const life = start(at.url, { nowMs });
      const isAfterRecent = nowMs >= NOW_MS - 3 * HOUR_MS;
      expect(errorsIn(await life.metrics())).toEqual(
        isAfterRecent ? allErrors : APPLICATIONS.map((id) => errorsOf(id).old)
      );
      await life.stop();
      const after = await contentOf(file);
      expect(losses(kept, after)).toEqual([]);
      kept = after;
    }
  }, 300_000);

  it(
    `loses no settled bucket and keeps whole rounds when it is killed: ${KILLS} times`,
    async () => {
      let kept = await contentOf(file);
      let nowMs = NOW_MS;
      for (let kill = 0; kill < KILLS; kill++) {
        const beganMs = performance.now();
        const life = start(whole.url, { nowMs, speed: SPEED, args: ['--interval', '1s'] });
        if (kill % 2 === 0) {
          await life.logged('round');
        }
        await wait(Math.random() * LONGEST_LIFE_MS);
        await life.kill();
        nowMs += (performance.now() - beganMs) * SPEED;
        const after = await contentOf(file);
        expect(losses(kept, after)).toEqual([]);
        kept = after;
      }
      expect(kept.size).toBe(2 * APPLICATIONS.length);
      const last = start(short.url, { nowMs });
      expect(errorsIn(await last.metrics())).toEqual(allErrors);
    },
    120_000 + KILLS * 60_000
  );

  /** Everything that a copy of the store keeps, by series. @throws Error where a round is not whole */
  async function contentOf(original: string): Promise<Map<string, Content>> {
    const copy = join(folder, 'copy.db');
    for (const end of ['', '-wal', '-shm']) {
      rmSync(copy + end, { force: true });
      if (end !== '-shm' && existsSync(original + end)) {
        copyFileSync(original + end, copy + end);
      }
    }
    const report = jest.fn();
    const store = await openSqliteStore({ file: copy, report });
    try {
      const content = new Map<string, Content>();
      for (const { key, state } of await store.series()) {
        const fromMs = state.keptFromMs;
        const { columns } = await store.read(key, fromMs, state.settledUntilMs);
        content.set(nameOf(key), { stepMs: key.stepMs, fromMs, untilMs: state.settledUntilMs, columns });
      }
      for (const stepMs of [HOUR_MS, 5 * MINUTE_MS]) {
        const ends = [...content.values()].filter((one) => one.stepMs === stepMs).map(({ untilMs }) => untilMs);
        // A round is there for all objectives or for none.
        expect(new Set(ends).size).toBe(content.size === 0 ? 0 : 1);
        expect([0, APPLICATIONS.length]).toContain(ends.length);
      }
      expect(report).not.toHaveBeenCalled();
      return content;
    } finally {
      await store.close();
    }
  }
});

interface Content {
  stepMs: number;
  fromMs: number;
  untilMs: number;
  columns: Readonly<Record<string, Float64Array>>;
}

/** What was kept and is not, or is another number now. */
function losses(before: ReadonlyMap<string, Content>, after: ReadonlyMap<string, Content>): string[] {
  return [...before].flatMap(([name, { stepMs, fromMs, untilMs, columns }]) => {
    const now = after.get(name);
    if (!now || now.fromMs > fromMs || now.untilMs < untilMs) {
      return [`${name} from ${fromMs} until ${untilMs}`];
    }
    const shift = (fromMs - now.fromMs) / stepMs;
    // Five minutes are kept for as long as they are looked at.
    const neededFromMs = stepMs < HOUR_MS ? now.untilMs - FINE_TIER_SPAN_MS : -Infinity;
    return Object.entries(columns).flatMap(([column, values]) =>
      [...values].flatMap((value, i) => {
        const found = now.columns[column][i + shift];
        const isThere = Math.abs(found - value) <= 1e-6 * Math.abs(value);
        return isThere || fromMs + i * stepMs < neededFromMs ? [] : [`${name} ${column} ${i}: ${value} is ${found}`];
      })
    );
  });
}

const row30d = z.object({ evaluation: z.object({ bad: z.number(), total: z.number() }) });
