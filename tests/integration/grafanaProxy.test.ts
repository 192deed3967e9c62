import { once } from 'node:events';
import { request as openRequest, type IncomingMessage } from 'node:http';
import {
  brokenOff,
  hanging,
  loginPage,
  startFaultyUpstream,
  unauthorized,
  type FaultyUpstream,
} from './faultyUpstream';
import { startGrafanaProxy, type GrafanaProxy } from './startGrafanaProxy';

let upstream: FaultyUpstream;
let proxy: GrafanaProxy;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  proxy = await startGrafanaProxy({
    uid: 'slo',
    routes: [
      { path: 'none/api/v1/query_range', method: 'POST', url: '{{ .JsonData.prometheusUrl }}/api/v1/query_range' },
      { path: 'none/api/v1/query', method: 'POST', url: '{{ .JsonData.prometheusUrl }}/api/v1/query' },
      {
        path: 'bearer/api/v1/query',
        method: 'POST',
        url: '{{ .JsonData.prometheusUrl }}/api/v1/query',
        headers: [
          { name: 'Authorization', content: 'Bearer {{ .SecureJsonData.token }}' },
          { name: 'X-Scope-OrgID', content: '{{ orEmpty .JsonData.tenant }}' },
        ],
      },
      { path: 'wrongOrder/query', url: '{{ .JsonData.prometheusUrl }}/query' },
      { path: 'wrongOrder/query_range', url: '{{ .JsonData.prometheusUrl }}/query_range' },
      { path: 'unset', url: '{{ .JsonData.dagsterUrl }}/graphql' },
      { path: 'gone', url: 'http://127.0.0.1:1' },
    ],
    jsonData: { prometheusUrl: upstream.url },
    secureJsonData: { token: 'secret' },
    timeoutMs: 300,
  });
});

beforeEach(() => upstream.reset());

afterAll(async () => {
  await proxy.stop();
  await upstream.stop();
});

function post(path: string, init: RequestInit = {}) {
  return fetch(`${proxy.url}/${path}`, { method: 'POST', body: 'query=up', ...init });
}

async function headersThatArrive(path: string, headers: Record<string, string> = {}) {
  await post(path, { headers });
  return upstream.requests[0].headers;
}

/** `fetch` resolves dots before it sends. */
async function statusOfRawPath(path: string): Promise<number | undefined> {
  const { hostname, port, pathname } = new URL(proxy.url);
  const request = openRequest({ hostname, port, path: `${pathname}/${path}`, method: 'POST', agent: false }).end();
  const [answer]: IncomingMessage[] = await once(request, 'response');
  answer.resume();
  return answer.statusCode;
}

describe('a route', () => {
  it('replaces its own path by its url and keeps the query string and the body', async () => {
    await post('none/api/v1/query_range?stats=all', { body: 'query=up&step=60' });
    expect(upstream.requests).toMatchObject([
      { method: 'POST', path: '/api/v1/query_range?stats=all', body: 'query=up&step=60' },
    ]);
  });

  it('passes the rest of the path behind its url', async () => {
    await post('none/api/v1/query/more');
    expect(upstream.requests[0].path).toBe('/api/v1/query/more');
  });

  it('swallows longer paths that begin like it when it precedes their routes', async () => {
    await post('wrongOrder/query_range');
    expect(upstream.requests[0].path).toBe('/query/_range');
  });

  it('admits its own method only', async () => {
    const answer = await fetch(`${proxy.url}/none/api/v1/query`);
    expect(answer.status).toBe(502);
    expect(upstream.requests).toEqual([]);
  });

  it('adds its headers, even empty ones', async () => {
    expect(await headersThatArrive('bearer/api/v1/query')).toMatchObject({
      authorization: 'Bearer secret',
      'x-scope-orgid': '',
    });
  });

  it('may hold no template that the proxy cannot render', async () => {
    const routes = [{ path: 'x', url: '{{ if .JsonData.x }}http://x{{ end }}' }];
    await expect(startGrafanaProxy({ uid: 'slo', routes })).rejects.toThrow('{{ if .JsonData.x }}');
  });
});

