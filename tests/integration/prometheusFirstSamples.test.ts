import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import type { Source } from '../../src/sources/contract';
import { prometheusSource } from '../../src/sources/prometheus/prometheusSource';
import { createNodePort } from '../../src/transport/nodePort';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { ratioObjective, type Sides } from './prometheus/objectives';
import type { Samples } from './prometheus/openMetrics';
import type { PrometheusServer } from './prometheus/prometheusServer';
import { serveSamples } from './prometheus/serveSamples';

const END_MS = Date.UTC(2026, 10, 29, 12, 55);
const START_MS = END_MS - 6 * DAY_MS;
/** Errors are seen from here on; it is on the edge of an hour. */
const BORN_MS = Date.UTC(2026, 10, 29, 9);
const never = new AbortController().signal;

interface Service {
  name: string;
  /** When its target exists. */
  sinceMs: number;
  /** Minutes from `BORN_MS` on in which the target is not scraped at all. */
  hole?: [number, number];
  /** Minutes from `BORN_MS` on in which the scrape fails: `up` is 0. */
  down?: [number, number];
  /** What the series of errors shows at its first sample, a minute after `BORN_MS`. */
  failures: number;
  /** Another pod of it, with as many errors of its own, ends with the scrape after `BORN_MS`. */
  ended?: number;
  /** Another series of errors of the same target, with as many of its own, ends with the scrape after `BORN_MS`. */
  endedPath?: number;
  /** Minutes from `BORN_MS` on to the first sample of errors; 1 where absent. */
  bornAfter?: number;
  /** Its series get another label with the first scrape after `BORN_MS`. */
  isRelabelled?: boolean;
}

const SERVICES: Record<string, Service> = {
  watched: { name: 'watched', sinceMs: START_MS, failures: 100 },
  // VictoriaMetrics counts so few by itself.
  few: { name: 'few', sinceMs: START_MS, failures: 3 },
  fewscaled: { name: 'fewscaled', sinceMs: START_MS, failures: 3, ended: 500 },
  fewmoved: { name: 'fewmoved', sinceMs: START_MS, failures: 3, endedPath: 500 },
  down: { name: 'down', sinceMs: START_MS, down: [-4, -2], failures: 100 },
  downlong: { name: 'downlong', sinceMs: START_MS, down: [-30, 0], failures: 3000 },
  hole: { name: 'hole', sinceMs: START_MS, hole: [-70, 1], failures: 100 },
  young: { name: 'young', sinceMs: BORN_MS - 30_000, failures: 100 },
  // A pod ends that holds more errors than those that are born, fewer, and a few only.
  scaled: { name: 'scaled', sinceMs: START_MS, failures: 100, ended: 500 },
  scaledlittle: { name: 'scaledlittle', sinceMs: START_MS, failures: 100, ended: 60 },
  scaledequal: { name: 'scaledequal', sinceMs: START_MS, failures: 100, ended: 100 },
  scaledless: { name: 'scaledless', sinceMs: START_MS, failures: 100, ended: 20 },
  // A series of the same target ends that held more, as many, or nothing.
  moved: { name: 'moved', sinceMs: START_MS, failures: 100, endedPath: 500 },
  renamed: { name: 'renamed', sinceMs: START_MS, failures: 100, endedPath: 100, bornAfter: 0 },
  emptied: { name: 'emptied', sinceMs: START_MS, failures: 100, endedPath: 0 },
  youngest: { name: 'youngest', sinceMs: BORN_MS, failures: 100, bornAfter: 40 },
  relabelled: { name: 'relabelled', sinceMs: START_MS, hole: [-12, 1], failures: 0, isRelabelled: true },
};

