import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { Observable } from 'rxjs';

/** Grafana's `fetch` as far as data sources use it: unsubscribing aborts, error statuses reject with their body. */
function fetchFromServer<T>(config: BackendSrvRequest): Observable<FetchResponse<T>> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    send<T>(config, controller.signal).then(
      (answer) => {
        subscriber.next(answer);
        subscriber.complete();
      },
      (error: unknown) => {
        if (!controller.signal.aborted) {
          subscriber.error(error);
        }
      }
    );
    return () => controller.abort();
  });
}

async function send<T>(config: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
  const response = await fetch(config.url, requestOf(config, signal));
  const text = await response.text();
  const { status, statusText } = response;
  if (!response.ok) {
    const failure: FetchError<string> = { status, statusText, data: text, config };
    throw failure;
  }
  const data = config.responseType === 'text' ? text : JSON.parse(text);
  const { ok, headers, redirected, type, url } = response;
  return { data, status, statusText, ok, headers, redirected, type, url, config };
}

/** Grafana's `chunked`: parts of the body as they come, error statuses as answers, and last an answer without data. */
function inChunks(config: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    const read = async () => {
      const response = await fetch(config.url, requestOf(config, controller.signal));
      const { status, statusText, ok, headers, redirected, type, url, body } = response;
      const answer = { data: undefined, status, statusText, ok, headers, redirected, type, url, config };
      const reader = body?.getReader();
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        subscriber.next({ ...answer, data: part.value });
      }
      subscriber.next(answer);
      subscriber.complete();
    };
    read().catch((error: unknown) => subscriber.error(error));
    return () => controller.abort();
  });
}

function requestOf({ method, headers, data: body }: BackendSrvRequest, signal: AbortSignal): RequestInit {
  return { method, headers, body, signal };
}

const notThere = (name: string) => () => Promise.reject(new Error(`The preview's backend service has no ${name}()`));

export const backendService: BackendSrv = {
  fetch: fetchFromServer,
  get: notThere('get'),
  delete: notThere('delete'),
  post: notThere('post'),
  patch: notThere('patch'),
  put: notThere('put'),
  request: notThere('request'),
  datasourceRequest: notThere('datasourceRequest'),
  chunked: inChunks,
};
