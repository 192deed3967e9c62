import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  createServer,
  request as openRequest,
  type IncomingMessage,
  type RequestOptions,
  type Server,
} from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listen } from '../../command/listen';
import { createPreviewServer } from './previewServer';

const ANY_PORT = { host: '127.0.0.1', port: 0 };
const PLUGIN = '/public/plugins/oso-errorbudget-datasource';

let root: string;
let server: Server;
let upstream: Server;
let url: string;

beforeAll(async () => {
  upstream = createServer((request, response) => response.end(`${request.method} ${request.headers.authorization}`));
  const prometheusUrl = `http://127.0.0.1:${await listen(upstream, ANY_PORT)}`;
  root = await mkdtemp(join(tmpdir(), 'preview-'));
  server = createPreviewServer({
    root,
    settings: { jsonData: { prometheusUrl }, secureJsonData: { prometheusToken: 'secret' } },
    routes: [
      {
        path: 'prom-bearer/api/v1/query',
        method: 'POST',
        url: '{{ .JsonData.prometheusUrl }}/api/v1/query',
        headers: [{ name: 'Authorization', content: 'Bearer {{ .SecureJsonData.prometheusToken }}' }],
      },
    ],
  });
  url = `http://127.0.0.1:${await listen(server, ANY_PORT)}`;
});

afterAll(async () => {
  for (const each of [server, upstream]) {
    each.close();
    each.closeAllConnections();
  }
  await rm(root, { recursive: true });
});

async function write(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
}

const get = (path: string) => fetch(`${url}${path}`);

/** `fetch` resolves dots before it sends. */
async function statusOfRawPath(path: string, more: RequestOptions = {}): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  const [answer]: IncomingMessage[] = await once(openRequest({ hostname, port, path, ...more }).end(), 'response');
  answer.resume();
  return answer.statusCode;
}

