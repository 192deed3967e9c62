import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { firstValueFrom, fromEvent, takeUntil } from 'rxjs';
import { withDeadline } from './deadline';
import type { Endpoint, HttpAnswer, HttpPort, HttpRequest } from './port';
import type { SendInParts } from './sendInParts';
import { TransportError } from './transportError';

const DEFAULT_TIMEOUT_MS = 60_000;
/** What Grafana reports as the status of a request that it cancelled. */
const CANCELLED = -1;

export interface GrafanaPortOptions {
  /** `getBackendSrv().fetch`, bound. */
  fetch: BackendSrv['fetch'];
  /** How requests are sent whose answers are read part by part; without it, such an answer comes as a whole. */
  sendInParts?: SendInParts;
  /** `/api/datasources/proxy/uid/<uid>`: the `url` of the data source's instance settings. */
  proxyUrl: string;
  /** Route of each upstream, such as `prom-none`; an empty one means that the proxied data source is the upstream. */
  routes: Partial<Record<Endpoint, string>>;
  /** From handing over to Grafana to the last byte, Grafana's own queue included; 60 s if absent. */
  defaultTimeoutMs?: number;
}

let requestCount = 0;

/**
 * The port over Grafana's data-source proxy. Grafana keeps the headers of an error answer to itself, so such an answer
 * has none here (no Retry-After, for instance).
 */
export function createGrafanaPort({
  fetch,
  sendInParts,
  proxyUrl,
  routes,
  defaultTimeoutMs = DEFAULT_TIMEOUT_MS,
}: GrafanaPortOptions): HttpPort {
  return {
    async send(request, signal) {
      const { upstream, timeoutMs = defaultTimeoutMs } = request;
      const url = proxiedUrl(proxyUrl, routes[upstream], request);
      return withDeadline({ upstream, timeoutMs }, signal, async (deadline, prolong) => {
        const options: BackendSrvRequest = {
          url,
          method: request.method,
          headers: { ...request.headers },
          data: request.body,
          responseType: 'text',
          showErrorAlert: false,
          showSuccessAlert: false,
          // A second request of the same id would cancel the first.
          requestId: `errorbudget-${++requestCount}`,
        };
        try {
          if (request.onText && sendInParts) {
            return await sendInParts(options, request.onText, prolong, deadline);
          }
          const sent = fetch<unknown>(options);
          return toAnswer(await firstValueFrom(sent.pipe(takeUntil(fromEvent(deadline, 'abort')))));
        } catch (error) {
          return answerOfError(error, upstream);
        }
      });
    },
  };
}

/**
 * Where the proxy has a path of an upstream.
 *
 * @param route empty where the proxied data source is the upstream.
 * @throws TransportError without a route.
 */
export function proxiedUrl(
  proxyUrl: string,
  route: string | undefined,
  { upstream, path }: Pick<HttpRequest, 'upstream' | 'path'>
): string {
  if (route === undefined) {
    throw new TransportError('unreachable', upstream, 'no URL is configured');
  }
  return route === '' ? `${proxyUrl}${path}` : `${proxyUrl}/${route}${path}`;
}

function toAnswer({ status, headers, data }: FetchResponse<unknown>): HttpAnswer {
  return { status, headers: Object.fromEntries(headers), text: textOf(data) };
}

function answerOfError(error: unknown, upstream: Endpoint): HttpAnswer {
  if (isFetchError(error)) {
    if (error.cancelled || error.status === CANCELLED) {
      throw new TransportError('unreachable', upstream, 'Grafana cancelled the request', { cause: error });
    }
    if (error.status > 0) {
      return { status: error.status, headers: {}, text: errorText(error.data) };
    }
  }
  const message = error instanceof Error ? error.message : '';
  if (isBrokenBody(message)) {
    throw new TransportError('truncated', upstream, 'the answer broke off on its way through Grafana', {
      cause: error,
    });
  }
  const found = message ? `Grafana cannot be reached: ${message}` : 'Grafana cannot be reached';
  throw new TransportError('unreachable', upstream, found, { cause: error });
}

function isFetchError(error: unknown): error is FetchError<unknown> {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}

/** Chrome's and Firefox's words for a body that ends too early; without a connection they use others. */
function isBrokenBody(message: string): boolean {
  return message === 'network error' || /body stream|input stream/.test(message);
}

/** Grafana wraps the text of an error answer as `{ message, error, response }`. */
function errorText(data: unknown): string {
  const wrapped = typeof data === 'object' && data !== null && 'response' in data;
  return textOf(wrapped && typeof data.response === 'string' ? data.response : data);
}

function textOf(data: unknown): string {
  if (data === undefined || data === null) {
    return '';
  }
  return typeof data === 'string' ? data : JSON.stringify(data);
}
