import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { concat, map, NEVER, Observable, of, throwError } from 'rxjs';
import { createGrafanaPort } from './grafanaPort';
import { sendInPartsBy } from './sendInParts';
import type { HttpRequest } from './port';
import { isUnauthorized } from './unauthorized';

const PROXY_URL = '/api/datasources/proxy/uid/budget';
const ROUTES = { prometheus: 'prom-none', dagster: 'dagster-bearer', trino: '' };
const GET: HttpRequest = { upstream: 'prometheus', method: 'GET', path: '/api/v1/query?query=up' };

/** Grafana's fetch with an outcome decided beforehand; `requests` are what it was asked. */
function grafana(outcome: (request: BackendSrvRequest) => Observable<unknown>) {
  const requests: BackendSrvRequest[] = [];
  const fetch: BackendSrv['fetch'] = <T>(request: BackendSrvRequest) => {
    requests.push(request);
    return outcome(request) as Observable<FetchResponse<T>>;
  };
  return { requests, port: createGrafanaPort({ fetch, proxyUrl: PROXY_URL, routes: ROUTES }) };
}

function response(config: BackendSrvRequest, data: unknown, headers?: Record<string, string>): FetchResponse<unknown> {
  return {
    config,
    data,
    headers: new Headers(headers),
    status: 200,
    statusText: 'OK',
    ok: true,
    redirected: false,
    type: 'basic',
    url: config.url,
  };
}

/** An error answer as Grafana delivers it: the text wrapped, the headers gone. */
function errorAnswer(config: BackendSrvRequest, status: number, text: string): FetchError {
  return { config, status, statusText: 'Error', data: { message: text, error: 'Error', response: text } };
}

function failWith(error: unknown) {
  return grafana(() => throwError(() => error)).port.send(GET, new AbortController().signal);
}

function failWithStatus(status: number, text: string) {
  const { port } = grafana((config) => throwError(() => errorAnswer(config, status, text)));
  return port.send(GET, new AbortController().signal);
}

describe("the port over Grafana's proxy", () => {
  it('sends to the route of the upstream, as text and without alerts', async () => {
    const { port, requests } = grafana((config) => of(response(config, '{"status":"success"}', { 'X-Kind': 'Pot' })));
    const answer = await port.send(
      {
        upstream: 'dagster',
        method: 'POST',
        path: '/graphql',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      },
      new AbortController().signal
    );
    expect(answer).toEqual({ status: 200, headers: { 'x-kind': 'Pot' }, text: '{"status":"success"}' });
    expect(requests).toEqual([
      expect.objectContaining({
        url: '/api/datasources/proxy/uid/budget/dagster-bearer/graphql',
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        data: '{}',
        responseType: 'text',
        showErrorAlert: false,
      }),
    ]);
  });

  it('adds no route where the proxied data source is the upstream itself', async () => {
    const { port, requests } = grafana((config) => of(response(config, '')));
    await port.send({ upstream: 'trino', method: 'DELETE', path: '/v1/statement/x' }, new AbortController().signal);
    expect(requests[0].url).toBe('/api/datasources/proxy/uid/budget/v1/statement/x');
  });

  it('gives every request an id of its own, so that none cancels another', async () => {
    const { port, requests } = grafana((config) => of(response(config, '')));
    await Promise.all([1, 2, 3].map(() => port.send(GET, new AbortController().signal)));
    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(3);
  });

  it('says so when an upstream has no route', async () => {
    const port = createGrafanaPort({ fetch: () => NEVER, proxyUrl: PROXY_URL, routes: {} });
    await expect(port.send(GET, new AbortController().signal)).rejects.toMatchObject({
      name: 'TransportError',
      kind: 'unreachable',
      message: 'no URL is configured',
    });
  });

  it('hands over the text of an error answer as the upstream wrote it', async () => {
    const text = '{"status":"error","errorType":"bad_data","error":"parse error"}';
    expect(await failWithStatus(400, text)).toEqual({ status: 400, headers: {}, text });
    expect(await failWithStatus(502, '')).toEqual({ status: 502, headers: {}, text: '' });
  });

  it('hands over an error answer that was not wrapped', async () => {
    expect(await failWith({ config: GET, status: 503, data: 'busy' })).toMatchObject({ status: 503, text: 'busy' });
    expect(await failWith({ config: GET, status: 503, data: null })).toMatchObject({ status: 503, text: '' });
    expect(await failWith({ config: GET, status: 500, data: { a: 1 } })).toMatchObject({
      status: 500,
      text: '{"a":1}',
    });
  });

  it('leaves the rewritten 401 of an upstream recognisable', async () => {
    expect(isUnauthorized(await failWithStatus(400, 'Authentication to data source failed'))).toBe(true);
  });

  it.each([
    ['a request that Grafana cancelled', { status: -1, cancelled: true, data: null }, 'Grafana cancelled the request'],
    ['no status', { status: 0, data: null }, 'Grafana cannot be reached'],
    ['no connection', new TypeError('Failed to fetch'), 'Grafana cannot be reached: Failed to fetch'],
    [
      'no connection in Firefox',
      new TypeError('NetworkError when attempting to fetch resource.'),
      'Grafana cannot be reached: NetworkError when attempting to fetch resource.',
    ],
  ])('takes %s for no answer', async (_, error, message) => {
    await expect(failWith(error)).rejects.toMatchObject({ kind: 'unreachable', upstream: 'prometheus', message });
  });

  it.each(['network error', 'Error in body stream', 'Error in input stream'])(
    'takes "%s" for a body that broke off',
    async (message) => {
      await expect(failWith(new TypeError(message))).rejects.toMatchObject({ kind: 'truncated' });
    }
  );

  it("unsubscribes when aborted and rejects with the signal's reason", async () => {
    const unsubscribed = jest.fn();
    const { port } = grafana(() => new Observable(() => unsubscribed));
    const controller = new AbortController();
    const answer = port.send(GET, controller.signal);
    controller.abort('the panel went away');
    expect(unsubscribed).toHaveBeenCalledTimes(1);
    await expect(answer).rejects.toBe('the panel went away');
  });

  it('sends nothing for a caller that is gone already', async () => {
    const { port, requests } = grafana(() => NEVER);
    await expect(port.send(GET, AbortSignal.abort('gone'))).rejects.toBe('gone');
    expect(requests).toEqual([]);
  });

  it('unsubscribes and reports a timeout', async () => {
    jest.useFakeTimers();
    try {
      const unsubscribed = jest.fn();
      const { port } = grafana(() => new Observable(() => unsubscribed));
      const answer = port.send({ ...GET, timeoutMs: 5_000 }, new AbortController().signal);
      const rejected = expect(answer).rejects.toMatchObject({
        kind: 'timeout',
        message: 'no complete answer within 5 s',
      });
      jest.advanceTimersByTime(4_999);
      expect(unsubscribed).not.toHaveBeenCalled();
      jest.advanceTimersByTime(1);
      expect(unsubscribed).toHaveBeenCalledTimes(1);
      await rejected;
    } finally {
      jest.useRealTimers();
    }
  });
});

