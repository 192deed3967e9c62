import { createServer } from 'node:http';
import { grafanaProxy, proxyPath, type ProxiedDataSource } from '../../preview/server/grafanaProxy';
import { listenOnLoopback } from './loopback';

export interface GrafanaProxy {
  /** What `instanceSettings.url` is to the plugin, here with scheme and host. */
  url: string;
  stop(): Promise<void>;
}

/** The preview's data proxy on a port of its own. Rejects when a route holds a template that it cannot render. */
export async function startGrafanaProxy(settings: ProxiedDataSource): Promise<GrafanaProxy> {
  const listening = await listenOnLoopback(createServer(grafanaProxy(settings)));
  return { url: `${listening.url}${proxyPath(settings)}`, stop: listening.stop };
}
