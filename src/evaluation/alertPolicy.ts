import { burnRatePolicy, type BurnRatePolicy, type BurnRateRow } from '../budget/burnRatePolicy';
import { durationMs } from '../catalogue/durationShorthand';
import type { Objective } from '../catalogue/objective';

/**
 * The burn-rate alert rows of an objective: no severity above the one that its catalogue allows, no short lookback for
 * Dagster, whose work comes in bursts, and no row at all for items or for an objective that raises no alerts.
 */
export function alertPolicyOf({ target, window, policy, indicator }: Objective): BurnRatePolicy {
  if (window.type === 'pointInTime' || policy.severity === 'none') {
    return { rows: [], refused: [] };
  }
  const windowMs = window.type === 'rolling' ? window.durationMs : durationMs(window);
  const { rows, refused } = burnRatePolicy(target, windowMs, {
    expectedEvents: policy.expectedEvents,
    workInBursts: indicator.source === 'Dagster',
  });
  const allowed = <Row extends { severity: BurnRateRow['severity'] }>(row: Row): Row =>
    policy.severity === 'ticket' ? { ...row, severity: 'ticket' } : row;
  return { rows: rows.map(allowed), refused: refused.map(allowed) };
}