describe('the page', () => {
  it('says that it is being built while it is, and asks again', async () => {
    const answer = await get('/');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('refresh')).toBe('2');
  });

  it('is there no sooner than the plugin that it shows', async () => {
    await write('preview/dist/entry.json', '["main.0123456789abcdef0123.js"]');
    expect((await get('/')).status).toBe(503);
    await write('dist/module.js', 'plugin');
    expect((await get('/')).status).toBe(200);
  });

  it('is the same for every dashboard and runs own scripts only', async () => {
    await write('preview/dist/entry.json', '["main.0123456789abcdef0123.js"]');
    await write('dist/module.js', 'plugin');
    const texts = await Promise.all(
      ['/', '/d/slo', '/d/slo/a-title?x=y'].map(async (path) => (await get(path)).text())
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('<script defer src="/assets/main.0123456789abcdef0123.js">');
    const { headers } = await get('/');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it('is not everywhere: an unknown path says what there is', async () => {
    const answer = await get('/unknown');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('/api/dashboards');
  });
});

describe('files', () => {
  it('come with their type; those named by their content may be kept for ever', async () => {
    await write('preview/dist/main.0123456789abcdef0123.js', 'page');
    await write('dist/module.js', 'plugin');
    const hashed = await get('/assets/main.0123456789abcdef0123.js');
    expect(hashed.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(hashed.headers.get('cache-control')).toContain('immutable');
    const module = await get(`${PLUGIN}/module.js?_cache=1`);
    expect(await module.text()).toBe('plugin');
    expect(module.headers.get('cache-control')).toBe('no-cache');
  });

  it('of a page built of other packages come from where they lie', async () => {
    const other = createPreviewServer({
      root,
      page: join(root, 'other/page'),
      packages: join(root, 'other/packages'),
      settings: { jsonData: {}, secureJsonData: {} },
      routes: [],
    });
    const url = `http://127.0.0.1:${await listen(other, ANY_PORT)}`;
    await write('dist/module.js', 'plugin');
    await write('other/page/entry.json', '["main.of-other.js"]');
    await write('other/page/main.of-other.js', 'page of other packages');
    await write('other/packages/@grafana/ui/dist/public/img/icons/unicons/bell.svg', '<svg/>');
    await write('preview/client/icons/unicons/sync.svg', '<svg/>');
    expect(await (await fetch(url)).text()).toContain('<script defer src="/assets/main.of-other.js">');
    expect(await (await fetch(`${url}/assets/main.of-other.js`)).text()).toBe('page of other packages');
    expect(await (await fetch(`${url}${PLUGIN}/module.js`)).text()).toBe('plugin');
    for (const icon of ['bell', 'sync']) {
      expect((await fetch(`${url}/public/build/img/icons/unicons/${icon}.svg`)).status).toBe(200);
    }
    other.close();
    other.closeAllConnections();
  });

  it('outside the served folders stay unread', async () => {
    await write('secret.txt', 'secret');
    for (const path of ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt']) {
      expect(await statusOfRawPath(`${PLUGIN}${path}`)).toBe(404);
    }
  });

  it('cannot be written', async () => {
    expect((await fetch(`${url}${PLUGIN}/module.js`, { method: 'PUT' })).status).toBe(405);
  });
});

describe('dashboards', () => {
  it('are read at every request; what is no dashboard is left out', async () => {
    await write('dashboards/b.json', JSON.stringify({ uid: 'b', title: 'Second', tags: ['slo'] }));
    await write('dashboards/broken.json', '{');
    await write('dashboards/README.md', '# Dashboards');
    expect(await (await get('/api/dashboards')).json()).toEqual([
      { uid: 'b', title: 'Second', description: '', tags: ['slo'] },
    ]);
    await write('dashboards/a.json', JSON.stringify({ uid: 'a', title: 'First' }));
    expect(await (await get('/api/dashboards')).json()).toMatchObject([{ uid: 'a' }, { uid: 'b' }]);
    expect(await (await get('/api/dashboards/b')).json()).toMatchObject({ title: 'Second' });
  });

  it('of an own catalogue replace them', async () => {
    const own = createPreviewServer({
      root,
      settings: { jsonData: {}, secureJsonData: {} },
      dashboards: () => Promise.resolve([{ uid: 'errorbudget-shop', title: 'Shop' }]),
      routes: [],
    });
    const ownUrl = `http://127.0.0.1:${await listen(own, ANY_PORT)}`;
    try {
      expect(await (await fetch(`${ownUrl}/api/dashboards`)).json()).toMatchObject([{ uid: 'errorbudget-shop' }]);
      expect((await fetch(`${ownUrl}/api/dashboards/errorbudget-shop`)).status).toBe(200);
      expect((await fetch(`${ownUrl}/api/dashboards/a`)).status).toBe(404);
    } finally {
      own.close();
      own.closeAllConnections();
    }
  });

  it('that do not exist are named', async () => {
    const answer = await get('/api/dashboards/gone');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ message: 'There is no dashboard with the uid gone' });
  });
});

describe('the data source', () => {
  it('gives the page its settings without its secrets', async () => {
    const text = await (await get('/api/settings')).text();
    expect(JSON.parse(text)).toMatchObject({ uid: 'errorbudget', url: '/api/datasources/proxy/uid/errorbudget' });
    expect(text).not.toContain('secret');
  });

  it('reaches its upstream through its routes, with its secret', async () => {
    const path = '/api/datasources/proxy/uid/errorbudget/prom-bearer/api/v1/query';
    const answer = await fetch(`${url}${path}`, { method: 'POST', body: 'query=up' });
    expect(await answer.text()).toBe('POST Bearer secret');
  });

  it('is not there for the pages of other sites', async () => {
    const path = '/api/datasources/proxy/uid/errorbudget/prom-bearer/api/v1/query';
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await fetch(`${url}${path}`, { method: 'POST', headers })).status).toBe(403);
    expect(await statusOfRawPath(path, { method: 'POST', headers: { host: 'rebound.example' } })).toBe(403);
  });

  it('nor are the settings, which name it', async () => {
    expect((await fetch(`${url}/api/settings`)).status).toBe(200);
    expect((await fetch(`${url}/api/settings`, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect(await statusOfRawPath('/api/settings', { headers: { host: 'rebound.example' } })).toBe(403);
  });
});

it('A port in use is named, with the way out', async () => {
  const port = Number(new URL(url).port);
  await expect(listen(createServer(), { host: '127.0.0.1', port })).rejects.toThrow(
    `--port: ${port} is in use (EADDRINUSE). Stop what listens there, or choose another, such as --port ${port + 1}`
  );
});
