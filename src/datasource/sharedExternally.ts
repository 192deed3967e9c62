import { LoadingState, type DataQueryResponse } from '@grafana/data';
import { grafanaConfig } from './grafanaConfig';

const WHY =
  'A dashboard that is shared externally shows data of data sources with a backend only, and Error Budget has none: share it ' +
  'with people who sign in to Grafana, or share a snapshot or a picture of it.';

/** What a query is answered where the page is a dashboard that is shared externally; undefined elsewhere. */
export function refusedWhereShared(): DataQueryResponse | undefined {
  return grafanaConfig()?.publicDashboardAccessToken
    ? { data: [], state: LoadingState.Error, errors: [{ message: WHY }] }
    : undefined;
}
