import { budgetSeries, burnRateSeries } from '../budget/budgetSeries';
import { burnRateAt } from '../budget/burnRate';
import { DAY_MS } from '../budget/durations';
import { durationInWords } from '../budget/inWords';
import { badEvents } from '../budget/sli';
import { FINE_TIER_SPAN_MS } from '../budget/tiers';
import { sumsOver, type Timeline } from '../budget/timeline';
import { windowBoundsOf, type BudgetWindow } from '../budget/windowBounds';
import type { Objective } from '../catalogue/objective';
import type { Notice } from '../sources/contract';
import { rulesOf, sourceOf, type Sources } from './evaluateObjective';
import { readTimeline } from './readTimeline';
import type { Instants, ObjectiveSeries } from './results';
import { orFailed } from './orFailed';

/** What a chart shows of an objective. */
export interface SeriesRequest {
  instants: Instants;
  /** Lookbacks of the burn rates, in milliseconds. */
  lookbacksMs: readonly number[];
  nowMs: number;
}

/**
 * SLI, budget, burn rates and events of one objective at every instant. A value at an instant is the one that a status row
 * shows there, whatever other instants are asked for. A failure of its source is part of the answer; only an abort and a
 * defect of ours reject.
 */
export async function evaluateSeries(
  objective: Objective,
  sources: Sources,
  request: SeriesRequest,
  signal: AbortSignal
): Promise<ObjectiveSeries> {
  const { window } = objective;
  if (window.type === 'pointInTime') {
    return { ...emptySeries(objective, request), state: 'notOverTime' };
  }
  return orFailed(
    signal,
    async () => {
      return await readSeries(objective, window, sources, request, signal);
    },
    (error) => ({ ...emptySeries(objective, request), state: 'failed', error })
  );
}

/** A series whose every value is still to come. */
export function emptySeries(objective: Objective, { instants, lookbacksMs }: SeriesRequest): ObjectiveSeries {
  const nothing = () => new Float64Array(instants.timesMs.length).fill(NaN);
  return {
    objective,
    state: 'loading',
    sli: nothing(),
    remaining: nothing(),
    coverage: nothing(),
    burnRates: lookbacksMs.map((lookbackMs) => ({ lookbackMs, values: nothing() })),
    good: nothing(),
    bad: nothing(),
    notices: [],
    executed: [],
  };
}

async function readSeries(
  objective: Objective,
  window: BudgetWindow,
  sources: Sources,
  request: SeriesRequest,
  signal: AbortSignal
): Promise<ObjectiveSeries> {
  const { instants, lookbacksMs, nowMs } = request;
  const { timesMs } = instants;
  if (timesMs.length === 0) {
    return { ...emptySeries(objective, request), state: 'done' };
  }
  const [first, last] = [timesMs[0], timesMs[timesMs.length - 1]];
  const earliestMs = Math.min(windowBoundsOf(window)(first).startMs, first - Math.max(0, ...lookbacksMs));
  const { timeline, notices, executed } = await readTimeline(
    objective,
    sourceOf(objective, sources),
    { earliestMs, latestMs: last, nowMs },
    signal
  );
  return {
    objective,
    state: 'done',
    ...budgetSeries(timeline, rulesOf(objective, window), timesMs),
    burnRates: lookbacksMs.map((lookbackMs) => ({
      lookbackMs,
      values: burnRateSeries(timeline, objective.target, lookbackMs, timesMs),
    })),
    ...eventsOf(timeline, instants),
    notices: [...notices, ...tooShort(timeline, objective.target, lookbacksMs, first)],
    executed,
  };
}

/** Lookbacks that the hours before the five-minute tier cannot answer. */
function tooShort(timeline: Timeline, target: number, lookbacksMs: readonly number[], firstMs: number): Notice[] {
  const short = lookbacksMs.filter(
    (lookbackMs) => burnRateAt(timeline, target, lookbackMs, firstMs).reason === 'lookbackTooShort'
  );
  if (short.length === 0) {
    return [];
  }
  const names = short.map(durationInWords).join(', ');
  const days = FINE_TIER_SPAN_MS / DAY_MS;
  return [
    {
      severity: 'info',
      text: `The burn rate over ${names} exists for the last ${days} days only: older events are known by the hour`,
    },
  ];
}

/** Of whole buckets only: the last instant of a chart of figures may end none. */
function eventsOf(timeline: Timeline, { timesMs, stepMs }: Instants): Pick<ObjectiveSeries, 'good' | 'bad'> {
  const good = new Float64Array(timesMs.length).fill(NaN);
  const bad = new Float64Array(timesMs.length).fill(NaN);
  timesMs.forEach((atMs, i) => {
    if (atMs % stepMs !== 0) {
      return;
    }
    const sums = sumsOver(timeline, atMs - stepMs, atMs);
    if (sums.observedMs > 0) {
      good[i] = sums.good;
      bad[i] = badEvents(sums.good, sums.total);
    }
  });
  return { good, bad };
}
