import type { Objective } from '../catalogue/objective';
import type { Catalogue } from '../catalogue/parseCatalogue';
import { selectObjectives } from '../evaluation/selection';
import { inTimeZone } from '../queries/timeZone';
import { QUERIES, queryTypeOf, type QueryType } from '../queries';
import type { QueryRun } from '../queries/defineQuery';
import { expandIds, type ReplaceVariables } from '../queries/expandIds';
import type { ErrorBudgetQuery, QueryOptions } from '../queries/query';
import { overWindow, readDuration } from '../queries/windowOverride';
import type { Emit } from './packets';

/** Everything that one run of a query depends on. Instants in epoch milliseconds. */
export interface RunContext extends Omit<QueryRun, 'options' | 'objectives'> {
  catalogue: Catalogue;
  replace: ReplaceVariables;
  /** Of the dashboard, for instants in texts: an IANA name, `utc` or `browser`. */
  timeZone?: string;
}

/**
 * Runs one query and hands over its whole frames whenever more is known. Rejects when nothing can be shown: an unknown type,
 * unknown ids, an empty selection, a duration that is none.
 */
export async function runTarget(
  query: ErrorBudgetQuery,
  { replace, timeZone, ...context }: RunContext,
  emit: Emit,
  signal: AbortSignal
): Promise<void> {
  const type = queryTypeOf(query);
  const options = withoutVariables(query, type, replace);
  const run = { ...context, options, objectives: selected(query, options, context, replace) };
  return QUERIES[type].run(run, (toFrames) => emit(() => inTimeZone(toFrames(query.refId), timeZone)), signal);
}

function withoutVariables(query: ErrorBudgetQuery, type: QueryType, replace: ReplaceVariables): QueryOptions {
  const { window, lookbacks, direction, form } = query;
  return {
    window: window?.trim() ? expandIds([window.trim()], replace)?.[0] : undefined,
    lookbacks: QUERIES[type].options.includes('lookbacks') ? expandIds(lookbacks, replace) : undefined,
    direction,
    form,
  };
}

function selected(
  { categories, applications, objectives }: ErrorBudgetQuery,
  { window }: QueryOptions,
  { catalogue }: Pick<RunContext, 'catalogue'>,
  replace: ReplaceVariables
): Objective[] {
  const windowMs = window === undefined ? undefined : readDuration(window, 'window');
  const selection = {
    categories: expandIds(categories, replace),
    applications: expandIds(applications, replace),
    objectives: expandIds(objectives, replace),
  };
  return selectObjectives(catalogue, selection).map((objective) => overWindow(objective, windowMs));
}
