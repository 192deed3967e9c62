import type { AlertSeverity, BurnRateRow, RefusedRow } from '../src/budget/burnRatePolicy';
import type { Objective } from '../src/catalogue/objective';
import { alertPolicyOf } from '../src/evaluation/alertPolicy';

/** One thing that an objective raises an alert for. */
export type Condition = { severity: AlertSeverity } & (
  | { kind: 'burnRate'; row: BurnRateRow }
  /** A bad event within the last 24 h, while the budget holds few events. */
  | { kind: 'badEvent' }
  /** The last three events were all bad, likewise. */
  | { kind: 'badInARow' }
  /** The remedial sprint begins. */
  | { kind: 'budgetExhausted' }
  | { kind: 'nothingRan'; afterMs: number }
  | { kind: 'badItems' }
  | { kind: 'missingData' }
);

export type ConditionOf<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

export interface ObjectiveConditions {
  conditions: Condition[];
  /** Burn-rate rows that were left out, with the arithmetic. */
  refused: RefusedRow[];
}

/**
 * What an objective raises alerts for (docs/alerting.md): its burn-rate rows, single events, which act while too few happen for
 * burn rates, and whatever else its catalogue lets it be judged by. Nothing where its severity is none.
 */
export function conditionsOf(objective: Objective): ObjectiveConditions {
  const { policy, window } = objective;
  if (policy.severity === 'none') {
    return { conditions: [], refused: [] };
  }
  const { severity } = policy;
  if (window.type === 'pointInTime') {
    return { conditions: [{ kind: 'badItems', severity }, MISSING_DATA], refused: [] };
  }
  const { rows, refused, singleEvents } = alertPolicyOf(objective);
  const conditions: Condition[] = distinct(rows).map((row) => ({ kind: 'burnRate', severity: row.severity, row }));
  if (singleEvents) {
    conditions.push({ kind: 'badEvent', severity: 'ticket' }, { kind: 'badInARow', severity: singleEvents.inARow });
  }
  conditions.push({ kind: 'budgetExhausted', severity: 'ticket' });
  if (policy.expectedEveryMs !== undefined) {
    conditions.push({ kind: 'nothingRan', severity: 'ticket', afterMs: 2 * policy.expectedEveryMs });
  }
  return { conditions: [...conditions, MISSING_DATA], refused };
}

/** Not to see a service is no outage of it. */
const MISSING_DATA: Condition = { kind: 'missingData', severity: 'ticket' };

/** Loose targets over long windows can move two rows to the same lookback and factor. */
function distinct(rows: BurnRateRow[]): BurnRateRow[] {
  const same = (a: BurnRateRow, b: BurnRateRow) =>
    a.severity === b.severity && a.longMs === b.longMs && a.factor === b.factor;
  return rows.filter((row, index) => rows.findIndex((other) => same(row, other)) === index);
}
