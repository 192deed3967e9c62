import type { AlertPolicy } from '../budget/alertConditions';
import { burnRatePolicy, type AlertSeverity } from '../budget/burnRatePolicy';
import { durationMs } from '../catalogue/durationShorthand';
import type { Objective } from '../catalogue/objective';

const NOTHING: AlertPolicy = { rows: [], refused: [] };

/**
 * The alerts of an objective on its events: no severity above the one that its catalogue allows, no short lookback for
 * Dagster, whose work comes in bursts, and nothing at all for items or for an objective that raises no alerts.
 */
export function alertPolicyOf(objective: Objective): AlertPolicy {
  const { severity } = objective.policy;
  return severity === 'none' ? NOTHING : policyAtMost(objective, severity);
}

/** What would page for an objective if its catalogue let everything page: what its status asks. */
export function urgentPolicyOf(objective: Objective): AlertPolicy {
  return policyAtMost(objective, 'page');
}

/** Whether an objective's indicator is a ratio from the start, without counts. Dagster and Trino answer counts in that shape. */
export function isRatioOnly({ indicator, budgeting }: Objective): boolean {
  return indicator.source === 'Prometheus' && indicator.measure.shape === 'raw' && budgeting.method === 'Occurrences';
}

function policyAtMost(objective: Objective, atMost: AlertSeverity): AlertPolicy {
  const { target, window, policy, indicator, budgeting } = objective;
  if (window.type === 'pointInTime') {
    return NOTHING;
  }
  const windowMs = window.type === 'rolling' ? window.durationMs : durationMs(window);
  const ratioOnly = isRatioOnly(objective);
  const rows = burnRatePolicy(target, windowMs, {
    atMost,
    ratioOnly,
    workInBursts: indicator.source === 'Dagster',
    minBadEvents: policy.minBadEvents,
    sliceMs: budgeting.method === 'Occurrences' ? undefined : budgeting.sliceMs,
  });
  return ratioOnly ? rows : { ...rows, singleEvents: { windowMs, inARow: atMost } };
}
