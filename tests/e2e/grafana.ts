import type { APIRequestContext } from '@playwright/test';

export const PLUGIN_ID = 'oso-errorbudget-datasource';

/** A data source that exists for one test. */
export interface CreatedDataSource {
  uid: string;
  name: string;
  remove(): Promise<void>;
}

/** Creates a data source of ours through Grafana's API; `jsonData` as in provisioning. */
export async function createDataSource(
  request: APIRequestContext,
  jsonData: Record<string, unknown> = { demo: true }
): Promise<CreatedDataSource> {
  const name = `e2e ${Date.now()} ${Math.random().toString(36).slice(2, 8)}`;
  const answer = await request.post('/api/datasources', { data: { name, type: PLUGIN_ID, access: 'proxy', jsonData } });
  const { datasource } = await answer.json();
  return {
    uid: datasource.uid,
    name,
    remove: async () => {
      await request.delete(`/api/datasources/uid/${datasource.uid}`);
    },
  };
}

/** Creates a dashboard with these panels and answers its path. */
export async function createDashboard(
  request: APIRequestContext,
  dashboard: Record<string, unknown>
): Promise<{ path: string; remove(): Promise<void> }> {
  const answer = await request.post('/api/dashboards/db', {
    data: { dashboard: { title: `e2e ${Date.now()}`, schemaVersion: 41, ...dashboard }, overwrite: false },
  });
  const { url, uid } = await answer.json();
  return {
    path: url,
    remove: async () => {
      await request.delete(`/api/dashboards/uid/${uid}`);
    },
  };
}

export function explorePath(uid: string, query: Record<string, unknown>, from = 'now-30d'): string {
  const datasource = { type: PLUGIN_ID, uid };
  const pane = { datasource: uid, queries: [{ refId: 'A', datasource, ...query }], range: { from, to: 'now' } };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}