describe("the port over Grafana's chunked()", () => {
  const bytes = new TextEncoder().encode('größer');

  /** Parts that Grafana hands over: `bytes` cut in the middle of a character, and the last without data. */
  function streamed(status: number) {
    const chunked: BackendSrv['chunked'] = (config) =>
      of(bytes.slice(0, 3), bytes.slice(3), undefined).pipe(
        map((data) => ({ ...response(config, undefined, { 'X-Kind': 'Pot' }), ok: status < 300, status, data }))
      );
    const fetch: BackendSrv['fetch'] = () => throwError(() => new Error('not through the queue'));
    return createGrafanaPort({
      fetch,
      sendInParts: sendInPartsBy(chunked),
      proxyUrl: PROXY_URL,
      routes: { server: 'server-none' },
    });
  }

  const POST: HttpRequest = { upstream: 'server', method: 'POST', path: '/api/v1/evaluations', body: '{}' };

  it('hands over whole characters as they come', async () => {
    const parts: string[] = [];
    const onText = (part: string) => parts.push(part);
    const answer = await streamed(200).send({ ...POST, onText }, new AbortController().signal);
    expect(parts.join('')).toBe('größer');
    expect(parts[0]).toBe('gr');
    expect(answer).toEqual({ status: 200, headers: { 'x-kind': 'Pot' }, text: '' });
  });

  it('keeps the text of a failure together, with its headers', async () => {
    const onText = jest.fn();
    const answer = await streamed(429).send({ ...POST, onText }, new AbortController().signal);
    expect(answer).toEqual({ status: 429, headers: { 'x-kind': 'Pot' }, text: 'größer' });
    expect(onText).not.toHaveBeenCalled();
  });

  it('is not complete when it is aborted after the first part', async () => {
    const controller = new AbortController();
    const chunked: BackendSrv['chunked'] = (config) =>
      concat(of({ ...response(config, undefined), data: bytes }), NEVER);
    const fetch: BackendSrv['fetch'] = () => NEVER;
    const port = createGrafanaPort({
      fetch,
      sendInParts: sendInPartsBy(chunked),
      proxyUrl: PROXY_URL,
      routes: { server: 'server-none' },
    });
    const sent = port.send({ ...POST, onText: () => controller.abort(new Error('another page')) }, controller.signal);
    await expect(sent).rejects.toThrow('another page');
  });
});
