import { setTimeout } from 'node:timers/promises';
import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../src/budget/durations';
import { budgetSeries } from '../src/budget/budgetSeries';
import type { Objective } from '../src/catalogue/objective';
import { readTimeline } from '../src/evaluation/readTimeline';
import { PrometheusSource } from '../src/sources/prometheus/prometheusSource';
import { createTransport } from '../src/transport/createTransport';
import { PROCESS_LIMITS } from '../src/transport/requestLimits';
import { createNodePort } from '../src/transport/nodePort';
import { prepareFixture, type Fixture } from '../tests/integration/prometheus/fixture';
import { fixtureCatalogue } from '../tests/integration/prometheus/objectives';
import { median, timed } from './median';
import { naiveBudgetChart, naiveBudgetNow } from './naive';

const SERVICES = ['s1', 's2', 's3', 's4', 's5'];
const TARGET = 0.99;
const WINDOW_MS = 30 * DAY_MS;
const ROUNDS = 7;
const REFRESHES = 8;
const PAUSE_MS = 200;
const never = new AbortController().signal;

export interface PrometheusBench {
  /** Milliseconds, medians of interleaved rounds. */
  naiveChartMs: number;
  /** The same naive query, one a service, with as many requests at a time as we send. */
  naiveChartByServiceMs: number;
  ourChartMs: number;
  /** A refresh five minutes after the load before it. */
  refreshMs: number;
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
    budgets: await compareBudgets(fixture, objectives),
  };
}

/** Nothing is measured while both sides still collect the garbage of what came before. */
async function measured(work: () => Promise<unknown>): Promise<number> {
  await setTimeout(PAUSE_MS);
  return timed(work);
}

function newSource(url: string, clock: () => number): PrometheusSource {
  const port = createTransport(createNodePort({ bases: { prometheus: url } }), { limits: PROCESS_LIMITS });
  return new PrometheusSource({ port, clock });
}

/** Everything from the requests to the points of the chart, at every hour of 30 days and now. */
async function drawChart(source: PrometheusSource, objectives: Objective[], nowMs: number) {
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
