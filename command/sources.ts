import type { Memory } from '../serve/store/memory';
import type { Sources } from '../src/evaluation/evaluateObjective';
import type { Source } from '../src/sources/contract';
import { dagsterSource, type DagsterSource } from '../src/sources/dagster/dagsterSource';
import { demoSource } from '../src/sources/demo/demoSource';
import { isQueryTimeout } from '../src/sources/prometheus/queryTimeout';
import { prometheusSource, UNITE_WITHIN_MS } from '../src/sources/prometheus/prometheusSource';
import { TrinoClient } from '../src/sources/trino/client/trinoClient';
import { trinoSource } from '../src/sources/trino/trinoSource';
import { sharedReads } from '../src/sources/sharedReads';
import { createTransport } from '../src/transport/createTransport';
import { PROCESS_LIMITS } from '../src/transport/requestLimits';
import { createNodePort } from '../src/transport/nodePort';
import type { HttpPort, Upstream } from '../src/transport/port';
import { credentialHeaders, readCredential, type Credential, type Environment } from './credentials';
import { splitCredentials } from './splitCredentials';
import type { UpstreamUrls } from './upstreams';

/** The demo source instead of every upstream. */
export function demoSources(): Sources {
  const demo = demoSource();
  return { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };
}

/** What outlives the process. */
type Records = Pick<Memory, 'records' | 'beforeClose'>;

/** Whom Trino takes us for, where it asks for no credentials and TRINO_USER names no one else. */
const TRINO_USER = 'errorbudget';

export function trinoUser(environment: Environment): string {
  return environment.TRINO_USER || TRINO_USER;
}

/**
 * Real upstreams, and the demo source for objectives that ask for it by name.
 *
 * @param memory where the records of a source outlive the process; their owner is the server that they were read from
 * @throws ArgumentError for credentials in the environment that cannot be used.
 */
export function realSources(
  { prometheus: prometheusUrl, dagster, trino }: UpstreamUrls,
  environment: Environment = process.env,
  memory?: Records
): Sources {
  const prometheus =
    prometheusUrl === undefined
      ? undefined
      : prometheusSource({ port: portTo('prometheus', prometheusUrl, environment), uniteWithinMs: UNITE_WITHIN_MS });
  return {
    ...(prometheus === undefined ? {} : { Prometheus: prometheus }),
    ...(dagster === undefined ? {} : { Dagster: sharedReads(sourceOfDagster(dagster, environment, memory)) }),
    ...(trino === undefined ? {} : { Trino: sharedReads(sourceOfTrino(trino, prometheus, environment)) }),
    Demo: demoSource(),
  };
}

function sourceOfDagster(url: string, environment: Environment, memory?: Records): DagsterSource {
  const pageUrl = splitCredentials(url).base;
  const store = memory?.records(`dagster ${pageUrl}`);
  const source = dagsterSource({ port: portTo('dagster', url, environment), pageUrl, store });
  memory?.beforeClose(() => source.save());
  return source;
}

function sourceOfTrino(url: string, prometheus: Source | undefined, environment: Environment): Source {
  return trinoSource({
    runner: trinoClient(url, environment),
    prometheus,
    pageUrl: splitCredentials(url).base,
  });
}

/** Trino at that URL, as the user of the credentials, else as TRINO_USER. */
export function trinoClient(url: string, environment: Environment): TrinoClient {
  return new TrinoClient({ port: portTo('trino', url, environment), user: trinoUserAt(url, environment) });
}

/** Whom Trino takes us for; undefined where credentials say it. */
export function trinoUserAt(url: string, environment: Environment): string | undefined {
  return modeAt('trino', url, environment) === 'none' ? trinoUser(environment) : undefined;
}

/** How requests to the upstream at that URL are authenticated. */
export function modeAt(upstream: Upstream, url: string, environment: Environment): Credential['mode'] {
  return splitCredentials(url).basic === undefined ? readCredential(upstream, environment).mode : 'basic';
}

/** The way to an upstream, with the credentials of its URL or of the environment. */
export function portTo(upstream: Upstream, url: string, environment: Environment): HttpPort {
  const { base, basic } = splitCredentials(url);
  const headers = { [upstream]: basic ? { Authorization: basic } : credentialHeaders(upstream, environment) };
  return createTransport(createNodePort({ bases: { [upstream]: base }, headers }), {
    limits: PROCESS_LIMITS,
    retries: { isFinal: isQueryTimeout },
  });
}
