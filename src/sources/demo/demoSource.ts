import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { unobservedCounts, type EventCounts } from '../../budget/eventCounts';
import { excludedBuckets } from '../../budget/exclusions';
import { dagsterMeasure } from '../../catalogue/dagsterMeasure';
import type { Objective } from '../../catalogue/objective';
import type {
  AssetsAnswer,
  ContributorsAnswer,
  ContributorsRequest,
  CountsAnswer,
  CountsRequest,
  Items,
  ItemsAnswer,
  ItemsRequest,
  LineageAnswer,
  LineageRequest,
  Notice,
  OutcomesAnswer,
  PartitionsAnswer,
  Source,
  StateAnswer,
} from '../contract';
import { createSource, type ReadersOf } from '../createSource';
import { demoAssets } from './demoAssets';
import { demoContributors } from './demoContributors';
import { demoOutcomes } from './demoOutcomes';
import { demoPartitions, partitionItems } from './demoPartitions';
import { noise, seedOf } from './noise';
import { itemsOf, scenarioOf, type Incident, type Scenario } from './scenarios';

/** Demo data begin this long before now, so that a 90-day range with a 30-day window is full. */
const HISTORY_MS = 125 * DAY_MS;

const MINUTES_IN_DAY = DAY_MS / MINUTE_MS;

const DEMO_UPTIME_MS = 17 * DAY_MS + 5 * HOUR_MS;

const DEMO_NOTICE: Notice = { severity: 'info', text: 'Demo data: invented by the plugin, no upstream was queried' };

/**
 * Counts without any upstream, for every objective whatever its indicator says: the same for everyone on the same day,
 * minute by minute, so that any bucket width adds up to the same sums.
 */
export function demoSource(): Source {
  return createSource('Demo', new DemoReaders());
}

class DemoReaders implements ReadersOf<'Demo'> {
  async counts(request: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    signal.throwIfAborted();
    const { objective, stepMs, fromMs, toMs, nowMs } = request;
    const counts = unobservedCounts(fromMs, toMs, stepMs);
    counts.settledUntilMs = Math.min(toMs, floorTo(nowMs, stepMs));
    fill(counts, objective, nowMs);
    return { counts, notices: [DEMO_NOTICE], executed: [`# demo data for ${objective.id}`] };
  }

  async contributors(request: ContributorsRequest, signal: AbortSignal): Promise<ContributorsAnswer> {
    signal.throwIfAborted();
    const executed = [`# demo data for ${request.objective.id}`];
    return { ...contributorsOf(request), notices: [DEMO_NOTICE], executed };
  }

  async outcomes(request: CountsRequest, signal: AbortSignal): Promise<OutcomesAnswer> {
    signal.throwIfAborted();
    const { objective, stepMs, fromMs, toMs, nowMs } = request;
    const counts = unobservedCounts(fromMs, toMs, stepMs);
    fill(counts, objective, nowMs);
    const minutes = unobservedCounts(fromMs, toMs, MINUTE_MS);
    fill(minutes, objective, nowMs);
    const outcomes = demoOutcomes(minutes, stepMs / MINUTE_MS, seedOf(objective.id));
    const total = counts.total.map((total, bucket) => total + outcomes.userErrors[bucket]);
    const executed = [`# demo data for ${objective.id}`];
    return { counts: { ...counts, total }, outcomes, notices: [DEMO_NOTICE], executed };
  }

