import { BAD_IN_A_ROW } from '../src/budget/alertConditions';
import { badEventsAbove } from '../src/budget/burnRatePolicy';
import { RELATIVE_TOLERANCE } from '../src/budget/tolerance';
import type { Objective } from '../src/catalogue/objective';
import { burnRateQueries } from './burnRateQuery';
import type { Condition } from './conditions';
import { lastExported } from './lastExported';
import { unlessMaintenance } from './maintenance';
import { MISSING_SHARE, missingDataQuery } from './missingDataQuery';
import { EXPORTED } from './metrics';
import { lookbackText, selector } from './promqlText';
import { badEventQuery, badInARowQuery } from './singleEventsQuery';

/** What a rule evaluates: every figure must be above the threshold for the alert to fire. */
export interface RuleQuery {
  /** PromQL; the first is the figure that the alert shows. */
  queries: [string] | [string, string];
  threshold: number;
}

/** How a condition of an objective is found out from Prometheus. Empty during planned maintenance. */
export function ruleQueryOf(objective: Objective, condition: Condition): RuleQuery {
  const { id, policy } = objective;
  const ofObjective = (metric: string, labels: Record<string, string> = {}) =>
    `max by (objective) (${lastExported(metric, { objective: id, ...labels })})`;
  const silent = (promql: string, tailMs?: number) => unlessMaintenance(promql, policy.exclusions, tailMs);
  switch (condition.kind) {
    case 'burnRate': {
      const { row } = condition;
      return { queries: burnRateQueries(objective, row), threshold: row.factor };
    }
    case 'badEvent':
      return { queries: [badEventQuery(objective)], threshold: badEventsAbove(1) };
    case 'badInARow':
      return { queries: [badInARowQuery(objective)], threshold: badEventsAbove(BAD_IN_A_ROW) };
    case 'budgetExhausted':
      return objective.target < 1
        ? // How often the budget was spent. To its last event is no breach, and a binary fraction may exceed 1.
          { queries: [silent(`1 - ${ofObjective(EXPORTED.remaining)}`)], threshold: 1 + RELATIVE_TOLERANCE }
        : { queries: [silent(ofObjective(EXPORTED.status, { status: 'breached' }))], threshold: 0 };
    case 'nothingRan': {
      const last = selector(EXPORTED.lastEvent, { objective: id });
      // The exporter forgets an event that has left the window; Prometheus still knows when it was.
      const remembered = `last_over_time(${last}[${lookbackText(condition.afterMs)}])`;
      return {
        queries: [silent(`time() - max by (objective) (${remembered})`, condition.afterMs)],
        threshold: condition.afterMs / 1000,
      };
    }
    case 'badItems': {
      const items = (state: string) => ofObjective(EXPORTED.items, { state });
      return { queries: [silent(`${items('bad')} - ${items('allowed')}`)], threshold: 0 };
    }
    case 'missingData':
      return { queries: [missingDataQuery(objective)], threshold: MISSING_SHARE };
  }
}
