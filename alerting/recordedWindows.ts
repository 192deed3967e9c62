import { BAD_EVENT_LOOKBACK_MS } from '../src/budget/alertConditions';
import { HOUR_MS } from '../src/budget/durations';
import { TRAFFIC_LOOKBACK_MS } from '../src/budget/measuredBudget';
import type { Measure, Objective, PrometheusSpec } from '../src/catalogue/objective';
import { alertPolicyOf } from '../src/evaluation/alertPolicy';
import { conditionsOf } from './conditions';

/**
 * The measure of an objective whose events Prometheus can count by itself, so that its burn rates do without the exporter;
 * undefined for all others: other sources, time slices, and unobserved time that counts as bad or good.
 */
export function countableMeasure({
  indicator,
  budgeting,
  policy,
  window,
}: Objective): Measure<PrometheusSpec> | undefined {
  return indicator.source === 'Prometheus' &&
    budgeting.method === 'Occurrences' &&
    policy.noData === 'unknown' &&
    window.type !== 'pointInTime'
    ? indicator.measure
    : undefined;
}

/** The lookback in which samples are held against those of the last day. */
export const SAMPLES_LOOKBACK_MS = HOUR_MS;

/**
 * Whether the share of its samples that arrived can be known: its total counts observed time, of which every hour holds as
 * much as any other.
 */
export function knowsItsSamples(objective: Objective): boolean {
  const measure = countableMeasure(objective);
  return objective.policy.timeBased && measure !== undefined && hasTotal(measure);
}

function hasTotal(measure: Measure<PrometheusSpec>): boolean {
  return measure.shape === 'goodTotal' || measure.shape === 'badTotal' || measure.shape === 'threshold';
}

/** The lookbacks over which an objective's terms are recorded, the shortest first. */
export function recordedWindowsMs(objective: Objective): number[] {
  if (countableMeasure(objective) === undefined) {
    return [];
  }
  const lookbacks = conditionsOf(objective).conditions.flatMap((condition) => {
    switch (condition.kind) {
      case 'burnRate':
        return [condition.row.longMs, ...(condition.row.shortMs === null ? [] : [condition.row.shortMs])];
      case 'badEvent':
      case 'badInARow':
        return [BAD_EVENT_LOOKBACK_MS, TRAFFIC_LOOKBACK_MS];
      case 'missingData':
        return knowsItsSamples(objective) ? [SAMPLES_LOOKBACK_MS] : [];
      default:
        return [];
    }
  });
  return [...new Set(lookbacks)].sort((a, b) => a - b);
}

/** Lookbacks in which a run of bad events shows: each at most 1.5 times the one before, as three even gaps are of two. */
const RUN_LOOKBACKS_MS = [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 9, 12, 18, 24, 36, 48, 72].map((hours) => hours * HOUR_MS);

/**
 * The further lookbacks over which an objective's terms are recorded, though seldom, the shortest first: those in which three bad
 * events in a row can occur by themselves while the budget is sparse. With fewer than two events in the budget, two gaps between events
 * last W·(1 - t) or longer on average.
 */
export function runLookbacksMs(objective: Objective): number[] {
  const { singleEvents } = alertPolicyOf(objective);
  if (countableMeasure(objective) === undefined || singleEvents === undefined) {
    return [];
  }
  const leastMs = singleEvents.windowMs * (1 - objective.target);
  const often = recordedWindowsMs(objective);
  return RUN_LOOKBACKS_MS.filter((lookbackMs) => lookbackMs >= leastMs && !often.includes(lookbackMs));
}
