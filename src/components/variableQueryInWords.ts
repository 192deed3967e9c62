import type { ErrorBudgetVariableQuery } from '../queries/query';

/** How Grafana's list of variables shows the query: "Objectives of core-source-data, $application". */
export function variableQueryInWords({
  list = 'objectives',
  categories,
  applications,
}: ErrorBudgetVariableQuery): string {
  if (list === 'demo') {
    return 'Demo data remark';
  }
  const filters = [...(categories ?? []), ...(applications ?? [])];
  const listed = `${list[0].toUpperCase()}${list.slice(1)}`;
  return filters.length === 0 ? listed : `${listed} of ${filters.join(', ')}`;
}
