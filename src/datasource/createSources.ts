import type { BackendSrv } from '@grafana/runtime';
import type { Sources } from '../evaluation/evaluateObjective';
import type { Source } from '../sources/contract';
import { isQueryTimeout } from '../sources/prometheus/queryTimeout';
import { sharedReads } from '../sources/sharedReads';
import type { OpenStatements } from '../sources/trino/client/statement';
import { createTransport } from '../transport/createTransport';
import { createGrafanaPort, proxiedUrl } from '../transport/grafanaPort';
import { type HttpPort, UPSTREAMS, type Upstream } from '../transport/port';
import { PAGE_LIMITS } from '../transport/requestLimits';
import { RequestSlots } from '../transport/requestSlots';
import { cancelOnLeaving } from './cancelOnLeaving';
import { lazySource } from './lazySource';
import { pageUrl } from './pageUrl';
import { routeOf } from './routes';
import { wantsDemo, type ErrorBudgetSettings } from './settings';

/** What is taken over from another data source of Grafana whose Prometheus is used. */
export interface ReusedPrometheus {
  /** `/api/datasources/proxy/uid/<uid>` */
  proxyUrl: string;
  httpMethod?: string;
  customQueryParameters?: string;
}

export interface Connection {
  settings: ErrorBudgetSettings;
  /** `url` of the instance settings. */
  proxyUrl: string;
  fetch: BackendSrv['fetch'];
  /** Set if `prometheusDataSourceUid` is. */
  reusedPrometheus?: ReusedPrometheus;
}

// Grafana's own queue has five places for the whole page; all our data sources together leave it one.
const slots = new RequestSlots(PAGE_LIMITS);

/** The sources of a data source, as its settings say; each reads once for all panels of a dashboard. */
export function createSources(connection: Connection): Sources {
  const demo = sharedReads(lazySource('Demo', async () => (await import('../sources/demo/demoSource')).demoSource()));
  if (wantsDemo(connection.settings)) {
    return { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };
  }
  const prometheus = sharedReads(createPrometheusSource(connection));
  return {
    Prometheus: prometheus,
    ...(connection.settings.dagsterUrl ? { Dagster: sharedReads(createDagsterSource(connection)) } : {}),
    ...(connection.settings.trinoUrl ? { Trino: sharedReads(createTrinoSource(connection, prometheus)) } : {}),
    Demo: demo,
  };
}

function createPrometheusSource(connection: Connection): Source {
  const { httpMethod, customQueryParameters } = connection.reusedPrometheus ?? {};
  return lazySource('Prometheus', async () => {
    const { prometheusSource, UNITE_WITHIN_MS } = await import('../sources/prometheus/prometheusSource');
    return prometheusSource({
      port: createPrometheusPort(connection),
      httpMethod: httpMethod === 'GET' ? 'GET' : 'POST',
      parameters: Object.fromEntries(new URLSearchParams(customQueryParameters ?? '')),
      uniteWithinMs: UNITE_WITHIN_MS,
    });
  });
}

function createDagsterSource(connection: Connection): Source {
  const { settings, proxyUrl } = connection;
  return lazySource('Dagster', async () => {
    const [{ dagsterSource }, { BrowserRecords }] = await Promise.all([
      import('../sources/dagster/dagsterSource'),
      import('./browserRecords'),
    ]);
    return dagsterSource({
      port: createUpstreamPort(connection),
      pageUrl: pageUrl(settings, 'dagster'),
      // The path of the proxy holds the uid of the data source.
      store: new BrowserRecords(`${proxyUrl} ${settings.dagsterUrl}`),
    });
  });
}

function createTrinoSource(connection: Connection, prometheus: Source): Source {
  const { settings, proxyUrl } = connection;
  const open: OpenStatements = new Map();
  const { trino } = configuredRoutes(settings);
  cancelOnLeaving(open, (path) => proxiedUrl(proxyUrl, trino, { upstream: 'trino', path }));
  return lazySource('Trino', async () => {
    const [{ trinoSource }, { TrinoClient }] = await Promise.all([
      import('../sources/trino/trinoSource'),
      import('../sources/trino/client/trinoClient'),
    ]);
    return trinoSource({
      runner: new TrinoClient({ port: createUpstreamPort(connection), open }),
      prometheus,
      pageUrl: pageUrl(settings, 'trino'),
    });
  });
}

/** The port to Prometheus: of this data source's own routes, or of the Grafana data source that is used instead. */
export function createPrometheusPort({ settings, proxyUrl, fetch, reusedPrometheus }: Connection): HttpPort {
  const port = reusedPrometheus
    ? createGrafanaPort({ fetch, proxyUrl: reusedPrometheus.proxyUrl, routes: { prometheus: '' } })
    : createGrafanaPort({ fetch, proxyUrl, routes: configuredRoutes(settings) });
  return createTransport(port, { limits: slots, retries: { isFinal: isQueryTimeout } });
}

/** The port to the upstreams that have a URL. */
export function createUpstreamPort({ settings, proxyUrl, fetch }: Connection): HttpPort {
  return createTransport(createGrafanaPort({ fetch, proxyUrl, routes: configuredRoutes(settings) }), { limits: slots });
}

function configuredRoutes(settings: ErrorBudgetSettings): Partial<Record<Upstream, string>> {
  const configured = UPSTREAMS.filter((upstream) => settings[`${upstream}Url`]);
  return Object.fromEntries(configured.map((upstream) => [upstream, routeOf(upstream, settings[`${upstream}Auth`])]));
}
