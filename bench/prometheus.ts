import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../src/budget/durations';
import { budgetSeries } from '../src/budget/budgetSeries';
import type { Objective } from '../src/catalogue/objective';
import { readTimeline } from '../src/evaluation/readTimeline';
import { bucketQuery } from '../src/sources/prometheus/bucketQuery';
import { levelsOf, levelTerms } from '../src/sources/prometheus/levels';
import { cutRange } from '../src/sources/prometheus/pieces';
import { prometheusSource } from '../src/sources/prometheus/prometheusSource';
import { QueryApi } from '../src/sources/prometheus/queryApi';
import { createTransport } from '../src/transport/createTransport';
import { PROCESS_LIMITS } from '../src/transport/requestLimits';
import { createNodePort } from '../src/transport/nodePort';
import type { HttpPort } from '../src/transport/port';
import { prepareFixture, type Fixture } from '../tests/integration/prometheus/fixture';
import { fixtureCatalogue } from '../tests/integration/prometheus/objectives';
import { median, timed } from './median';
import { naiveBudgetChart, naiveBudgetNow } from './naive';
import type { Source } from '../src/sources/contract';

const SERVICES = ['s1', 's2', 's3', 's4', 's5'];
const TARGET = 0.99;
const WINDOW_MS = 30 * DAY_MS;
const ROUNDS = 7;
const REFRESHES = 8;
const PAUSE_MS = 200;
const never = new AbortController().signal;
// Every request of a load listens to it.
setMaxListeners(0, never);

export interface PrometheusBench {
  /** Milliseconds, medians of interleaved rounds. */
  naiveChartMs: number;
  /** The same naive query, one per service, with as many requests at a time as we send. */
  naiveChartByServiceMs: number;
  ourChartMs: number;
  /** A refresh five minutes after the load before it. */
  refreshMs: number;
  /** The queries of both tiers alone: as they were before levels were read, as they are, and those for first samples. */
  queries: { withoutLevelsMs: number; ms: number; firstSamplesMs: number; firstSamples: number };
  budgets: BudgetComparison[];
}

/** Remaining budget at the end, in percent. */
export interface BudgetComparison {
  service: string;
  truth: number;
  naive: number;
  ours: number;
}

/** Our 30-day rolling chart of five services against the query that people write by hand, on one real Prometheus. */
export async function benchPrometheus(): Promise<PrometheusBench> {
  const fixture = await prepareFixture({ scale: 'bench' });
  try {
    return await measure(fixture);
  } finally {
    await fixture.stop();
  }
}

async function measure(fixture: Fixture): Promise<PrometheusBench> {
  const { url, endMs } = fixture;
  const objectives = fixtureCatalogue(SERVICES, []);
  const chart = { toMs: floorTo(endMs, HOUR_MS), fromMs: floorTo(endMs, HOUR_MS) - WINDOW_MS, stepMs: HOUR_MS };
  const naive = { window: '30d', target: TARGET, ...chart };
  const times = {
    naive: [] as number[],
    naiveByService: [] as number[],
    ours: [] as number[],
    refresh: [] as number[],
  };
  // The first round warms caches and is thrown away.
  for (let round = 0; round <= ROUNDS; round++) {
    const naiveMs = await measured(() => naiveBudgetChart(url, { services: SERVICES, ...naive }));
    const naiveByServiceMs = await measured(() =>
      Promise.all(SERVICES.map((service) => naiveBudgetChart(url, { services: [service], ...naive })))
    );
    let now = endMs - REFRESHES * 5 * MINUTE_MS;
    const source = newSource(url, () => now);
    const oursMs = await measured(() => drawChart(source, objectives, now));
    const refreshesMs: number[] = [];
    for (let refresh = 0; refresh < REFRESHES; refresh++) {
      now += 5 * MINUTE_MS;
      refreshesMs.push(await measured(() => drawChart(source, objectives, now)));
    }
    if (round > 0) {
      times.naive.push(naiveMs);
      times.naiveByService.push(naiveByServiceMs);
      times.ours.push(oursMs);
      times.refresh.push(...refreshesMs);
    }
  }
  return {
    naiveChartMs: median(times.naive),
    naiveChartByServiceMs: median(times.naiveByService),
    ourChartMs: median(times.ours),
    refreshMs: median(times.refresh),
    queries: await measureQueries(fixture, objectives),
    budgets: await compareBudgets(fixture, objectives),
  };
}

