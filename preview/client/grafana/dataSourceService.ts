import type { DataSourceApi, DataSourceInstanceSettings } from '@grafana/data';
import type { DataSourceSrv } from '@grafana/runtime';

/** Grafana's list of data sources: ours and no other. */
export function dataSourceService(only: () => DataSourceApi | undefined): DataSourceSrv {
  return {
    async get() {
      const found = only();
      if (!found) {
        throw new Error('The data source has not been loaded yet');
      }
      return found;
    },
    getList: (): DataSourceInstanceSettings[] => [],
    getInstanceSettings: () => undefined,
    reload: () => undefined,
    registerRuntimeDataSource: () => undefined,
  };
}
