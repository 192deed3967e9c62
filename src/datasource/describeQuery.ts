import { DEFAULT_QUERY_TYPE, type ErrorBudgetQuery } from './query';
import { QUERY_TYPE_TEXTS } from './queryTypeTexts';

/** What a query will show, in a few words. */
export function describeQuery(query: ErrorBudgetQuery): string {
  const { categories = [], applications = [], objectives = [], window } = query;
  const of =
    objectives.length > 0
      ? objectives.join(', ')
      : [...applications, ...categories].join(', ') || 'all objectives of the catalogue';
  return `${QUERY_TYPE_TEXTS[query.queryType ?? DEFAULT_QUERY_TYPE].label} of ${of}${window ? `, over ${window}` : ''}`;
}
