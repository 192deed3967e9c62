import type { ErrorBudgetQuery } from '../queries/query';
import { knownQueryType, QUERIES } from '../queries';

/** What a query will show, in a few words. */
export function describeQuery(query: ErrorBudgetQuery): string {
  const { categories = [], applications = [], objectives = [], window } = query;
  const of =
    objectives.length > 0
      ? objectives.join(', ')
      : [...applications, ...categories].join(', ') || 'all objectives of the catalogue';
  const type = knownQueryType(query.queryType);
  const what = type === undefined ? query.queryType : QUERIES[type].label;
  return `${what} of ${of}${window ? `, over ${window}` : ''}`;
}
