import type { BackendSrv } from '@grafana/runtime';
import type { Sources } from '../evaluation/evaluateObjective';
import type { Source } from '../sources/contract';
import { isQueryTimeout } from '../sources/prometheus/apiAnswer';
import { SharedReads } from '../sources/sharedReads';
import { createTransport } from '../transport/createTransport';
import { createGrafanaPort } from '../transport/grafanaPort';
import type { HttpPort, Upstream } from '../transport/port';
import { PAGE_LIMITS } from '../transport/requestLimits';
import { RequestSlots } from '../transport/requestSlots';
import { lazyDagsterSource } from './lazyDagsterSource';
import { lazyDemoSource } from './lazyDemoSource';
import { lazyPrometheusSource } from './lazyPrometheusSource';
import { lazyTrinoSource } from './lazyTrinoSource';
import { pageUrl } from './pageUrl';
import { routeOf } from './routes';
import { UPSTREAMS, wantsDemo, type ErrorBudgetSettings } from './settings';

/** What of another data source of Grafana counts when its Prometheus is used. */
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
  const demo = new SharedReads(lazyDemoSource());
  if (wantsDemo(connection.settings)) {
    return { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };
  }
  const { httpMethod, customQueryParameters } = connection.reusedPrometheus ?? {};
  const prometheus = new SharedReads(
    lazyPrometheusSource({
      port: createPrometheusPort(connection),
      httpMethod: httpMethod === 'GET' ? 'GET' : 'POST',
      parameters: Object.fromEntries(new URLSearchParams(customQueryParameters ?? '')),
    })
  );
  return {
    Prometheus: prometheus,
    ...(connection.settings.dagsterUrl ? { Dagster: new SharedReads(createDagsterSource(connection)) } : {}),
    ...(connection.settings.trinoUrl ? { Trino: new SharedReads(createTrinoSource(connection, prometheus)) } : {}),
    Demo: demo,
  };
}

function createDagsterSource(connection: Connection): Source {
  const { settings, proxyUrl } = connection;
  // The path of the proxy holds the uid of the data source.
  const keptUnder = `${proxyUrl} ${settings.dagsterUrl}`;
  return lazyDagsterSource({ port: createUpstreamPort(connection), pageUrl: pageUrl(settings, 'dagster') }, keptUnder);
}

function createTrinoSource(connection: Connection, prometheus: Source): Source {
  return lazyTrinoSource({
    port: createUpstreamPort(connection),
    prometheus,
    pageUrl: pageUrl(connection.settings, 'trino'),
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
