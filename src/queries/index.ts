import { alertsQuery } from './alerts';
import { breachesQuery } from './breaches';
import { budgetQuery } from './budget';
import { burnRateQuery } from './burnRate';
import { categoryQuery } from './category';
import { contributorsQuery } from './contributors';
import { eventsQuery } from './events';
import { freshnessQuery } from './freshness';
import { lineageQuery } from './lineage';
import { maintenanceQuery } from './maintenance';
import { partitionsQuery } from './partitions';
import { queriesQuery } from './queries';
import { queryOutcomesQuery } from './queryOutcomes';
import { remediationQuery } from './remediation';
import { sliQuery } from './sli';
import { statusQuery } from './status';
import { trinoStateQuery } from './trinoState';

/** What a panel can ask for, in the order of the editor; docs/frames.md documents the frames of each. */
export const QUERIES = {
  status: statusQuery,
  category: categoryQuery,
  sli: sliQuery,
  budget: budgetQuery,
  burnRate: burnRateQuery,
  events: eventsQuery,
  alerts: alertsQuery,
  contributors: contributorsQuery,
  freshness: freshnessQuery,
  lineage: lineageQuery,
  partitions: partitionsQuery,
  queryOutcomes: queryOutcomesQuery,
  trinoState: trinoStateQuery,
  remediation: remediationQuery,
  queries: queriesQuery,
  breaches: breachesQuery,
  maintenance: maintenanceQuery,
};

export type QueryType = keyof typeof QUERIES;

/** What a query without a type is. */
export const DEFAULT_QUERY_TYPE: QueryType = 'status';

/** What a new query of a panel begins with: a panel begins as a time series, and these share one axis. */
export const PANEL_QUERY_TYPE: QueryType = 'budget';

export const QUERY_TYPES = Object.keys(QUERIES).filter(isQueryType);

function isQueryType(text: string): text is QueryType {
  return Object.hasOwn(QUERIES, text);
}

/** The type of a query is none of ours; the message says which exist. */
export class QueryTypeError extends Error {
  override name = 'QueryTypeError';
}

/** What a query asks for. Saved queries may hold any text. @throws QueryTypeError */
export function queryTypeOf({ queryType }: { queryType?: string }): QueryType {
  const type = knownQueryType(queryType);
  if (type === undefined) {
    throw new QueryTypeError(`The query type "${queryType}" does not exist. Choose one of ${QUERY_TYPES.join(', ')}.`);
  }
  return type;
}

/** The type that a saved text names, the default for none; undefined for one that does not exist. */
export function knownQueryType(text: string | undefined): QueryType | undefined {
  return !text ? DEFAULT_QUERY_TYPE : isQueryType(text) ? text : undefined;
}
