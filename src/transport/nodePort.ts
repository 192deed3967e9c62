import { withDeadline } from './deadline';
import { networkFailure } from './networkFailure';
import type { Endpoint, HttpAnswer, HttpPort, HttpRequest } from './port';
import { TransportError } from './transportError';

const MAX_REDIRECTS = 5;
const DEFAULT_TIMEOUT_MS = 30_000;

export interface NodePortOptions {
  /** URL of each upstream, with or without path prefix and trailing slash. */
  bases: Partial<Record<Endpoint, string>>;
  /** Sent with every request of that upstream; they beat the request's own headers. */
  headers?: Partial<Record<Endpoint, Record<string, string>>>;
  /** From sending to the last byte of the answer; 30 s if absent. */
  defaultTimeoutMs?: number;
}

/**
 * The port over Node's global fetch. A redirect is followed only within the base's origin and only where method and
 * body survive it; any other one is answered as it came, because credentials must not travel and a redirected POST
 * would lose its query.
 */
export function createNodePort({
  bases,
  headers = {},
  defaultTimeoutMs = DEFAULT_TIMEOUT_MS,
}: NodePortOptions): HttpPort {
  return {
    async send(request, signal) {
      const { upstream, timeoutMs = defaultTimeoutMs } = request;
      const url = resolve(bases[upstream], request);
      const init: RequestInit = {
        method: request.method,
        headers: merge(request, headers[upstream]),
        body: request.body,
        redirect: 'manual',
      };
      return withDeadline({ upstream, timeoutMs }, signal, (deadline, prolong) =>
        exchange(request, url, { ...init, signal: deadline }, prolong)
      );
    },
  };
}

function resolve(base: string | undefined, { upstream, path }: HttpRequest): URL {
  if (!base) {
    throw new TransportError('unreachable', upstream, 'no URL is configured');
  }
  try {
    return new URL(base.replace(/\/+$/, '') + path);
  } catch {
    throw new TransportError('unreachable', upstream, 'the configured URL is not a valid one');
  }
}

function merge({ upstream, headers }: HttpRequest, configured: Record<string, string> = {}): Headers {
  try {
    // Measured: compressing a small answer costs Prometheus more than the query, and an upstream of ours is mostly near.
    const merged = new Headers({ 'Accept-Encoding': 'identity', ...headers });
    for (const [name, value] of Object.entries(configured)) {
      merged.set(name, value);
    }
    return merged;
  } catch {
    // The engine's own message quotes the value, which may be a secret.
    throw new TransportError('unreachable', upstream, 'a header has a character that HTTP does not allow');
  }
}

async function exchange(
  { upstream, onText }: HttpRequest,
  url: URL,
  init: RequestInit,
  prolong: () => void
): Promise<HttpAnswer> {
  const response = await follow(upstream, url, init);
  const { status, ok, body } = response;
  try {
    const headers = Object.fromEntries(response.headers);
    if (!onText || !ok || !body) {
      return { status, headers, text: await response.text() };
    }
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      prolong();
      onText(part.value);
    }
    return { status, headers, text: '' };
  } catch (error) {
    throw new TransportError('truncated', upstream, `the answer of ${url.host} broke off`, { cause: error });
  }
}

async function follow(upstream: Endpoint, start: URL, init: RequestInit): Promise<Response> {
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const response = await request(upstream, url, init);
    const target = redirectTarget(response, url, init);
    if (!target || redirects === MAX_REDIRECTS) {
      return response;
    }
    await response.body?.cancel().catch(() => undefined);
    url = target;
  }
}

async function request(upstream: Endpoint, url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw networkFailure(error, upstream, url.host);
  }
}

function redirectTarget({ status, headers }: Response, url: URL, { method }: RequestInit): URL | undefined {
  const location = headers.get('location');
  const keepsMethod = status === 307 || status === 308 || (method === 'GET' && [301, 302, 303].includes(status));
  if (location === null || !keepsMethod || !URL.canParse(location, url.href)) {
    return undefined;
  }
  const target = new URL(location, url);
  return target.origin === url.origin ? target : undefined;
}
