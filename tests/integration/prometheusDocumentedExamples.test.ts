import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, MINUTE_MS } from '../../src/budget/durations';
import { parseCatalogue } from '../../src/catalogue/parseCatalogue';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import { prometheusSource } from '../../src/sources/prometheus/prometheusSource';
import { createNodePort } from '../../src/transport/nodePort';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { minuteCounter } from './prometheus/minuteCounter';
import type { Samples } from './prometheus/openMetrics';
import { startPrometheus, type PrometheusServer } from './prometheus/prometheusServer';
import { REMOTE_WRITE_FLAGS, writeHistograms } from './prometheus/remoteWrite';
import { serveSamples } from './prometheus/serveSamples';

const never = new AbortController().signal;

const END_MS = Date.UTC(2026, 10, 29, 12);
const ALL = { fromMs: END_MS - 31 * DAY_MS, toMs: END_MS };
const THIRTY_DAYS = { fromMs: END_MS - 30 * DAY_MS, toMs: END_MS };
/** Since midnight of 1 November in Berlin. */
const NOVEMBER = { fromMs: Date.UTC(2026, 9, 31, 23), toMs: END_MS };
/** As far back as the server of native histograms reaches. */
const FOUR_DAYS = { fromMs: END_MS - 4 * DAY_MS, toMs: END_MS };

type Range = typeof ALL;

/** What is wrong from an instant on, for some minutes. */
interface Incident {
  fromMs: number;
  minutes: number;
  /** Bad events in each of the minutes, 1 where a minute is bad or good as a whole. */
  perMinute: number;
}

const PER_MINUTE = 60;

const FAILURES: Incident[] = [
  // Before the window.
  { fromMs: Date.UTC(2026, 9, 30, 10), minutes: 60, perMinute: 30 },
  { fromMs: Date.UTC(2026, 9, 31, 10), minutes: 60, perMinute: 30 },
  // Slices in which 3 % fail are good ones.
  { fromMs: Date.UTC(2026, 10, 10, 10), minutes: 60, perMinute: 2 },
  { fromMs: Date.UTC(2026, 10, 20, 10), minutes: 30, perMinute: 12 },
];
const SLOW: Incident[] = [
  { fromMs: Date.UTC(2026, 10, 15, 9, 20), minutes: 45, perMinute: 20 },
  { fromMs: Date.UTC(2026, 10, 27, 9, 20), minutes: 30, perMinute: 10 },
];
const ORDER_FAILURES: Incident[] = [
  // The last hour of October in Berlin, and the first of November, which is October in UTC.
  { fromMs: Date.UTC(2026, 9, 31, 22, 10), minutes: 20, perMinute: 6 },
  { fromMs: Date.UTC(2026, 9, 31, 23, 10), minutes: 30, perMinute: 3 },
];
const OUTAGES: Incident[] = [{ fromMs: Date.UTC(2026, 10, 5, 3), minutes: 43, perMinute: 1 }];
const UNPROBED: Incident[] = [{ fromMs: Date.UTC(2026, 10, 7, 15), minutes: 120, perMinute: 1 }];
const WAITING: Incident[] = [{ fromMs: Date.UTC(2026, 10, 12, 16), minutes: 90, perMinute: 1 }];

function badAt(incidents: readonly Incident[]): (timeMs: number) => number {
  return (timeMs) =>
    incidents.find(({ fromMs, minutes }) => timeMs >= fromMs && timeMs < fromMs + minutes * MINUTE_MS)?.perMinute ?? 0;
}

const minutesOf = ({ fromMs, toMs }: Range) => (toMs - fromMs) / MINUTE_MS;

function sumOver(range: Range, incidents: readonly Incident[]): number {
  return Array.from({ length: minutesOf(range) }, (_, minute) =>
    badAt(incidents)(range.fromMs + minute * MINUTE_MS)
  ).reduce((sum, bad) => sum + bad, 0);
}

/** What the row of each example must count, by the heading of the example. */
const TRUTHS: Record<string, { bad: number; total: number }> = {
  Errors: { bad: sumOver(THIRTY_DAYS, FAILURES), total: minutesOf(THIRTY_DAYS) * PER_MINUTE },
  'Latency from a classic histogram': {
    bad: sumOver(THIRTY_DAYS, SLOW),
    total: minutesOf(THIRTY_DAYS) * PER_MINUTE,
  },
  'Latency from a native histogram': { bad: sumOver(FOUR_DAYS, SLOW), total: minutesOf(FOUR_DAYS) * PER_MINUTE },
  Availability: {
    bad: sumOver(THIRTY_DAYS, OUTAGES),
    total: minutesOf(THIRTY_DAYS) - sumOver(THIRTY_DAYS, UNPROBED),
  },
  // An hour and half an hour.
  'Time slices': { bad: 12 + 6, total: minutesOf(THIRTY_DAYS) / 5 },
  Threshold: { bad: sumOver(THIRTY_DAYS, WAITING), total: minutesOf(THIRTY_DAYS) },
  'Calendar month': { bad: sumOver(NOVEMBER, ORDER_FAILURES), total: minutesOf(NOVEMBER) * PER_MINUTE },
};
const NATIVE = 'Latency from a native histogram';

/** The YAML below each heading of the section "Examples". */
function documentedExamples(): Map<string, string[]> {
  const page = readFileSync(join(__dirname, '../../docs/catalogue.md'), 'utf8');
  const section = /^## Examples\n([^]*?)^## /m.exec(page)?.[1] ?? '';
  return new Map(
    section
      .split(/^### /m)
      .slice(1)
      .map((part) => [
        part.slice(0, part.indexOf('\n')),
        [...part.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text]) => text),
      ])
  );
}

