import { DEFAULT_QUERY_TYPE, type ErrorBudgetQuery, type QueryType } from './query';

const SHOWN: Record<QueryType, string> = {
  status: 'Status',
  category: 'Worst status of each category',
  sli: 'SLI over time',
  budget: 'Budget remaining over time',
  burnRate: 'Burn rate over time',
  events: 'Good and bad events over time',
  remediation: 'Remedial sprints',
  breaches: 'Breaches',
  maintenance: 'Planned maintenance',
};

/** What a query will show, in a few words. */
export function describeQuery(query: ErrorBudgetQuery): string {
  const { categories = [], applications = [], objectives = [], window } = query;
  const of =
    objectives.length > 0
      ? objectives.join(', ')
      : [...applications, ...categories].join(', ') || 'all objectives of the catalogue';
  return `${SHOWN[query.queryType ?? DEFAULT_QUERY_TYPE]} of ${of}${window ? `, over ${window}` : ''}`;
}
