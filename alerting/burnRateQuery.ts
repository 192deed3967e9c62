import type { BurnRateRow } from '../src/budget/burnRatePolicy';
import type { Measure, Objective, PrometheusSpec } from '../src/catalogue/objective';
import { LEAST_BUCKETS } from '../src/budget/coverage';
import { TIER_STEP_MS } from '../src/budget/tiers';
import { isOnePass, TERM_LABEL, type Term } from '../src/sources/prometheus/bucketQuery';
import { exported } from './exported';
import { exceptMaintenance, unlessMaintenance } from './maintenance';
import { EXPORTED, RECORDED } from './metrics';
import { lookbackText, numberText, selector } from './promqlText';
import { countableMeasure } from './recordedWindows';

/**
 * PromQL of an objective's burn rate over a row's lookbacks, the long one first: one series each with the label `objective`,
 * none without data. Sums of counts divided once, never an average of ratios.
 *
 * After planned maintenance the short lookback may hold some of it, for as long as it lasts: then the long one decides.
 */
export function burnRateQueries(objective: Objective, { longMs, shortMs }: BurnRateRow): [string] | [string, string] {
  const { exclusions } = objective.policy;
  const told = (lookbackMs: number) => burnRate(exportedErrorRatio(objective, lookbackMs), objective);
  const measure = countableMeasure(objective);
  if (measure === undefined) {
    const queries = [longMs, ...(shortMs === null || isTooShort(shortMs) ? [] : [shortMs])].map((lookbackMs) =>
      unlessMaintenance(told(lookbackMs), exclusions)
    );
    return queries.length > 1 ? [queries[0], queries[1]] : [queries[0]];
  }
  const recorded = (lookbackMs: number) => burnRate(recordedErrorRatio(objective, measure, lookbackMs), objective);
  const long = exceptMaintenance(recorded(longMs), told(longMs), exclusions, longMs);
  return shortMs === null ? [long] : [long, unlessMaintenance(recorded(shortMs), exclusions)];
}

/** The engine has no figure over a few minutes; the long lookback decides alone, as on the dashboards. */
function isTooShort(lookbackMs: number): boolean {
  return lookbackMs < LEAST_BUCKETS * TIER_STEP_MS.fiveMinutes;
}

function burnRate(errorRatio: string, { target }: Objective): string {
  return `(${errorRatio}) / ${numberText(1 - target)}`;
}

function exportedErrorRatio({ id }: Objective, lookbackMs: number): string {
  const events = (result: string) =>
    byObjective(exported(EXPORTED.windowEvents, { objective: id, result, window: lookbackText(lookbackMs) }));
  return `${events('bad')} / ${events('total')}`;
}

function recordedErrorRatio(objective: Objective, measure: Measure<PrometheusSpec>, lookbackMs: number): string {
  const term = (name: Term) => byObjective(recordedTerm(objective, name, lookbackMs));
  /** Without errors there are no series of errors, yet there is traffic. */
  const orZero = (name: Term, present: Term) => `(${term(name)} or 0 * ${term(present)})`;
  if (isOnePass(measure)) {
    return `${orZero('bad', 'good')} / (${orZero('bad', 'good')} + ${orZero('good', 'bad')})`;
  }
  switch (measure.shape) {
    case 'goodTotal':
    case 'threshold':
      return `1 - ${orZero('good', 'total')} / ${term('total')}`;
    case 'badTotal':
      return `${orZero('bad', 'total')} / ${term('total')}`;
    case 'raw':
      return measure.rawType === 'success' ? `1 - ${term('raw')}` : term('raw');
  }
}

/** The selector of one recorded term of an objective. */
export function recordedTerm({ id }: Objective, term: Term, lookbackMs: number): string {
  return selector(RECORDED, { objective: id, window: lookbackText(lookbackMs), [TERM_LABEL]: term });
}

function byObjective(series: string): string {
  return `sum by (objective) (${series})`;
}