/** Reads the example as a whole catalogue and counts its only objective at the end of the samples. */
async function countedBy(url: string, heading: string) {
  const { objectives, problems } = parseCatalogue(documentedExamples().get(heading)?.join('---\n') ?? '');
  expect(problems).toEqual([]);
  expect(objectives).toHaveLength(1);
  const source = prometheusSource({ port: createNodePort({ bases: { prometheus: url } }), clock: () => END_MS });
  const moment = { atMs: END_MS, nowMs: END_MS };
  const row = await evaluateObjective(objectives[0], { Prometheus: source }, moment, never);
  if (row.kind !== 'events') {
    throw new Error(row.kind === 'failed' ? row.error.message : 'no events');
  }
  const { bad, total, sli } = row.evaluation;
  return { bad, ofTotal: total / TRUTHS[heading].total, sli: sli.value };
}

/** Bad events to half an event, all events to a millionth: `increase` extrapolates where the rate of good ones changes. */
function truthOf(heading: string) {
  const { bad, total } = TRUTHS[heading];
  return { bad: expect.closeTo(bad, 0), ofTotal: expect.closeTo(1, 6), sli: expect.closeTo(1 - bad / total, 6) };
}

/** A gauge that is scraped off the edges of the minutes. */
function gauge(
  metric: string,
  labels: Record<string, string>,
  valueAt: (timeMs: number) => number,
  has: (timeMs: number) => boolean = () => true
): Samples {
  const minutes = Array.from({ length: minutesOf(ALL) }, (_, minute) => ALL.fromMs + minute * MINUTE_MS).filter(has);
  return { metric, labels, timesMs: minutes.map((timeMs) => timeMs + 20_000), values: minutes.map(valueAt) };
}

function requests(metric: string, labels: Record<string, string>, perMinute: (timeMs: number) => number): Samples {
  return minuteCounter(metric, labels, ALL, perMinute);
}

function classicSamples(): Samples[] {
  const checkout = { job: 'checkout', instance: 'checkout-0:8080' };
  const orders = { job: 'orders', instance: 'orders-0:8080' };
  const duration = 'http_request_duration_seconds';
  const probe = { job: 'blackbox', application: 'checkout' };
  const [failed, slow, undelivered] = [badAt(FAILURES), badAt(SLOW), badAt(ORDER_FAILURES)];
  const [isDown, isUnprobed, isWaiting] = [badAt(OUTAGES), badAt(UNPROBED), badAt(WAITING)];
  return [
    requests('http_requests_total', { ...checkout, code: '200' }, (timeMs) => PER_MINUTE - failed(timeMs)),
    requests('http_requests_total', { ...checkout, code: '500' }, failed),
    requests(`${duration}_bucket`, { ...checkout, le: '0.25' }, (timeMs) => PER_MINUTE - slow(timeMs)),
    requests(`${duration}_bucket`, { ...checkout, le: '+Inf' }, () => PER_MINUTE),
    requests(`${duration}_count`, checkout, () => PER_MINUTE),
    requests('orders_total', orders, () => PER_MINUTE),
    requests('order_failures_total', orders, undelivered),
    gauge(
      'probe_success',
      probe,
      (timeMs) => 1 - isDown(timeMs),
      (timeMs) => isUnprobed(timeMs) === 0
    ),
    gauge('queue_oldest_message_age_seconds', { queue: 'orders' }, (timeMs) => (isWaiting(timeMs) === 1 ? 400 : 20)),
  ];
}

describe('the examples of docs/catalogue.md', () => {
  it('are those whose truth is known, one document of YAML each', () => {
    const examples = documentedExamples();
    expect([...examples.keys()]).toEqual(Object.keys(TRUTHS));
    expect([...examples.values()].map((texts) => texts.length)).toEqual(Object.keys(TRUTHS).map(() => 1));
  });
});

describeWithPrometheus('the examples of docs/catalogue.md over counters and gauges', () => {
  let server: PrometheusServer;

  beforeAll(async () => {
    server = await serveSamples(classicSamples());
  }, 120_000);

  afterAll(() => server?.stop());

  it.each(Object.keys(TRUTHS).filter((heading) => heading !== NATIVE))('count the truth: %s', async (heading) => {
    expect(await countedBy(server.url, heading)).toEqual(truthOf(heading));
  });
});

const describeNative =
  process.env.VICTORIA_METRICS === undefined
    ? describeWithPrometheus
    : (name: string, suite: () => void) => {
        process.stderr.write(`VictoriaMetrics has no Prometheus-like native histograms: skipped "${name}"\n`);
        describe.skip(name, suite);
      };

describeNative('the example of docs/catalogue.md over native histograms', () => {
  let server: PrometheusServer;

  beforeAll(async () => {
    server = await startPrometheus({ flags: REMOTE_WRITE_FLAGS });
    const slowAt = badAt(SLOW);
    let [fast, slow] = [0, 0];
    const scrapes = Array.from({ length: minutesOf(FOUR_DAYS) + 1 }, (_, minute) => {
      const timeMs = FOUR_DAYS.fromMs + minute * MINUTE_MS;
      const scrape = { timeMs, counts: [fast, slow] };
      slow += slowAt(timeMs);
      fast += PER_MINUTE - slowAt(timeMs);
      return scrape;
    });
    const labels = { __name__: 'http_request_duration_seconds', job: 'checkout', instance: 'checkout-0:8080' };
    await writeHistograms(server.url, labels, scrapes);
  }, 120_000);

  afterAll(() => server?.stop());

  it('counts the truth', async () => {
    expect(await countedBy(server.url, NATIVE)).toEqual(truthOf(NATIVE));
  });
});
