import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { HOUR_MS, MINUTE_MS } from '../../../src/budget/durations';
import type { Objective } from '../../../src/catalogue/objective';
import { evaluateObjective } from '../../../src/evaluation/evaluateObjective';
import { prometheusSource } from '../../../src/sources/prometheus/prometheusSource';
import { createNodePort } from '../../../src/transport/nodePort';
import { listenOnLoopback } from '../loopback';
import { describeWithPrometheus } from '../prometheus/describeWithPrometheus';
import { ratioObjective } from '../prometheus/objectives';
import { minuteCounter } from '../prometheus/minuteCounter';
import { startPrometheus, type PrometheusServer } from '../prometheus/prometheusServer';
import { serveSamples } from '../prometheus/serveSamples';

const never = new AbortController().signal;

/** A request a second, of which one a minute takes longer than a second, and ten a minute during the incident. */
const PER_MINUTE = 60;
const INCIDENT_MINUTES = 30;

function slowAt(minute: number, minutes: number): number {
  return minute >= minutes - 90 && minute < minutes - 90 + INCIDENT_MINUTES ? 10 : 1;
}

function objectiveOf(good: string, total: string, hours: number): Objective {
  return ratioObjective({ good, total }, { name: 'latency', window: `${hours}h`, target: 0.9 });
}

/** Good and total events of an objective, and those of the minutes before that instant. */
async function countsAt(url: string, endMs: number, good: string, total: string, hours: number) {
  const source = prometheusSource({ port: createNodePort({ bases: { prometheus: url } }) });
  const moment = { atMs: endMs, nowMs: endMs };
  const row = await evaluateObjective(objectiveOf(good, total, hours), { Prometheus: source }, moment, never);
  if (row.kind !== 'events') {
    throw new Error(row.kind === 'failed' ? row.error.message : 'no events');
  }
  return { bad: row.evaluation.bad, total: row.evaluation.total };
}

describeWithPrometheus('latencies from classic histograms', () => {
  const END_MS = Date.UTC(2026, 10, 29, 12);
  const MINUTES = 26 * 60;
  let server: PrometheusServer;

  beforeAll(async () => {
    const life = { fromMs: END_MS - MINUTES * MINUTE_MS, toMs: END_MS };
    const minuteOf = (timeMs: number) => (timeMs - life.fromMs) / MINUTE_MS;
    const fast = (timeMs: number) => PER_MINUTE - slowAt(minuteOf(timeMs), MINUTES);
    server = await serveSamples([
      minuteCounter('latency_seconds_bucket', { le: '1.0' }, life, fast),
      minuteCounter('latency_seconds_bucket', { le: '+Inf' }, life, () => PER_MINUTE),
      minuteCounter('latency_seconds_count', {}, life, () => PER_MINUTE),
    ]);
  }, 120_000);

  afterAll(() => server?.stop());

  it.each([
    ['the count', 'sum(increase(latency_seconds_count[{{.window}}]))'],
    ['the last bucket', 'sum(increase(latency_seconds_bucket{le="+Inf"}[{{.window}}]))'],
  ])('are counted against %s, to the last one', async (_, total) => {
    const good = 'sum(increase(latency_seconds_bucket{le="1.0"}[{{.window}}]))';
    const counted = await countsAt(server.url, END_MS, good, total, 24);
    const slow = INCIDENT_MINUTES * 10 + (24 * 60 - INCIDENT_MINUTES);
    expect(counted).toEqual({ bad: expect.closeTo(slow, 0), total: expect.closeTo(24 * 60 * PER_MINUTE, 0) });
  });
});

const describeNative =
  process.env.NATIVE_HISTOGRAMS === '1'
    ? describeWithPrometheus
    : (name: string, suite: () => void) => {
        process.stderr.write(`NATIVE_HISTOGRAMS is not 1: skipped "${name}", which only Prometheus 3 has\n`);
        describe.skip(name, suite);
      };

describeNative('latencies from native histograms', () => {
  const MINUTES = 5 * 60;
  let server: PrometheusServer;
  let endMs: number;
  let stopTarget: () => Promise<void>;

  /** A target whose histogram is an older minute's at each scrape, which Prometheus makes a native one of. */
  beforeAll(async () => {
    endMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS;
    let minute = 0;
    let [slow, all] = [0, 0];
    const target = createServer((_, response) => {
      const timeMs = endMs - (MINUTES - minute) * MINUTE_MS;
      response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      response.end(
        minute > MINUTES
          ? ''
          : [
              '# TYPE latency_seconds histogram',
              `latency_seconds_bucket{le="1"} ${all - slow} ${timeMs}`,
              `latency_seconds_bucket{le="+Inf"} ${all} ${timeMs}`,
              `latency_seconds_sum ${all} ${timeMs}`,
              `latency_seconds_count ${all} ${timeMs}`,
              '',
            ].join('\n')
      );
      slow += slowAt(minute, MINUTES);
      all += PER_MINUTE;
      minute++;
    });
    const { port, stop } = await listenOnLoopback(target);
    stopTarget = stop;
    const config = [
      // The minutes are older than the samples of `up`, which are of now.
      'storage: { tsdb: { out_of_order_time_window: 24h } }',
      'scrape_configs:',
      '  - job_name: native',
      '    scrape_interval: 50ms',
      '    scrape_timeout: 50ms',
      '    convert_classic_histograms_to_nhcb: true',
      `    static_configs: [{ targets: ['127.0.0.1:${port}'] }]`,
    ].join('\n');
    server = await startPrometheus({ config });
    while (minute <= MINUTES) {
      await wait(100);
    }
    await wait(1000);
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    await stopTarget?.();
  });

  it('are counted by histogram_count and histogram_fraction, to the last one', async () => {
    const count = 'histogram_count(sum(increase(latency_seconds[{{.window}}])))';
    const counted = await countsAt(
      server.url,
      endMs,
      `${count} * histogram_fraction(0, 1, sum(increase(latency_seconds[{{.window}}])))`,
      count,
      4
    );
    const slow = INCIDENT_MINUTES * 10 + (4 * 60 - INCIDENT_MINUTES);
    expect(counted).toEqual({ bad: expect.closeTo(slow, -0.5), total: expect.closeTo(4 * 60 * PER_MINUTE, -0.5) });
  });
});
