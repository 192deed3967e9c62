import { getBackendSrv } from '@grafana/runtime';
import { ErrorBudgetServer } from '../evaluation/errorBudgetServer';
import { createTransport } from '../transport/createTransport';
import { createGrafanaPort } from '../transport/grafanaPort';
import { SERVER_LIMITS } from '../transport/requestLimits';
import { sendInPartsBy } from '../transport/sendInParts';
import type { Connection } from './createSources';
import { routeOf } from './routes';

/** The Error Budget server that the settings name; its answers come in parts, outside of Grafana's queue. */
export function connectServer({ settings, proxyUrl, fetch }: Connection): ErrorBudgetServer {
  const sendInParts = sendInPartsBy((options) => getBackendSrv().chunked(options));
  const routes = { server: routeOf('server', settings.serverAuth) };
  const port = createGrafanaPort({ fetch, sendInParts, proxyUrl, routes });
  return new ErrorBudgetServer(createTransport(port, { limits: SERVER_LIMITS }));
}
