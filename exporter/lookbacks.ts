import { DAY_MS } from '../src/budget/durations';
import type { Objective } from '../src/catalogue/objective';
import { alertPolicyOf } from '../src/evaluation/alertPolicy';

/** In which any bad event of a sparse objective raises a ticket. */
const SINGLE_EVENTS_MS = DAY_MS;

/**
 * Every lookback that an alert rule of the objective asks for, and its window where that is rolling; the shortest first,
 * none for items.
 */
export function lookbacksOf(objective: Objective): number[] {
  const { window } = objective;
  if (window.type === 'pointInTime') {
    return [];
  }
  const burnRates = alertPolicyOf(objective).rows.flatMap(({ longMs, shortMs }) => [longMs, shortMs ?? longMs]);
  const whole = window.type === 'rolling' ? [window.durationMs] : [];
  return [...new Set([...burnRates, SINGLE_EVENTS_MS, ...whole])].sort((a, b) => a - b);
}
