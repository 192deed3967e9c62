import type { Sources } from '../src/evaluation/evaluateObjective';
import { DemoSource } from '../src/sources/demo/demoSource';
import { isQueryTimeout } from '../src/sources/prometheus/apiAnswer';
import { PrometheusSource } from '../src/sources/prometheus/prometheusSource';
import { createTransport } from '../src/transport/createTransport';
import { PROCESS_LIMITS } from '../src/transport/requestLimits';
import { createNodePort } from '../src/transport/nodePort';

/** The demo source in the place of every upstream. */
export function demoSources(): Sources {
  const demo = new DemoSource();
  return { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };
}

/** A real Prometheus, and the demo source for objectives that ask for it by name. */
export function realSources(prometheusUrl: string, token = process.env.PROMETHEUS_TOKEN): Sources {
  const { base, authorization } = splitCredentials(prometheusUrl, token);
  const port = createTransport(
    createNodePort({
      bases: { prometheus: base },
      headers: authorization ? { prometheus: { Authorization: authorization } } : {},
    }),
    { limits: PROCESS_LIMITS, retries: { isFinal: isQueryTimeout } }
  );
  return { Prometheus: new PrometheusSource({ port }), Demo: new DemoSource() };
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
