import { BAD_EVENT_LOOKBACK_MS } from '../../src/budget/alertConditions';
import type { Objective } from '../../src/catalogue/objective';
import { alertPolicyOf } from '../../src/evaluation/alertPolicy';

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
  return [...new Set([...burnRates, BAD_EVENT_LOOKBACK_MS, ...whole])].sort((a, b) => a - b);
}
