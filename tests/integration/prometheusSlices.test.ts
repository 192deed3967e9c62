import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { toSlices, type Slicing } from '../../src/budget/slices';
import type { Objective } from '../../src/catalogue/objective';
import { parseCatalogue } from '../../src/catalogue/parseCatalogue';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import { prometheusSource } from '../../src/sources/prometheus/prometheusSource';
import { createNodePort } from '../../src/transport/nodePort';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { fixtureText } from './prometheus/objectives';
import type { Samples } from './prometheus/openMetrics';
import type { PrometheusServer } from './prometheus/prometheusServer';
import { randomFrom } from './prometheus/random';
import { serveSamples } from './prometheus/serveSamples';
import type { Source } from '../../src/sources/contract';

const END = Date.UTC(2026, 2, 1, 10);
const START = END - 3 * DAY_MS;
/** What is before was no growth to see. */
const FROM = START + HOUR_MS;
const MINUTES = (END - START) / MINUTE_MS;
const SLICE_TARGET = 0.9;
const never = new AbortController().signal;

/** What happens in a minute: requests come at its tenth second, the scrape at its thirtieth. */
interface Minute {
  good: number;
  bad: number;
  /** The process restarts before the requests, its counters at 0. */
  restarts: boolean;
  scraped: boolean;
}

/**
 * Stretches of traffic, of failing traffic and of none; holes in the scrapes of 1 to 90 minutes, in half of which the process
 * restarts; restarts beside them. What happens in a hole, and in the first minute after it, is of one kind. In the last hours
 * there is no hole: they show the scrape interval.
 */
