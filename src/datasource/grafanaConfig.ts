import * as runtime from '@grafana/runtime';

/** What we read of Grafana's configuration. */
interface GrafanaConfig {
  /** Sub-path that Grafana is served under, without trailing slash; empty without one. */
  appSubUrl: string;
  /** Set where the page is a dashboard that is shared externally. */
  publicDashboardAccessToken?: string;
  bootData?: { user: { orgId: number } };
}

/**
 * Grafana's configuration; without a page of Grafana, in Node, there is none. By its name, because the type of the whole differs
 * from one version of Grafana to the next, although that of these fields does not.
 */
export function grafanaConfig(): GrafanaConfig | undefined {
  return Reflect.get(runtime, 'config');
}
