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

/** What a rule evaluates: every figure must be on that side of the threshold for the alert to fire. */
export interface RuleQuery {
  /** PromQL; the first is the figure that the alert shows. */
  queries: [string] | [string, string];
  side: 'above' | 'below';
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
      return { queries: burnRateQueries(objective, row), side: 'above', threshold: row.factor };
    }
    case 'badEvent':
      return { queries: [badEventQuery(objective)], side: 'above', threshold: badEventsAbove(1) };
    case 'badInARow':
      return { queries: [badInARowQuery(objective)], side: 'above', threshold: badEventsAbove(BAD_IN_A_ROW) };
    case 'budgetExhausted':
      return objective.target < 1
        ? // A budget spent to its last event is no breach, and a binary fraction may fall short of 0.
          { queries: [silent(ofObjective(EXPORTED.remaining))], side: 'below', threshold: -RELATIVE_TOLERANCE }
        : { queries: [silent(ofObjective(EXPORTED.status, { status: 'breached' }))], side: 'above', threshold: 0 };
    case 'nothingRan': {
      const last = selector(EXPORTED.lastEvent, { objective: id });
      // The exporter forgets an event that has left the window; Prometheus still knows when it was.
      const remembered = `last_over_time(${last}[${lookbackText(condition.afterMs)}])`;
      return {
        queries: [silent(`time() - max by (objective) (${remembered})`, condition.afterMs)],
        side: 'above',
        threshold: condition.afterMs / 1000,
      };
    }
    case 'badItems': {
      const items = (state: string) => ofObjective(EXPORTED.items, { state });
      return { queries: [silent(`${items('bad')} - ${items('allowed')}`)], side: 'above', threshold: 0 };
    }
    case 'missingData':
      return { queries: [missingDataQuery(objective)], side: 'above', threshold: MISSING_SHARE };
  }
}