function history(seed: string): Minute[] {
  const random = randomFrom(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const minutes: Minute[] = [];
  while (minutes.length < MINUTES) {
    const kind = random();
    const isHole = minutes.length > 90 && minutes.length < MINUTES - 8 * 60 && random() < 0.15;
    const length = 1 + upTo(isHole && random() < 0.2 ? 90 : 12);
    const restartsAt = random() < 0.5 ? upTo(length) : -1;
    for (let i = 0; i < length; i++) {
      const requests = kind < 0.25 ? 0 : 2 * (1 + upTo(20));
      const bad = kind > 0.6 ? requests / 2 : 0;
      minutes.push({ good: requests - bad, bad, restarts: i === restartsAt, scraped: !isHole || i === length - 1 });
    }
  }
  return withVisibleRestarts(minutes.slice(0, MINUTES));
}

/** VictoriaMetrics takes smaller drops of a counter for a replica that lags, not for a restart. */
const VISIBLE_DROP = 1 / 8;

/** Without the restarts that no drop of a counter shows, because it has come as far again by the next scrape. */
function withVisibleRestarts(minutes: readonly Minute[]): Minute[] {
  const counters = { good: 0, bad: 0 };
  let last = { ...counters };
  return minutes.map((minute, i) => {
    const next = minutes.findIndex(({ scraped }, at) => scraped && at >= i);
    const untilNext = minutes.slice(i, next + 1);
    const isVisible = (['good', 'bad'] as const).every(
      (kind) => last[kind] === 0 || untilNext.reduce((sum, one) => sum + one[kind], 0) < (1 - VISIBLE_DROP) * last[kind]
    );
    const restarts = minute.restarts && next >= 0 && isVisible;
    counters.good = (restarts ? 0 : counters.good) + minute.good;
    counters.bad = (restarts ? 0 : counters.bad) + minute.bad;
    last = minute.scraped ? { ...counters } : last;
    return { ...minute, restarts };
  });
}

function scrapesOf(application: string, minutes: readonly Minute[]): Samples[] {
  const series = (code: string, read: (minute: Minute) => number): Samples => {
    const samples: Samples = {
      metric: 'http_requests_total',
      labels: { application, pod: 'a', code },
      timesMs: [],
      values: [],
    };
    let counter = 0;
    minutes.forEach((minute, i) => {
      counter = (minute.restarts ? 0 : counter) + read(minute);
      if (minute.scraped) {
        samples.timesMs.push(START + i * MINUTE_MS + 30_000);
        samples.values.push(counter);
      }
    });
    return samples;
  };
  return [series('200', ({ good }) => good), series('500', ({ bad }) => bad)];
}

interface Slice {
  good: number;
  total: number;
}

/** What a slice may be found to be. */
function possibleSlices(minutes: readonly Minute[], first: number, length: number): Slice[] {
  const scraped = minutes.slice(first, first + length).filter((minute) => minute.scraped);
  // Growth shows between two scrapes a minute apart; after a hole it may or may not, and with it that of the hole.
  const seen = scraped.filter((minute) => minutes[minutes.indexOf(minute) - 1].scraped);
  const afterHoles = scraped.filter((minute) => !seen.includes(minute));
  const isCertain = afterHoles.every(({ good, bad }) => good + bad === 0);
  return (isCertain ? [seen] : [seen, scraped, ...afterHoles.map((one) => [one])]).flatMap(verdictsOf);
}

/** A burst at the edge of a bucket weighs up to a sixth more or less, which decides where the ratio is near the target. */
function verdictsOf(counted: readonly Minute[]): Slice[] {
  const good = counted.reduce((sum, minute) => sum + minute.good, 0);
  const total = counted.reduce((sum, minute) => sum + minute.good + minute.bad, 0);
  if (total === 0) {
    return [{ good: 0, total: 0 }];
  }
  const isNear = good < total && good / total > SLICE_TARGET - 0.1;
  return [...(good / total >= SLICE_TARGET || isNear ? [1] : []), ...(good < total ? [0] : [])].map((one) => ({
    good: one,
    total: 1,
  }));
}

function sliced(name: string, window: string): Objective {
  const text = fixtureText([name], []).replace('budgetingMethod: Occurrences', 'budgetingMethod: Timeslices');
  const target = `objectives: [{ target: 0.99, timeSliceTarget: ${SLICE_TARGET}, timeSliceWindow: ${window} }]`;
  const { objectives, problems } = parseCatalogue(text.replace('objectives: [{ target: 0.99 }]', target));
  expect(problems).toEqual([]);
  return objectives[0];
}

describeWithPrometheus('slices of time, from counters that restart and are scraped with holes', () => {
  const histories = new Map(['first', 'second', 'third'].map((name) => [name, history(name)]));
  let server: PrometheusServer;
  let source: Source;

  beforeAll(async () => {
    const samples = [...histories].flatMap(([name, minutes]) => scrapesOf(name, minutes));
    server = await serveSamples(samples);
    source = prometheusSource({ port: createNodePort({ bases: { prometheus: server.url } }) });
  }, 120_000);

  afterAll(() => server?.stop());

  describe.each([...histories.keys()])('the %s history', (name) => {
    const minutes = histories.get(name) ?? [];

    it.each([
      ['1m', MINUTE_MS],
      ['5m', 5 * MINUTE_MS],
      ['30m', 30 * MINUTE_MS],
    ])('holds no slice of %s that was not observed, and every other one as it was', async (window, sliceMs) => {
      const objective = sliced(name, window);
      const slicing: Slicing = { method: 'Timeslices', sliceMs, sliceTarget: SLICE_TARGET };
      const stepMs = Math.min(sliceMs, 5 * MINUTE_MS);
      const { counts } = await source.read('counts', { objective, stepMs, fromMs: FROM, toMs: END, nowMs: END }, never);
      const slices = toSlices(counts, slicing, sliceMs);
      const perSlice = sliceMs / MINUTE_MS;
      slices.total.forEach((total, i) => {
        const first = (FROM - START) / MINUTE_MS + i * perSlice;
        const at = new Date(FROM + i * sliceMs).toISOString();
        const possible = possibleSlices(minutes, first, perSlice).map((slice) => ({ at, ...slice }));
        expect(possible).toContainEqual({ at, good: slices.good[i], total });
      });
    });

    it('has as many slices in its row as were observed with requests', async () => {
      const objective = { ...sliced(name, '1m'), window: { type: 'rolling' as const, durationMs: 2 * DAY_MS } };
      const row = await evaluateObjective(objective, { Prometheus: source }, { atMs: END, nowMs: END }, never);
      const slices = [...minutes.keys()].slice(-2 * 24 * 60).map((first) => possibleSlices(minutes, first, 1));
      const sumOf = (choose: (...totals: number[]) => number) =>
        slices.reduce((sum, possible) => sum + choose(...possible.map((slice) => slice.total)), 0);
      const total = row.kind === 'events' ? row.evaluation.total : NaN;
      expect(total).toBeGreaterThanOrEqual(sumOf(Math.min));
      expect(total).toBeLessThanOrEqual(sumOf(Math.max));
    });
  });
});