function samplesOf({
  name,
  sinceMs,
  hole,
  down,
  failures,
  isRelabelled,
  ended,
  endedPath,
  bornAfter = 1,
}: Service): Samples[] {
  const target = { job: name, instance: `${name}-0:8080` };
  const isIn = (range: [number, number] | undefined, timeMs: number) =>
    range !== undefined && timeMs >= BORN_MS + range[0] * MINUTE_MS && timeMs < BORN_MS + range[1] * MINUTE_MS;
  const timesMs: number[] = [];
  for (let timeMs = START_MS + 20_000; timeMs < END_MS; timeMs += MINUTE_MS) {
    if (timeMs >= sinceMs && !isIn(hole, timeMs)) {
      timesMs.push(timeMs);
    }
  }
  const scraped = timesMs.filter((timeMs) => !isIn(down, timeMs));
  const counter = (code: string, at: (timeMs: number) => number, has: (timeMs: number) => boolean): Samples[] =>
    (isRelabelled === true ? [false, true] : [undefined]).map((isAfter) => {
      const times = scraped.filter((timeMs) => has(timeMs) && (isAfter === undefined || timeMs > BORN_MS === isAfter));
      const labels = { ...target, code, ...(isAfter === true ? { env: 'prod' } : {}) };
      return { metric: 'requests_total', labels, timesMs: times, values: times.map(at) };
    });
  return [
    { metric: 'up', labels: target, timesMs, values: timesMs.map((timeMs) => (isIn(down, timeMs) ? 0 : 1)) },
    ...counter(
      '200',
      (timeMs) => 5000 + Math.floor(((timeMs - START_MS) * 60) / MINUTE_MS),
      () => true
    ),
    ...(failures === 0
      ? counter(
          '500',
          () => 700,
          () => true
        )
      : counter(
          '500',
          () => failures,
          (timeMs) => timeMs > BORN_MS + bornAfter * MINUTE_MS
        )),
    ...(ended === undefined ? [] : endedPod(name, ended)),
    ...(endedPath === undefined ? [] : [endedErrors({ ...target, path: '/old' }, endedPath)]),
  ];
}

function endedPod(name: string, errors: number): Samples[] {
  const target = { job: name, instance: `${name}-1:8080` };
  const ofErrors = endedErrors(target, errors);
  return [{ ...ofErrors, metric: 'up', labels: target, values: ofErrors.values.map(() => 1) }, ofErrors];
}

/** As many errors all the time, until a minute after `BORN_MS`. */
function endedErrors(labels: Record<string, string>, errors: number): Samples {
  const timesMs: number[] = [];
  for (let timeMs = START_MS + 20_000; timeMs < BORN_MS + MINUTE_MS; timeMs += MINUTE_MS) {
    timesMs.push(timeMs);
  }
  return {
    metric: 'requests_total',
    labels: { ...labels, code: '500' },
    timesMs,
    values: timesMs.map(() => errors),
  };
}

/** Errors of one target under a path that changes: every hour a series is born with 4, and the one of two hours before ends. */
function changingPaths(): Samples[] {
  const target = { job: 'paths', instance: 'paths-0:8080' };
  const timesMs: number[] = [];
  for (let timeMs = START_MS + 20_000; timeMs < END_MS; timeMs += MINUTE_MS) {
    timesMs.push(timeMs);
  }
  const samples: Samples[] = [
    { metric: 'up', labels: target, timesMs, values: timesMs.map(() => 1) },
    { metric: 'paths_total', labels: target, timesMs, values: timesMs.map((_, i) => 60 * i) },
  ];
  for (let bornMs = Math.ceil(START_MS / HOUR_MS) * HOUR_MS + 20 * MINUTE_MS; bornMs < END_MS; bornMs += HOUR_MS) {
    const times = timesMs.filter((timeMs) => timeMs > bornMs && timeMs < bornMs + 130 * MINUTE_MS);
    const labels = { ...target, path: `/${bornMs}` };
    samples.push({ metric: 'path_errors_total', labels, timesMs: times, values: times.map(() => 4) });
  }
  return samples;
}

const grown = (selector: string) => `sum(increase(${selector}[{{.window}}]))`;

const FORMS: Record<string, (job: string) => Sides> = {
  'errors that narrow the total': (job) => ({
    bad: grown(`requests_total{job="${job}",code=~"5.."}`),
    total: grown(`requests_total{job="${job}"}`),
  }),
  'successes that narrow the total': (job) => ({
    good: grown(`requests_total{job="${job}",code!~"5.."}`),
    total: grown(`requests_total{job="${job}"}`),
  }),
  'errors beside their total': (job) => ({
    bad: `sum by (code) (increase(requests_total{job="${job}",code="500"}[{{.window}}]))`,
    total: grown(`requests_total{job="${job}"}`),
  }),
  'successes beside their total': (job) => ({
    good: `sum by (code) (increase(requests_total{job="${job}",code="200"}[{{.window}}]))`,
    total: grown(`requests_total{job="${job}"}`),
  }),
};

function objectiveOf(form: string, job: string, window: string): Objective {
  return ratioObjective(FORMS[form](job), { name: job, window });
}

