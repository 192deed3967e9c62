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
import type { Instants, ObjectiveSeries, SeriesFigure, SeriesFigures } from './results';
import { orFailed } from './orFailed';

/** What a chart shows of an objective. */
export interface SeriesRequest<Figure extends SeriesFigure> {
  instants: Instants;
  figures: readonly Figure[];
  /** Lookbacks of the burn rates, in milliseconds. */
  lookbacksMs: readonly number[];
  nowMs: number;
}

/**
 * The figures of one objective at every instant. A value at an instant is the one that a status row shows there, whatever other
 * instants are asked for. A failure of its source is part of the answer; only an abort and a defect of ours reject.
 */
export async function evaluateSeries<Figure extends SeriesFigure>(
  objective: Objective,
  sources: Sources,
  request: SeriesRequest<Figure>,
  signal: AbortSignal
): Promise<ObjectiveSeries<Figure>> {
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
export function emptySeries<Figure extends SeriesFigure>(
  objective: Objective,
  { instants, figures, lookbacksMs }: SeriesRequest<Figure>
): ObjectiveSeries<Figure> {
  const nothing = () => new Float64Array(instants.timesMs.length).fill(NaN);
  const all: SeriesFigures = {
    sli: nothing(),
    remaining: nothing(),
    burnRates: lookbacksMs.map((lookbackMs) => ({ lookbackMs, values: nothing() })),
    good: nothing(),
    bad: nothing(),
  };
  return { objective, state: 'loading', ...only(figures, all), notices: [], executed: [] };
}

async function readSeries<Figure extends SeriesFigure>(
  objective: Objective,
  window: BudgetWindow,
  sources: Sources,
  request: SeriesRequest<Figure>,
  signal: AbortSignal
): Promise<ObjectiveSeries<Figure>> {
  const { instants, figures, lookbacksMs, nowMs } = request;
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
  const asks = (...names: SeriesFigure[]) => figures.some((figure) => names.includes(figure));
  const all: Partial<SeriesFigures> = {
    ...(asks('sli', 'remaining') && budgetSeries(timeline, rulesOf(objective, window), timesMs)),
    burnRates: lookbacksMs.map((lookbackMs) => ({
      lookbackMs,
      values: burnRateSeries(timeline, objective.target, lookbackMs, timesMs),
    })),
    ...(asks('good', 'bad') && eventsOf(timeline, instants)),
  };
  return {
    objective,
    state: 'done',
    ...only(figures, all),
    notices: [...notices, ...tooShort(timeline, objective.target, lookbacksMs, first)],
    executed,
  };
}

function only<Figure extends SeriesFigure>(
  figures: readonly Figure[],
  all: Partial<SeriesFigures>
): Pick<SeriesFigures, Figure> {
  return Object.fromEntries(figures.map((figure) => [figure, all[figure]])) as Pick<SeriesFigures, Figure>;
}

/** How many decimals of a figure a chart gets: finer than a pixel and than what Grafana writes, and short on the wire. */
const DECIMALS: { [Figure in SeriesFigure]: number } = {
  // A hundredth of a percent of the budget at a target of 99.9999 %.
  sli: 10,
  remaining: 6,
  burnRates: 6,
  good: 3,
  bad: 3,
};

/** A series whose figures have as many decimals as a chart needs. */
export function roundSeries(series: ObjectiveSeries & Partial<SeriesFigures>): ObjectiveSeries {
  const { sli, remaining, burnRates, good, bad } = series;
  return {
    ...series,
    ...(sli && { sli: rounded(sli, DECIMALS.sli) }),
    ...(remaining && { remaining: rounded(remaining, DECIMALS.remaining) }),
    ...(burnRates && {
      burnRates: burnRates.map((one) => ({ ...one, values: rounded(one.values, DECIMALS.burnRates) })),
    }),
    ...(good && { good: rounded(good, DECIMALS.good) }),
    ...(bad && { bad: rounded(bad, DECIMALS.bad) }),
  };
}

/** Of the last decimal; what lies below it is an error of the arithmetic. */
const ROUNDING = 0.001;

/** Rounds down, so that no value reaches a target, or the end of a budget, that it misses. */
function rounded(values: Float64Array, decimals: number): Float64Array {
  const per = 10 ** decimals;
  // Adding 0 makes 0 of -0.
  return values.map((value) => Math.floor(value * per + ROUNDING) / per + 0);
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
function eventsOf(timeline: Timeline, { timesMs, stepMs }: Instants): Pick<SeriesFigures, 'good' | 'bad'> {
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
