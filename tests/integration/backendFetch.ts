import type { BackendSrv, BackendSrvRequest, FetchResponse } from '@grafana/runtime';
import { from, type Observable } from 'rxjs';

/**
 * Grafana's `getBackendSrv().fetch` as far as the plugin uses it, over Node's fetch: error statuses reject with their text,
 * and a body that breaks off rejects in Chrome's words.
 */
export const backendFetch: BackendSrv['fetch'] = <T>(request: BackendSrvRequest): Observable<FetchResponse<T>> =>
  from(send<T>(request));

async function send<T>({ url, method, headers, data }: BackendSrvRequest): Promise<FetchResponse<T>> {
  const response = await fetch(url, { method, headers, body: data });
  const text = await response.text().catch(() => {
    throw new TypeError('network error');
  });
  if (!response.ok) {
    throw { status: response.status, statusText: response.statusText, data: text, config: { url } };
  }
  return {
    data: text as T,
    status: response.status,
    statusText: response.statusText,
    ok: true,
    headers: response.headers,
    redirected: response.redirected,
    type: response.type,
    url: response.url,
    config: { url },
  };
}