describeWithPrometheus('first samples of series', () => {
  let server: PrometheusServer;
  let source: Source;

  beforeAll(async () => {
    server = await serveSamples(Object.values(SERVICES).flatMap(samplesOf).concat(changingPaths()));
    source = prometheusSource({ port: createNodePort({ bases: { prometheus: server.url } }), clock: () => END_MS });
  }, 120_000);

  afterAll(() => server?.stop());

  function rowOf(form: string, { name }: Service, window: string) {
    return rowOfObjective(objectiveOf(form, name, window));
  }

  async function rowOfObjective(objective: Objective) {
    const moment = { atMs: END_MS, nowMs: END_MS };
    const row = await evaluateObjective(objective, { Prometheus: source }, moment, never);
    if (row.kind !== 'events') {
      throw new Error(row.kind === 'failed' ? row.error.message : 'no events');
    }
    return { bad: row.evaluation.bad, notices: row.notices.filter(({ text }) => text.includes('first samples')) };
  }

  it.each(['2d', '5d'])('count where series with as many errors end all the time, over %s', async (window) => {
    const sides = { bad: grown('path_errors_total'), total: grown('paths_total') };
    const { bad, notices } = await rowOfObjective(ratioObjective(sides, { name: 'paths', window }));
    expect(bad).toBeCloseTo(4 * 24 * Number.parseInt(window, 10), 0);
    expect(notices).toEqual([]);
  });

  describe.each(Object.keys(FORMS))('of %s', (form) => {
    it.each([
      ['watched', '2d'],
      ['watched', '5d'],
      ['few', '2d'],
      ['few', '5d'],
    ])('that were watched count: %s, over %s', async (name, window) => {
      const { bad, notices } = await rowOf(form, SERVICES[name], window);
      expect(bad).toBeCloseTo(SERVICES[name].failures, 0);
      expect(notices).toEqual([]);
    });

    it.each([
      ['scaled', '2d'],
      ['scaled', '5d'],
      ['scaledlittle', '2d'],
      ['scaledlittle', '5d'],
      ['scaledequal', '2d'],
      ['scaledequal', '5d'],
      ['scaledless', '2d'],
      ['scaledless', '5d'],
      ['fewscaled', '2d'],
      ['fewscaled', '5d'],
      ['fewmoved', '2d'],
      ['fewmoved', '5d'],
      ['moved', '2d'],
      ['moved', '5d'],
      ['emptied', '2d'],
      ['emptied', '5d'],
      ['youngest', '5d'],
      // In the hour after the one in which a scrape failed, the target was scraped without it.
      ['down', '5d'],
    ])('count beside a pod that ends, and of a pod that is young itself: %s, over %s', async (name, window) => {
      const { bad, notices } = await rowOf(form, SERVICES[name], window);
      expect(bad).toBeCloseTo(SERVICES[name].failures, 0);
      expect(notices).toEqual([]);
    });

    it.each([
      ['down', '2d'],
      ['hole', '2d'],
      ['hole', '5d'],
    ])(
      'whose target was not watched before (%s) do not count, and the row says how many, over %s',
      async (name, window) => {
        const { bad, notices } = await rowOf(form, SERVICES[name], window);
        expect(bad).toBeCloseTo(0, 0);
        expect(notices).toEqual([
          { severity: 'info', text: expect.stringMatching(/^100 bad events were the first samples.*are not counted/) },
        ]);
      }
    );

    it.each(['2d', '5d'])(
      'that may go on from others of their target do not count, and the row says so, over %s',
      async (window) => {
        const { bad, notices } = await rowOf(form, SERVICES.renamed, window);
        expect(bad).toBeCloseTo(0, 0);
        expect(notices).toEqual([
          {
            severity: 'info',
            text: expect.stringMatching(/^100 bad events .* may be the same counters under other labels$/),
          },
        ]);
      }
    );

    it('are a warning where they are a large part of the budget', async () => {
      const { bad, notices } = await rowOf(form, SERVICES.downlong, '2d');
      expect(bad).toBeCloseTo(0, 0);
      expect(notices).toEqual([
        { severity: 'warning', text: expect.stringMatching(/^3,000 bad events were the first samples/) },
      ]);
    });

    it.each(['young', 'relabelled'])(
      'of a target that is new, or whose series got another label, give no notice: %s',
      async (name) => {
        expect((await rowOf(form, SERVICES[name], '2d')).notices).toEqual([]);
      }
    );
  });
});