  async state({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<StateAnswer> {
    signal.throwIfAborted();
    const load = noise(seedOf(objective.id), floorTo(nowMs, MINUTE_MS) / MINUTE_MS);
    return {
      state: {
        state: 'active',
        version: '476',
        environment: 'demo',
        uptimeMs: DEMO_UPTIME_MS,
        activeNodes: 5,
        runningQueries: 2 + Math.floor(6 * load),
        queuedQueries: Math.max(0, Math.floor(12 * load) - 9),
      },
      notices: [DEMO_NOTICE],
      executed: [`# demo data for ${objective.id}`],
    };
  }

  async assets({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<AssetsAnswer> {
    signal.throwIfAborted();
    const isJudged = objective.window.type === 'pointInTime';
    const assets = isJudged ? demoAssets(objective, nowMs) : [];
    return { assets, notices: [DEMO_NOTICE], executed: [`# demo data for ${objective.id}`] };
  }

  async lineage(request: LineageRequest, signal: AbortSignal): Promise<LineageAnswer> {
    // What reads selections is a chunk of its own.
    const { demoLineage } = await import('./demoLineage');
    signal.throwIfAborted();
    const executed = [`# demo data for ${request.objective.id}`];
    const lineage = demoLineage(request, (objective) => contributorsOf({ ...request, objective }).contributors);
    return { ...lineage, notices: [DEMO_NOTICE], executed };
  }

  async partitions({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<PartitionsAnswer> {
    signal.throwIfAborted();
    const assets = dagsterMeasure(objective) === 'partitions' ? demoPartitions(objective, nowMs) : [];
    return { assets, notices: [DEMO_NOTICE], executed: [`# demo data for ${objective.id}`] };
  }

  async items({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<ItemsAnswer> {
    signal.throwIfAborted();
    return {
      items:
        dagsterMeasure(objective) === 'partitions'
          ? partitionItems(demoPartitions(objective, nowMs), nowMs)
          : assetItems(objective, nowMs),
      notices: [DEMO_NOTICE],
      executed: [`# demo data for ${objective.id}`],
    };
  }
}

function contributorsOf({ objective, fromMs, toMs, without = [], nowMs }: ContributorsRequest) {
  const counts = unobservedCounts(floorTo(fromMs, MINUTE_MS), floorTo(toMs, MINUTE_MS), MINUTE_MS);
  fill(counts, objective, nowMs);
  const leftOut = excludedBuckets(counts, without);
  const sum = (values: Float64Array) => values.reduce((before, value, i) => (leftOut[i] ? before : before + value), 0);
  const total = sum(counts.total);
  return demoContributors(objective, total - sum(counts.good), total, toMs);
}

function assetItems(objective: Objective, nowMs: number): Items {
  const { total, bad, outForHours } = itemsOf(objective);
  return {
    asOfMs: nowMs,
    good: total - bad.length,
    total,
    bad,
    outSinceMs: outForHours === undefined ? undefined : nowMs - outForHours * HOUR_MS,
  };
}

/** Adds up minute by minute, without an object a minute: a dashboard asks for millions of them. */
function fill({ startMs, stepMs, good, total, coverage }: EventCounts, objective: Objective, nowMs: number): void {
  const scenario = scenarioOf(objective);
  const seed = seedOf(objective.id);
  const midnightMs = floorTo(nowMs, DAY_MS);
  const incidents = scenario.incidents.map((incident) => during(incident, midnightMs));
  const expected = Float64Array.from({ length: MINUTES_IN_DAY }, (_, minute) => expectedInMinute(scenario, minute));
  const minutesPerBucket = stepMs / MINUTE_MS;
  for (let i = 0; i < total.length; i++) {
    const bucketMs = startMs + i * stepMs;
    const touching = incidents.filter(({ fromMs, toMs }) => toMs > bucketMs && fromMs < bucketMs + stepMs);
    let observed = 0;
    for (let m = 0; m < minutesPerBucket; m++) {
      const minuteMs = bucketMs + m * MINUTE_MS;
      const incident = touching.length === 0 ? undefined : touching.find((one) => isDuring(one, minuteMs));
      const errorRatio = incident?.errorRatio ?? scenario.errorRatio;
      if (minuteMs < nowMs - HISTORY_MS || errorRatio === 'unobserved') {
        continue;
      }
      const index = minuteMs / MINUTE_MS;
      const events = drawWhole(expected[index % MINUTES_IN_DAY], noise(seed, index));
      total[i] += events;
      good[i] += events - Math.min(events, drawWhole(events * errorRatio, noise(seed + 1, index)));
      observed++;
    }
    coverage[i] = observed / minutesPerBucket;
  }
}

interface TimedIncident {
  fromMs: number;
  toMs: number;
  errorRatio: Incident['errorRatio'];
}

function isDuring({ fromMs, toMs }: TimedIncident, atMs: number): boolean {
  return atMs >= fromMs && atMs < toMs;
}

function during({ daysAgo, minutes, errorRatio }: Incident, midnightMs: number): TimedIncident {
  const fromMs = floorTo(midnightMs - daysAgo * DAY_MS, MINUTE_MS);
  return { fromMs, toMs: fromMs + minutes * MINUTE_MS, errorRatio };
}

/** Mean events of a minute: busiest at 15:00 UTC. */
function expectedInMinute({ eventsPerHour, daily }: Scenario, minuteOfDay: number): number {
  const hourOfDay = minuteOfDay / 60;
  return (eventsPerHour / 60) * (1 + daily * Math.cos(((hourOfDay - 15) / 24) * 2 * Math.PI));
}

/** A whole number whose mean is `expected`: rounded up as often as its fraction says. */
function drawWhole(expected: number, random: number): number {
  return Math.floor(expected + random);
}
