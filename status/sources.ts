import type { Sources } from '../src/evaluation/evaluateObjective';
import { DagsterSource } from '../src/sources/dagster/dagsterSource';
import { DemoSource } from '../src/sources/demo/demoSource';
import { isQueryTimeout } from '../src/sources/prometheus/apiAnswer';
import { PrometheusSource } from '../src/sources/prometheus/prometheusSource';
import { SharedReads } from '../src/sources/sharedReads';
import { createTransport } from '../src/transport/createTransport';
import { PROCESS_LIMITS } from '../src/transport/requestLimits';
import { createNodePort } from '../src/transport/nodePort';
import type { HttpPort } from '../src/transport/port';

/** The demo source in the place of every upstream. */
export function demoSources(): Sources {
  const demo = new DemoSource();
  return { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };
}

/** Where the upstreams are; those without a URL have no source. */
export interface UpstreamUrls {
  prometheus?: string;
  dagster?: string;
}

/** Real upstreams, and the demo source for objectives that ask for it by name. */
export function realSources({ prometheus, dagster }: UpstreamUrls): Sources {
  return {
    ...(prometheus === undefined
      ? {}
      : { Prometheus: new PrometheusSource({ port: portTo('prometheus', prometheus, process.env.PROMETHEUS_TOKEN) }) }),
    ...(dagster === undefined
      ? {}
      : {
          Dagster: new SharedReads(
            new DagsterSource({ port: portTo('dagster', dagster, process.env.DAGSTER_TOKEN), pageUrl: dagster })
          ),
        }),
    Demo: new DemoSource(),
  };
}

function portTo(upstream: 'prometheus' | 'dagster', url: string, token: string | undefined): HttpPort {
  const { base, authorization } = splitCredentials(url, token);
  const headers = authorization ? { [upstream]: { Authorization: authorization } } : {};
  return createTransport(createNodePort({ bases: { [upstream]: base }, headers }), {
    limits: PROCESS_LIMITS,
    retries: { isFinal: isQueryTimeout },
  });
}

/** fetch refuses URLs that hold credentials, so they become a header. */
function splitCredentials(text: string, token: string | undefined): { base: string; authorization?: string } {
  const url = new URL(text);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const base = url.toString();
  if (username !== '') {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { base, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  }
  return { base, authorization: token ? `Bearer ${token}` : undefined };
}
