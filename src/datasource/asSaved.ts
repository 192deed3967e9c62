import type { DataQueryRequest } from '@grafana/data';
import { DEFAULT_QUERY_TYPE } from '../queries';
import type { ErrorBudgetQuery } from '../queries/query';

/**
 * Queries as they were saved. Before Grafana runs a query that holds nothing besides its type, it completes it by what a new query
 * begins with; a saved query without a type would change its meaning by that. What the panel holds is found in its scene.
 * The type is written into the targets themselves, because a panel's link to Explore is made of them.
 */
export function asSaved({ targets, scopedVars }: DataQueryRequest<ErrorBudgetQuery>): ErrorBudgetQuery[] {
  const saved = savedQueries(scopedVars.__sceneObject?.value);
  for (const target of targets) {
    const found = saved.find(({ refId }) => refId === target.refId);
    if (found && !found.queryType) {
      target.queryType = DEFAULT_QUERY_TYPE;
    }
  }
  return targets;
}

/** The queries of the scene object that runs them, as far as it is one. */
function savedQueries(scene: unknown): Array<Partial<ErrorBudgetQuery>> {
  // Grafana wraps it, so that nothing serializes it.
  const runner = isObject(scene) ? scene.valueOf() : undefined;
  const state = isObject(runner) && 'state' in runner ? runner.state : undefined;
  const queries = isObject(state) && 'queries' in state ? state.queries : undefined;
  return Array.isArray(queries) ? queries.filter(isObject) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
