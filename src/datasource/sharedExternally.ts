import { LoadingState, type DataQueryResponse } from '@grafana/data';
import { config } from '@grafana/runtime';

const WHY =
  'A dashboard that is shared externally shows data of data sources with a backend only, and Error Budget has none: share it ' +
  'with people who sign in to Grafana, or share a snapshot or a picture of it.';

/** What a query is answered where the page is a dashboard that is shared externally; undefined elsewhere. */
export function refusedWhereShared(): DataQueryResponse | undefined {
  // Without a page of Grafana, in Node, there is no configuration either.
  return config?.publicDashboardAccessToken
    ? { data: [], state: LoadingState.Error, errors: [{ message: WHY }] }
    : undefined;
}
