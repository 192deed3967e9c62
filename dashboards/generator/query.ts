import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import type { ErrorBudgetQuery } from '../../src/queries/query';

export const PLUGIN_ID = 'oso-errorbudget-datasource';

/** The data source that the reader chose. */
export const DATA_SOURCE: DataSourceRef = { type: PLUGIN_ID, uid: '${datasource}' };

type Asked = Omit<ErrorBudgetQuery, 'refId' | 'datasource'>;

/** A query of ours as the SDK's builders take it. */
export function query(asked: Asked, refId = 'A'): Builder<Dataquery> {
  return {
    build: () => ({ refId, datasource: DATA_SOURCE, ...asked, _implementsDataqueryVariant: () => undefined }),
  };
}
