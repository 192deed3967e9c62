import { badEventsAbove, type BurnRateRow } from '../src/budget/burnRatePolicy';
import { LEAST_BUCKETS, LEAST_COVERAGE } from '../src/budget/coverage';
import { ceilTo, MINUTE_MS } from '../src/budget/durations';
import { TIER_STEP_MS } from '../src/budget/tiers';
import type { Measure, Objective, PrometheusSpec } from '../src/catalogue/objective';
import { durationText } from './durationText';
import { exportedEvents } from './lastExported';
import { exceptMaintenance, unlessMaintenance } from './maintenance';
import { numberText } from './promqlText';
import { RecordedEvents } from './recordedEvents';
import { countableMeasure } from './recordedWindows';
import { presence } from './singleEventsQuery';

/**
 * PromQL of an objective's burn rate over a row's lookbacks, the long one first: one series each with the label `objective`, none
 * without data. Sums of counts divided once, never an average of ratios. The first is empty, too, while fewer events of the long
 * lookback are bad than the row asks for. Where the short lookback has no samples, the second is the long one's.
 *
 * After planned maintenance the short lookback may hold some of it, for as long as it lasts: then the long one decides.
 */
export function burnRateQueries(objective: Objective, row: BurnRateRow): [string] | [string, string] {
  const { longMs, shortMs } = row;
  const { exclusions } = objective.policy;
  const exportedRate = (lookbackMs: number) => burnRate(exportedErrorRatio(objective, lookbackMs), objective);
  const guardedExported = guarded(exportedRate(longMs), exportedEvents(objective, 'bad', longMs), row);
  const measure = countableMeasure(objective);
  if (measure === undefined) {
    const long = unlessMaintenance(guardedExported, exclusions);
    return shortMs === null || isTooShort(shortMs)
      ? [long]
      : [long, unlessMaintenance(orElse(exportedRate(shortMs), exportedRate(longMs)), exclusions)];
  }
  const recorded = (lookbackMs: number) => new RecordedEvents(objective, measure, lookbackMs);
  const counted = (lookbackMs: number) => burnRate(recorded(lookbackMs).errorRatio, objective);
  const guardedCounted = guarded(counted(longMs), recorded(longMs).bad, row);
  const long = exceptMaintenance(whileObserved(guardedCounted, measure, longMs), guardedExported, exclusions, longMs);
  return shortMs === null ? [long] : [long, orElse(unlessMaintenance(counted(shortMs), exclusions), counted(longMs))];
}

/** Into how many steps a lookback is divided to see how much of it was observed. */
const OBSERVED_STEPS = 100;

/** As on the dashboards, a lookback of which hardly anything was observed has no figure: a service that is a few minutes old has none. */
function whileObserved(promql: string, measure: Measure<PrometheusSpec>, lookbackMs: number): string {
  if (measure.shape === 'raw') {
    return promql;
  }
  const stepMs = ceilTo(lookbackMs / OBSERVED_STEPS, MINUTE_MS);
  const observed = `count_over_time((${presence(measure)})[${durationText(lookbackMs)}:${durationText(stepMs)}])`;
  return `(${promql})\nand on () ${observed} >= ${numberText((LEAST_COVERAGE * lookbackMs) / stepMs)}`;
}

/** The engine has no figure over a few minutes; the long lookback decides alone, as on the dashboards. */
function isTooShort(lookbackMs: number): boolean {
  return lookbackMs < LEAST_BUCKETS * TIER_STEP_MS.fiveMinutes;
}

function burnRate(errorRatio: string, { target }: Objective): string {
  return `(${errorRatio}) / ${numberText(1 - target)}`;
}

function guarded(promql: string, badEvents: string, { leastBad }: BurnRateRow): string {
  return leastBad === null
    ? promql
    : `${promql}\nand on (objective) (${badEvents}) > ${numberText(badEventsAbove(leastBad))}`;
}

function orElse(promql: string, otherwise: string): string {
  return `(${promql})\nor on (objective) (${otherwise})`;
}

function exportedErrorRatio(objective: Objective, lookbackMs: number): string {
  return `${exportedEvents(objective, 'bad', lookbackMs)} / ${exportedEvents(objective, 'total', lookbackMs)}`;
}
