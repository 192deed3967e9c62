import { DAY_MS, HOUR_MS } from '../budget/durations';
import type { Evaluation } from '../budget/evaluate';
import { absent, known } from '../budget/figure';
import { judgeItems } from '../budget/pointInTime';
import type { Objective } from '../catalogue/objective';
import { objectiveOf } from '../evaluation/objective.testing';
import type { Instants, ObjectiveSeries, PendingRow, SeriesFigure } from '../evaluation/results';
import type { Items } from '../sources/contract';
import { SourceError } from '../sources/sourceError';

export const NOW_MS = Date.UTC(2026, 10, 22, 10, 35);

export const INSTANTS: Instants = {
  stepMs: HOUR_MS,
  timesMs: [NOW_MS - 2 * HOUR_MS, NOW_MS - HOUR_MS, NOW_MS],
};

/** 1,000 events in 30 d, 4 of them bad, at 99 %. */
export function evaluationOf(overrides: Partial<Evaluation> = {}): Evaluation {
  return {
    asOfMs: NOW_MS,
    windowStartMs: NOW_MS - 30 * DAY_MS,
    countedFromMs: NOW_MS - 30 * DAY_MS,
    bucketMs: HOUR_MS,
    good: 996,
    total: 1000,
    bad: 4,
    sli: known(0.996),
    sliSoFar: null,
    budgetEvents: known(10),
    budgetMinutes: absent('notTimeBased'),
    remaining: known(0.6),
    remainingWithoutExclusions: known(0.5),
    badEventsAllowed: known(6),
    burnRates: [
      { lookbackMs: HOUR_MS, value: 14.4 },
      { lookbackMs: 6 * HOUR_MS, value: 6 },
      { lookbackMs: 3 * DAY_MS, ...absent('tooLittleObserved') },
    ],
    exhaustion: { kind: 'in', ms: 2 * DAY_MS },
    compliance: { kind: 'in', ms: 0 },
    coverage: 0.95,
    excludedMs: 2 * HOUR_MS,
    status: { state: 'atRisk', provisional: false, oneFailureBreaches: false, why: '4 bad of 1,000, budget 10' },
    ...overrides,
  };
}

export function eventsRow(
  objective: Objective = objectiveOf(),
  overrides: Partial<Evaluation> = {}
): Extract<PendingRow, { kind: 'events' }> {
  return { kind: 'events', objective, evaluation: evaluationOf(overrides), notices: [], executed: ['up'] };
}

/** 96 of 100 items are good now. */
export function itemsRow(
  objective: Objective = pointInTimeObjective(),
  overrides: Partial<Items> = {}
): Extract<PendingRow, { kind: 'items' }> {
  const items: Items = { asOfMs: NOW_MS, good: 96, total: 100, bad: ['a', 'b', 'c', 'd'], ...overrides };
  return {
    kind: 'items',
    objective,
    items,
    judged: judgeItems(items, objective.target, items.belowTarget),
    notices: [],
    executed: [],
  };
}

export function failedRow(objective: Objective = objectiveOf({ id: 'failing' })): PendingRow {
  return { kind: 'failed', objective, error: failureOf(objective) };
}

export function failureOf(objective: Objective): SourceError {
  return new SourceError({
    kind: 'unreachable',
    objective,
    upstream: objective.indicator.source,
    found: 'there is no answer',
    remedy: 'Start it',
  });
}

export function pointInTimeObjective(overrides: Partial<Objective> = {}): Objective {
  return objectiveOf({ id: 'freshness', window: { type: 'pointInTime' }, ...overrides });
}

type WholeSeries = ObjectiveSeries<SeriesFigure>;

/** Three instants, the second of which has no figures. */
export function seriesOf(overrides: Partial<WholeSeries> = {}): WholeSeries {
  const three = (...values: number[]) => Float64Array.from(values);
  return {
    objective: objectiveOf(),
    state: 'done',
    sli: three(0.998, NaN, 0.996),
    remaining: three(0.8, NaN, -0.6),
    burnRates: [
      { lookbackMs: HOUR_MS, values: three(1, NaN, 14.4) },
      { lookbackMs: 3 * DAY_MS, values: three(0.5, 0.5, 0.5) },
    ],
    good: three(10, NaN, 9),
    bad: three(0, NaN, 1),
    notices: [],
    executed: ['up'],
    ...overrides,
  };
}

/** What a series is before its source has answered. */
export function loadingSeries(objective: Objective): WholeSeries {
  const nothing = () => new Float64Array(INSTANTS.timesMs.length).fill(NaN);
  const { burnRates } = seriesOf();
  return {
    ...seriesOf({ objective, state: 'loading', executed: [] }),
    sli: nothing(),
    remaining: nothing(),
    burnRates: burnRates.map(({ lookbackMs }) => ({ lookbackMs, values: nothing() })),
    good: nothing(),
    bad: nothing(),
  };
}
