import { parseJson } from '../transport/json';
import { overloadInWords, overloadRemedy } from '../transport/overload';
import type { HttpAnswer, HttpPort, HttpRequest, Upstream } from '../transport/port';
import { isUnauthorized } from '../transport/unauthorized';

/** One line of the health check: one upstream. */
export interface UpstreamHealth {
  upstream: Upstream;
  ok: boolean;
  /** What was found and, where something is wrong, how to fix it. */
  text: string;
}

/** How requests are authenticated, by the mode of the upstream. */
export const CREDENTIALS_IN_WORDS = {
  none: 'without credentials',
  basic: 'with user and password',
  bearer: 'with a bearer token',
  dagsterCloud: 'with a Dagster+ token',
} as const;

interface Check {
  name: string;
  ask: Pick<HttpRequest, 'method' | 'path' | 'body' | 'headers'>;
  /** The version in an answer that really comes from this kind of server. */
  versionOf: (body: unknown) => string | undefined;
  /** What the URL in the settings must be. */
  urlRule: string;
}

/** Trino has a check of its own, checkTrinoUpstream.ts. */
const CHECKS: Record<Exclude<Upstream, 'trino'>, Check> = {
  prometheus: {
    name: 'Prometheus',
    ask: { method: 'GET', path: '/api/v1/status/buildinfo' },
    versionOf: (body) => textAt(body, 'data', 'version'),
    urlRule: 'it must end before /api/v1',
  },
  dagster: {
    name: 'Dagster',
    ask: {
      method: 'POST',
      path: '/graphql',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query: '{ version }' }),
    },
    versionOf: (body) => textAt(body, 'data', 'version'),
    urlRule: 'it must end before /graphql',
  },
};

/**
 * Asks an upstream who it is. Never rejects but for an abort: whatever is wrong becomes the line.
 *
 * @param credentials how requests are authenticated, such as "with a bearer token"
 */
export async function checkUpstream(
  upstream: keyof typeof CHECKS,
  port: HttpPort,
  credentials: string,
  signal: AbortSignal
): Promise<UpstreamHealth> {
  const check = CHECKS[upstream];
  try {
    const answer = await port.send({ upstream, ...check.ask }, signal);
    return { upstream, ...judge(answer, check, credentials) };
  } catch (error) {
    signal.throwIfAborted();
    const found = error instanceof Error ? error.message : String(error);
    return {
      upstream,
      ok: false,
      text: `${check.name}: no answer (${found}). Check that it runs, and its URL: ${check.urlRule}.`,
    };
  }
}

function judge(answer: HttpAnswer, check: Check, credentials: string): Omit<UpstreamHealth, 'upstream'> {
  const { name, urlRule } = check;
  if (isUnauthorized(answer)) {
    return {
      ok: false,
      text: `${name}: refused ${credentials} (HTTP ${answer.status}). Check its authentication.`,
    };
  }
  const overload = overloadInWords(answer);
  if (overload !== undefined) {
    return { ok: false, text: `${name}: is ${overload}. ${overloadRemedy(name)}.` };
  }
  const json = parseJson(answer);
  if (!json.ok && answer.status >= 500) {
    const words = json.excerpt && `: ${json.excerpt}`;
    return { ok: false, text: `${name}: failed to answer (HTTP ${answer.status}${words}). Check that it runs.` };
  }
  if (!json.ok) {
    const found = json.reason === 'html' ? `an HTML page (${json.excerpt})` : `no JSON (HTTP ${answer.status})`;
    return { ok: false, text: `${name}: answered ${found}. Check its URL: ${urlRule}.` };
  }
  const version = check.versionOf(json.value);
  if (version !== undefined) {
    return { ok: true, text: `${name} ${version}: reachable ${credentials}.` };
  }
  // Thanos, Mimir and others speak Prometheus' API without a version.
  return name === 'Prometheus' && textAt(json.value, 'status') !== undefined
    ? { ok: true, text: `${name}: reachable ${credentials}, reports no version.` }
    : { ok: false, text: `${name}: something else answers at its URL. Check that URL: ${urlRule}.` };
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value
  );
  return typeof found === 'string' ? found : undefined;
}