describe('a request', () => {
  it('without route is answered with 502, because the data source has no url of its own', async () => {
    expect((await post('admin/tsdb/delete_series')).status).toBe(502);
    expect(upstream.requests).toEqual([]);
  });

  it('to a route whose upstream is not configured is answered with 502', async () => {
    expect((await post('unset')).status).toBe(502);
  });

  it('leaves its route by dots only where they are encoded, which Grafana passes on as they are', async () => {
    expect(await statusOfRawPath('none/api/v1/query/../../x')).toBe(502);
    expect(await statusOfRawPath('none/api/v1/query/%2e%2e/x')).toBe(200);
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/api/v1/query/%2e%2e/x']);
  });

  it('for another data source is answered with 404', async () => {
    expect((await fetch(proxy.url.replace('/slo', '/other'))).status).toBe(404);
  });

  it('loses what the browser says about itself', async () => {
    const headers = await headersThatArrive('none/api/v1/query', {
      authorization: 'Basic browser',
      cookie: 'grafana_session=1',
      origin: 'https://grafana.example',
      referer: 'https://grafana.example/d/errorbudget',
      'x-forwarded-host': 'grafana.example',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    });
    for (const name of ['authorization', 'cookie', 'origin', 'referer']) {
      expect(headers).not.toHaveProperty(name);
    }
    for (const name of ['x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto']) {
      expect(headers).not.toHaveProperty(name);
    }
    expect(headers['x-grafana-referer']).toBe('https://grafana.example/d/errorbudget');
  });

  it('always carries X-Forwarded-For and the user agent of Grafana', async () => {
    const headers = await headersThatArrive('none/api/v1/query', { 'user-agent': 'browser', 'x-forwarded-for': '::2' });
    expect(headers).toMatchObject({ 'user-agent': 'Grafana/12.4.0', 'x-forwarded-for': '::2, 127.0.0.1' });
  });

  it('keeps headers that upstreams understand', async () => {
    const headers = await headersThatArrive('none/api/v1/query', { 'x-trino-user': 'slo', 'content-type': 'text/x' });
    expect(headers).toMatchObject({ 'x-trino-user': 'slo', 'content-type': 'text/x' });
  });

  it('carries the Authorization that Grafana parked in X-DS-Authorization, unless the route sets its own', async () => {
    const parked = { 'x-ds-authorization': 'Bearer parked' };
    expect((await headersThatArrive('none/api/v1/query', parked)).authorization).toBe('Bearer parked');
    upstream.reset();
    expect((await headersThatArrive('bearer/api/v1/query', parked)).authorization).toBe('Bearer secret');
  });
});

describe('an answer', () => {
  it('becomes 400 when the upstream says 401', async () => {
    upstream.next(unauthorized);
    const answer = await post('none/api/v1/query');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(await answer.text()).toBe('Authentication to data source failed');
  });

  it('is put into a sandbox and loses the cookies and the name of the upstream', async () => {
    upstream.next(({ response }) => {
      response.setHeader('set-cookie', 'a=b');
      response.setHeader('server', 'nginx');
      response.setHeader('x-trino-set-session', 'kept');
      response.end('{}');
    });
    const { headers } = await post('none/api/v1/query');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': 'sandbox',
      via: '1.1 grafana',
      'x-trino-set-session': 'kept',
    });
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('passes as it is when it only looks right', async () => {
    upstream.next(loginPage);
    const answer = await post('none/api/v1/query');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('breaks off where the upstream broke off', async () => {
    upstream.next(brokenOff);
    const answer = await post('none/api/v1/query');
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it('is 504 when the upstream keeps silent, 502 when it is not there', async () => {
    upstream.next(hanging);
    expect((await post('none/api/v1/query')).status).toBe(504);
    expect((await post('gone')).status).toBe(502);
  });

  it('is no longer computed when the browser has gone', async () => {
    const closed = new Promise<void>((resolve) => {
      upstream.next(({ response }) => void response.on('close', resolve));
    });
    const browser = new AbortController();
    const answer = post('none/api/v1/query', { signal: browser.signal });
    const arrived = new Promise<void>((resolve) => {
      const look = () => (upstream.requests.length > 0 ? resolve() : void setTimeout(look, 5));
      look();
    });
    await arrived;
    browser.abort();
    await expect(answer).rejects.toThrow('aborted');
    await closed;
  });
});
