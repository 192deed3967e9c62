import { DAY_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import type { Source } from '../../src/sources/contract';
import { prometheusSource } from '../../src/sources/prometheus/prometheusSource';
import { createNodePort } from '../../src/transport/nodePort';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { ratioObjective, type Sides } from './prometheus/objectives';
import type { Samples } from './prometheus/openMetrics';
import type { PrometheusServer } from './prometheus/prometheusServer';
import { randomFrom } from './prometheus/random';
import { serveSamples } from './prometheus/serveSamples';

/** On the edge of a bucket, so that the figure reaches to here. */
const END_MS = Date.UTC(2026, 10, 29, 12, 55);
const START_MS = END_MS - 5.5 * DAY_MS;
const never = new AbortController().signal;

/** A job with two targets, one scraped less often than the other. */
interface Job {
  name: string;
  intervalsMs: [number, number];
  /** Turn of both targets within their intervals; anywhere if absent. */
  turnMs?: number;
  /** Failures that go on all the time, a minute, beside the bursts. */
  steadyPerMinute: number;
}

const SECOND_MS = 1000;
const JOBS: Job[] = [
  { name: 'iv15x60', intervalsMs: [15 * SECOND_MS, MINUTE_MS], steadyPerMinute: 0 },
  { name: 'iv30x120', intervalsMs: [30 * SECOND_MS, 2 * MINUTE_MS], turnMs: 7 * SECOND_MS, steadyPerMinute: 0 },
  { name: 'iv30x120busy', intervalsMs: [30 * SECOND_MS, 2 * MINUTE_MS], steadyPerMinute: 2 },
  { name: 'iv60x240', intervalsMs: [MINUTE_MS, 4 * MINUTE_MS], steadyPerMinute: 0 },
];

const BURST = 30;
const PER_MINUTE = 120;
/** About one burst in two hours and target. */
const BURSTS_A_MINUTE = 0.008;

interface Target {
  timesMs: number[];
  good: number[];
  bad: number[];
}

const TARGETS = new Map(JOBS.map((job) => [job, targetsOf(job)]));

function targetsOf({ name, intervalsMs, turnMs: atMs, steadyPerMinute }: Job): Target[] {
  const random = randomFrom(name);
  return intervalsMs.map((everyMs) => {
    const turnMs = atMs ?? Math.floor(random() * everyMs);
    const count = Math.ceil((END_MS - START_MS) / everyMs);
    const timesMs = Array.from({ length: count }, (_, i) => START_MS + turnMs + i * everyMs);
    const minutes = timesMs.map((timeMs) => (timeMs - START_MS) / MINUTE_MS);
    let bursts = 0;
    const bad = minutes.map((minute) => {
      bursts += random() < (BURSTS_A_MINUTE * everyMs) / MINUTE_MS ? BURST : 0;
      return bursts + Math.floor(minute * steadyPerMinute);
    });
    return { timesMs, good: minutes.map((minute) => Math.floor(minute * PER_MINUTE)), bad };
  });
}

function samplesOf(job: Job): Samples[] {
  return (TARGETS.get(job) ?? []).flatMap(({ timesMs, good, bad }, i) => {
    const target = { job: job.name, instance: `${job.name}-${i}:8080` };
    const total = good.map((value, index) => value + bad[index]);
    return [
      { metric: 'up', labels: target, timesMs, values: timesMs.map(() => 1) },
      { metric: 'requests_total', labels: { ...target, code: '200' }, timesMs, values: good },
      { metric: 'requests_total', labels: { ...target, code: '500' }, timesMs, values: bad },
      { metric: 'all_total', labels: target, timesMs, values: total },
      { metric: 'ok_total', labels: target, timesMs, values: good },
      { metric: 'failed_total', labels: target, timesMs, values: bad },
    ];
  });
}

/** Events that the counters showed in a stretch. */
function truthOf(job: Job, fromMs: number, toMs: number) {
  const grown = ({ timesMs }: Target, values: number[]) => {
    const at = (atMs: number) => values[timesMs.findIndex((timeMs) => timeMs > atMs) - 1] ?? values.at(-1) ?? NaN;
    return at(toMs) - at(fromMs);
  };
  return (TARGETS.get(job) ?? []).reduce(
    (sum, target) => ({ good: sum.good + grown(target, target.good), bad: sum.bad + grown(target, target.bad) }),
    { good: 0, bad: 0 }
  );
}

const grown = (selector: string) => `sum(increase(${selector}[{{.window}}]))`;

const FORMS: Record<string, (job: string) => Sides> = {
  'good events that narrow the total': (job) => ({
    good: grown(`requests_total{job="${job}",code!~"5.."}`),
    total: grown(`requests_total{job="${job}"}`),
  }),
  'good events beside a total by label': (job) => ({
    good: grown(`requests_total{job="${job}",code="200"}`),
    total: `sum by (code) (increase(requests_total{job="${job}"}[{{.window}}]))`,
  }),
  'bad events beside a total by label': (job) => ({
    bad: grown(`requests_total{job="${job}",code="500"}`),
    total: `sum by (code) (increase(requests_total{job="${job}"}[{{.window}}]))`,
  }),
  'good events of a counter of their own': (job) => ({
    good: grown(`ok_total{job="${job}"}`),
    total: grown(`all_total{job="${job}"}`),
  }),
  'bad events of a counter of their own': (job) => ({
    bad: grown(`failed_total{job="${job}"}`),
    total: grown(`all_total{job="${job}"}`),
  }),
  'a total of two counters': (job) => ({
    bad: grown(`failed_total{job="${job}"}`),
    total: `${grown(`ok_total{job="${job}"}`)} + ${grown(`failed_total{job="${job}"}`)}`,
  }),
  'good events as a difference': (job) => ({
    good: `${grown(`all_total{job="${job}"}`)} - ${grown(`failed_total{job="${job}"}`)}`,
    total: grown(`all_total{job="${job}"}`),
  }),
};

function objectiveOf(form: string, job: string, window: string): Objective {
  return ratioObjective(FORMS[form](job), { name: 'mixed', window });
}

describeWithPrometheus('targets of one job that are scraped in different intervals', () => {
  let server: PrometheusServer;
  let source: Source;

  beforeAll(async () => {
    server = await serveSamples(JOBS.flatMap(samplesOf));
    source = prometheusSource({ port: createNodePort({ bases: { prometheus: server.url } }), clock: () => END_MS });
  }, 120_000);

  afterAll(() => server?.stop());

  describe.each(Object.keys(FORMS))('%s', (form) => {
    it.each(JOBS)('are counted to the last burst over two days: $name', async (job) => {
      const moment = { atMs: END_MS, nowMs: END_MS };
      const row = await evaluateObjective(objectiveOf(form, job.name, '2d'), { Prometheus: source }, moment, never);
      const figure = row.kind === 'events' ? row.evaluation : { good: NaN, bad: NaN, countedFromMs: 0, asOfMs: 0 };
      const truth = truthOf(job, figure.countedFromMs, figure.asOfMs);
      expect(figure.bad).toBeCloseTo(truth.bad, 0);
      expect(figure.good).toBeCloseTo(truth.good, 0);
    });

    it.each(JOBS)('are counted in their five minutes: $name', async (job) => {
      const stepMs = 5 * MINUTE_MS;
      const objective = objectiveOf(form, job.name, '2d');
      const range = { fromMs: END_MS - DAY_MS, toMs: END_MS, stepMs, nowMs: END_MS };
      const { counts } = await source.read('counts', { objective, ...range }, never);
      const bad = [...counts.total].map((total, i) => total - counts.good[i]);
      const truth = bad.map((_, i) => truthOf(job, range.fromMs + i * stepMs, range.fromMs + (i + 1) * stepMs).bad);
      const off = bad.map((value, i) => Math.abs(value - truth[i]));
      expect(Math.max(...off)).toBeLessThan(0.5);
    });
  });

  it('are counted to the last burst in hours as well, where bad events have a counter of their own', async () => {
    for (const job of JOBS) {
      const objective = objectiveOf('bad events of a counter of their own', job.name, '5d');
      const moment = { atMs: END_MS, nowMs: END_MS };
      const row = await evaluateObjective(objective, { Prometheus: source }, moment, never);
      const figure = row.kind === 'events' ? row.evaluation : { bad: NaN, countedFromMs: 0, asOfMs: 0 };
      expect(figure.bad).toBeCloseTo(truthOf(job, figure.countedFromMs, figure.asOfMs).bad, 0);
    }
  });
});
