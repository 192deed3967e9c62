import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { parseCatalogue } from '../../src/catalogue/parseCatalogue';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import { prometheusSource } from '../../src/sources/prometheus/prometheusSource';
import { createNodePort } from '../../src/transport/nodePort';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import type { Samples } from './prometheus/openMetrics';
import type { PrometheusServer } from './prometheus/prometheusServer';
import { randomFrom } from './prometheus/random';
import { serveSamples } from './prometheus/serveSamples';
import type { ObjectiveRow } from '../../src/evaluation/results';

/** Not on a bucket's edge. */
const END_MS = Date.UTC(2026, 10, 29, 12, 56);
const START_MS = END_MS - 8 * DAY_MS;
const FAILURES = 100;
const never = new AbortController().signal;

/** A service whose failures all happen within one scrape. */
interface Burst {
  name: string;
  /** What its counter of errors showed before; null: the series is born with the failures. */
  stoodAt: number | null;
  scrapeEveryMs: number;
  /** Turn of its target within the scrape interval. */
  turnMs: number;
  /** The scrape that sees the failures is the first after this. */
  atMs: number;
  /** Further failures a minute after the burst. */
  thenAMinute: number;
  /** The server knows that its target was scraped. */
  hasUp: boolean;
}

const BORN_UNWATCHED: Burst = {
  ...{ name: 'unwatched', stoodAt: null, scrapeEveryMs: MINUTE_MS, turnMs: 7_000 },
  ...{ atMs: END_MS - 10 * HOUR_MS, thenAMinute: 0, hasUp: false },
};

/** Scraped on the full minute, so that samples lie on the edges of buckets; so does the scrape that sees the failures, or near it. */
function burstsAtEdges(): Burst[] {
  const edgeMs = END_MS - (END_MS % HOUR_MS) - 3 * HOUR_MS;
  return [-2, -1, 0, 17].flatMap((minutes) =>
    [0, 1000, null].map((stoodAt) => ({
      name: `edge${minutes + 2}-${stoodAt ?? 'born'}`,
      ...{ stoodAt, scrapeEveryMs: MINUTE_MS, turnMs: 0, thenAMinute: 0, hasUp: true },
      atMs: edgeMs + minutes * MINUTE_MS,
    }))
  );
}

/** As many bursts as cover every place in buckets of both widths. */
function bursts(): Burst[] {
  const random = randomFrom('bursts');
  const anywhere = Array.from({ length: 24 }, (_, i) => {
    const scrapeEveryMs = [30_000, MINUTE_MS, MINUTE_MS][i % 3];
    return {
      name: `burst${i}`,
      stoodAt: [0, 1000, null, 3][i % 4],
      scrapeEveryMs,
      turnMs: Math.floor(random() * scrapeEveryMs),
      atMs: END_MS - Math.floor((10 * MINUTE_MS + random() * (i % 2 === 0 ? 1.9 : 6.9) * DAY_MS) / 1000) * 1000,
      thenAMinute: i % 5 === 0 ? 2 : 0,
      hasUp: true,
    };
  });
  return [...anywhere, ...burstsAtEdges()];
}

function* scrapesOf({ name, stoodAt, scrapeEveryMs, turnMs, atMs, thenAMinute, hasUp }: Burst): Generator<Samples> {
  const target = { job: name, instance: `${name}-0:8080` };
  const timesMs: number[] = [];
  for (let timeMs = START_MS + turnMs; timeMs < END_MS; timeMs += scrapeEveryMs) {
    timesMs.push(timeMs);
  }
  const firstMs = timesMs.find((timeMs) => timeMs > atMs) ?? Infinity;
  const failed = (timeMs: number) =>
    timeMs < firstMs ? 0 : FAILURES + Math.floor((thenAMinute * (timeMs - firstMs)) / MINUTE_MS);
  const bad = stoodAt === null ? timesMs.filter((timeMs) => timeMs >= firstMs) : timesMs;
  if (hasUp) {
    yield { metric: 'up', labels: target, timesMs, values: timesMs.map(() => 1) };
  }
  yield {
    ...{ metric: 'requests_total', labels: { ...target, code: '200' }, timesMs },
    values: timesMs.map((timeMs) => 5000 + Math.floor(((timeMs - START_MS) * 60) / MINUTE_MS)),
  };
  yield {
    ...{ metric: 'requests_total', labels: { ...target, code: '500' }, timesMs: bad },
    values: bad.map((timeMs) => (stoodAt ?? 0) + failed(timeMs)),
  };
  yield {
    ...{ metric: 'failures_total', labels: target, timesMs: bad },
    values: bad.map((timeMs) => (stoodAt ?? 0) + failed(timeMs)),
  };
}