/** What exact counts cost the server: the queries of a first load, one after the other, and what it asks where series appeared. */
async function measureQueries({ url, endMs }: Fixture, objectives: Objective[]): Promise<PrometheusBench['queries']> {
  const api = new QueryApi({ port: createNodePort({ bases: { prometheus: url } }) });
  const toMs = floorTo(endMs, HOUR_MS);
  const tiers = [
    { stepMs: HOUR_MS, fromMs: toMs - 2 * WINDOW_MS, toMs },
    { stepMs: 5 * MINUTE_MS, fromMs: toMs - 4 * DAY_MS, toMs: floorTo(endMs, 5 * MINUTE_MS) },
  ];
  const asked = objectives.flatMap(({ indicator }) =>
    tiers.map((range) => {
      if (indicator.source !== 'Prometheus') {
        throw new TypeError('The fixture has objectives of Prometheus only');
      }
      const query = (levels: string[]) =>
        bucketQuery(indicator.measure, range.stepMs, { overlapMs: MINUTE_MS }, levels);
      return { range, before: query([]), now: query(levelTerms(levelsOf(indicator.measure, range.stepMs))) };
    })
  );
  const ask = async (choose: (one: (typeof asked)[number]) => string) => {
    for (const one of asked) {
      for (const piece of cutRange(one.range.fromMs, one.range.toMs, one.range.stepMs)) {
        await api.queryBuckets(choose(one), piece, one.range.stepMs, never);
      }
    }
  };
  const firstSamples = await firstSamplesAsked(url, endMs, objectives);
  const times = { before: [] as number[], now: [] as number[], first: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++) {
    const before = await measured(() => ask((one) => one.before));
    const now = await measured(() => ask((one) => one.now));
    const first = await measured(async () => {
      for (const { body } of firstSamples) {
        await fetch(`${url}/api/v1/query_range`, { method: 'POST', body: new URLSearchParams(body) });
      }
    });
    if (round > 0) {
      times.before.push(before);
      times.now.push(now);
      times.first.push(first);
    }
  }
  return {
    withoutLevelsMs: median(times.before),
    ms: median(times.now),
    firstSamplesMs: median(times.first),
    firstSamples: firstSamples.length,
  };
}

/** The requests of a first load that ask for first samples. */
async function firstSamplesAsked(
  url: string,
  endMs: number,
  objectives: Objective[]
): Promise<Array<{ body: string }>> {
  const bodies: Array<{ body: string }> = [];
  const port = createNodePort({ bases: { prometheus: url } });
  const listening: HttpPort = {
    send(request, signal) {
      if (request.body?.includes('came')) {
        bodies.push({ body: request.body });
      }
      return port.send(request, signal);
    },
  };
  await drawChart(prometheusSource({ port: listening, clock: () => endMs }), objectives, endMs);
  return bodies;
}

/** Nothing is measured while both sides still collect the garbage of what came before. */
async function measured(work: () => Promise<unknown>): Promise<number> {
  await setTimeout(PAUSE_MS);
  return timed(work);
}

function newSource(url: string, clock: () => number): Source {
  const port = createTransport(createNodePort({ bases: { prometheus: url } }), { limits: PROCESS_LIMITS });
  return prometheusSource({ port, clock });
}

/** Everything from the requests to the points of the chart, at every hour of 30 days and now. */
async function drawChart(source: Source, objectives: Objective[], nowMs: number) {
  const toMs = floorTo(nowMs, HOUR_MS);
  const instants = Float64Array.from({ length: 721 }, (_, i) => toMs - WINDOW_MS + i * HOUR_MS);
  return Promise.all(
    objectives.map(async (objective) => {
      const range = { earliestMs: toMs - 2 * WINDOW_MS, latestMs: nowMs, nowMs };
      const { timeline } = await readTimeline(objective, source, range, never);
      const rules = { target: TARGET, window: { type: 'rolling' as const, durationMs: WINDOW_MS }, timeBased: false };
      return {
        chart: budgetSeries(timeline, rules, instants),
        now: budgetSeries(timeline, rules, [nowMs]).remaining[0],
      };
    })
  );
}

async function compareBudgets({ url, endMs, truth }: Fixture, objectives: Objective[]): Promise<BudgetComparison[]> {
  const { budgets } = await naiveBudgetNow(url, { services: SERVICES, window: '30d', target: TARGET, timeMs: endMs });
  const ours = await drawChart(
    newSource(url, () => endMs),
    objectives,
    endMs
  );
  return SERVICES.map((service, i) => ({
    service,
    truth: 100 * truth.budget(service, ceilTo(endMs - WINDOW_MS, HOUR_MS), endMs, TARGET),
    naive: 100 * (budgets.get(service)?.remaining[0] ?? NaN),
    ours: 100 * ours[i].now,
  }));
}
