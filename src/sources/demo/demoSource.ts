import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { unobservedCounts } from '../../budget/eventCounts';
import type { Objective } from '../../catalogue/objective';
import type { CountsAnswer, CountsRequest, ItemsAnswer, ItemsRequest, Notice, Source } from '../contract';
import { noise, seedOf } from './noise';
import { itemsOf, scenarioOf, type Incident, type Scenario } from './scenarios';

/** Demo data begin this long before now, so that a 90-day range with a 30-day window is full. */
const HISTORY_MS = 125 * DAY_MS;

const DEMO_NOTICE: Notice = { severity: 'info', text: 'Demo data: invented by the plugin, no upstream was asked' };

/**
 * Counts without any upstream, for every objective whatever its indicator says: the same for everybody on the same day,
 * minute by minute, so that any bucket width adds up to the same sums.
 */
export class DemoSource implements Source {
  readonly type = 'Demo';

  async readCounts(request: CountsRequest, signal: AbortSignal): Promise<CountsAnswer> {
    signal.throwIfAborted();
    const { objective, stepMs, fromMs, toMs, nowMs } = request;
    const counts = unobservedCounts(fromMs, toMs, stepMs);
    counts.settledUntilMs = Math.min(toMs, floorTo(nowMs, stepMs));
    const minuteOf = minutesOf(objective, nowMs);
    const minutesPerBucket = stepMs / MINUTE_MS;
    for (let i = 0; i < counts.total.length; i++) {
      for (let m = 0; m < minutesPerBucket; m++) {
        const minute = minuteOf(fromMs + i * stepMs + m * MINUTE_MS);
        counts.total[i] += minute.total;
        counts.good[i] += minute.total - minute.bad;
        counts.coverage[i] += minute.observed ? 1 / minutesPerBucket : 0;
      }
      counts.coverage[i] = Math.min(1, counts.coverage[i]);
    }
    return { counts, notices: [DEMO_NOTICE], executed: [`# demo data for ${objective.id}`] };
  }

  async readItems({ objective, nowMs }: ItemsRequest, signal: AbortSignal): Promise<ItemsAnswer> {
    signal.throwIfAborted();
    const { total, bad, outForHours } = itemsOf(objective);
    return {
      items: {
        asOfMs: nowMs,
        good: total - bad.length,
        total,
        bad,
        outSinceMs: outForHours === undefined ? undefined : nowMs - outForHours * HOUR_MS,
      },
      notices: [DEMO_NOTICE],
      executed: [`# demo data for ${objective.id}`],
    };
  }
}

interface Minute {
  total: number;
  bad: number;
  observed: boolean;
}

const UNOBSERVED: Minute = { total: 0, bad: 0, observed: false };

function minutesOf(objective: Objective, nowMs: number): (minuteMs: number) => Minute {
  const scenario = scenarioOf(objective);
  const seed = seedOf(objective.id);
  const midnightMs = floorTo(nowMs, DAY_MS);
  const incidents = scenario.incidents.map((incident) => during(incident, midnightMs));
  return (minuteMs) => {
    const incident = incidents.find(({ fromMs, toMs }) => minuteMs >= fromMs && minuteMs < toMs);
    if (minuteMs < nowMs - HISTORY_MS || incident?.errorRatio === 'unobserved') {
      return UNOBSERVED;
    }
    const index = minuteMs / MINUTE_MS;
    const total = drawWhole(expectedInMinute(scenario, minuteMs), noise(seed, index));
    const bad = drawWhole(total * (incident?.errorRatio ?? scenario.errorRatio), noise(seed + 1, index));
    return { total, bad: Math.min(total, bad), observed: true };
  };
}

function during({ daysAgo, minutes, errorRatio }: Incident, midnightMs: number) {
  const fromMs = floorTo(midnightMs - daysAgo * DAY_MS, MINUTE_MS);
  return { fromMs, toMs: fromMs + minutes * MINUTE_MS, errorRatio };
}

/** Mean events of a minute: busiest at 15:00 UTC. */
function expectedInMinute({ eventsPerHour, daily }: Scenario, minuteMs: number): number {
  const hourOfDay = (minuteMs % DAY_MS) / HOUR_MS;
  return (eventsPerHour / 60) * (1 + daily * Math.cos(((hourOfDay - 15) / 24) * 2 * Math.PI));
}

/** A whole number whose mean is `expected`: rounded up as often as its fraction says. */
function drawWhole(expected: number, random: number): number {
  return Math.floor(expected + random);
}