/** Bad events at the end, of those that the window holds. */
function failuresOf({ atMs, scrapeEveryMs, turnMs, thenAMinute }: Burst): number {
  const firstMs = START_MS + turnMs + Math.ceil((atMs + 1 - START_MS - turnMs) / scrapeEveryMs) * scrapeEveryMs;
  const steps = Math.floor((END_MS - 1 - START_MS - turnMs) / scrapeEveryMs);
  const seenUntilMs = START_MS + turnMs + steps * scrapeEveryMs;
  const lastBucketMs = Math.floor(END_MS / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  const lastMs = Math.min(
    seenUntilMs,
    START_MS + turnMs + Math.floor((lastBucketMs - START_MS - turnMs) / scrapeEveryMs) * scrapeEveryMs
  );
  return FAILURES + Math.floor((thenAMinute * (lastMs - firstMs)) / MINUTE_MS);
}

const INDICATORS: Record<string, (name: string) => string> = {
  'errors split by a label': (name) => `
        bad: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(requests_total{job="${name}",code=~"5.."}[{{.window}}]))' } } }
        total: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(requests_total{job="${name}"}[{{.window}}]))' } } }`,
  'successes split by a label': (name) => `
        good: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(requests_total{job="${name}",code!~"5.."}[{{.window}}]))' } } }
        total: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(requests_total{job="${name}"}[{{.window}}]))' } } }`,
  'errors counted by a metric of their own': (name) => `
        bad: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(failures_total{job="${name}"}[{{.window}}]))' } } }
        total: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(requests_total{job="${name}"}[{{.window}}]))' } } }`,
};

function catalogueOf(names: readonly string[], indicator: (name: string) => string, window: string): string {
  const service = 'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: shop }\nspec: {}\n';
  const slo = (name: string) => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{ duration: ${window}, isRolling: true }]
  objectives: [{ target: 0.99 }]
  indicator:
    metadata: { name: ${name} }
    spec:
      ratioMetric:
        counter: true${indicator(name)}
`;
  return [service, ...names.map(slo)].join('---\n');
}

describeWithPrometheus('bursts of failures', () => {
  let server: PrometheusServer;
  const all = [...bursts(), BORN_UNWATCHED];

  beforeAll(async () => {
    server = await serveSamples(all.flatMap((burst) => [...scrapesOf(burst)]));
  }, 300_000);

  afterAll(() => server?.stop());

  async function rowsOf(list: readonly Burst[], indicator: (name: string) => string, window: string) {
    const { objectives, problems } = parseCatalogue(
      catalogueOf(
        list.map(({ name }) => name),
        indicator,
        window
      )
    );
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const source = prometheusSource({ port: createNodePort({ bases: { prometheus: server.url } }) });
    const rows: ObjectiveRow[] = [];
    for (const objective of objectives) {
      rows.push(await evaluateObjective(objective, { Prometheus: source }, { atMs: END_MS, nowMs: END_MS }, never));
    }
    return new Map(rows.map((row) => [row.objective.id, row]));
  }

  const badOf = (row: ObjectiveRow | undefined) => (row?.kind === 'events' ? row.evaluation.bad : NaN);

  describe.each(Object.keys(INDICATORS))('%s', (shape) => {
    it.each([
      ['2d', 1.9],
      ['7d', 6.9],
    ])('are counted to the last one over %s, wherever they lie in their buckets', async (window, days) => {
      const inside = bursts().filter(({ atMs }) => END_MS - atMs <= days * DAY_MS);
      expect(inside.length).toBeGreaterThan(10);
      const rows = await rowsOf(inside, INDICATORS[shape], window);
      const counted = Object.fromEntries(inside.map(({ name }) => [name, badOf(rows.get(name))]));
      const truth = Object.fromEntries(inside.map((burst) => [burst.name, expect.closeTo(failuresOf(burst), 0.5)]));
      expect(counted).toEqual(truth);
    });
  });

  it('of a series born without a target that is known to have been watched are not counted, and that is said', async () => {
    const row = (await rowsOf([BORN_UNWATCHED], INDICATORS['errors split by a label'], '2d')).get('unwatched');
    expect(badOf(row)).toBeCloseTo(0);
    expect(row?.kind === 'events' && row.notices.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/first samples of new series are not counted.*no series "up".*Start such counters at 0/)
    );
  });
});
