import type { AuthMode } from './settings';
import type { Endpoint } from '../transport/port';

/** First segment of the routes that plugin.json declares, by upstream and auth mode. */
export const ROUTES: Readonly<Record<Endpoint, Readonly<Partial<Record<AuthMode, string>>>>> = {
  prometheus: { none: 'prom-none', basic: 'prom-basic', bearer: 'prom-bearer' },
  dagster: { none: 'dagster-none', basic: 'dagster-basic', bearer: 'dagster-bearer', dagsterCloud: 'dagster-cloud' },
  trino: { none: 'trino-none', basic: 'trino-basic', bearer: 'trino-bearer' },
  server: { none: 'server-none', bearer: 'server-bearer' },
};

/**
 * The route set through which an upstream is reached, such as `prom-none`: without slashes, for its place between the proxy URL
 * of the data source and the upstream's own path. No mode, or the empty one that an unset variable leaves in a provisioned
 * data source, is `none`.
 *
 * @throws Error when the upstream does not know the mode; provisioning can write any text.
 */
export function routeOf(upstream: Endpoint, mode?: AuthMode): string {
  const route = ROUTES[upstream][mode || 'none'];
  if (route === undefined) {
    const known = Object.keys(ROUTES[upstream]).join(', ');
    throw new Error(
      `${upstream}Auth is "${mode}", expected one of ${known}; correct it in the data source’s settings or provisioning`
    );
  }
  return route;
}
