import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { ErrorBudgetSecrets, ErrorBudgetSettings } from '../../src/datasource/settings';
import { dashboardFiles } from './dashboardFiles';
import { findDashboard, listDashboards, type Dashboards } from './dashboards';
import { grafanaProxy, proxyPath, type ProxyRoute } from './grafanaProxy';
import { CONTENT_SECURITY_POLICY, notFoundPage, pageOf } from './page';
import type { ReloadEvents } from './reloadEvents';
import { fileBelow, sendFile } from './staticFiles';

/** Everything that Grafana would keep of our data source. Only `jsonData` may reach a browser. */
export interface DataSourceSettings {
  jsonData: ErrorBudgetSettings;
  secureJsonData: ErrorBudgetSecrets;
}

export interface PreviewOptions {
  /** The repository: what is served lies below it, unless the next two lie elsewhere. */
  root: string;
  /** The folder of the built page; absent: `preview/dist`. */
  page?: string;
  /** The `node_modules` of which the page was built; absent: those of the repository. */
  packages?: string;
  settings: DataSourceSettings;
  /** Absent: those of `dashboards/`. */
  dashboards?: Dashboards;
  /** The routes of the plugin. */
  routes: ProxyRoute[];
  /** The address that it listens on; absent: this machine only. */
  host?: string;
  /** Set while sources are watched: the page loads again at each event. */
  reloads?: ReloadEvents;
}

const PLUGIN_ID = 'oso-errorbudget-datasource';
const DATA_SOURCE_UID = 'errorbudget';

/** Grafana's styles ask for one file per weight; one variable font serves them all. */
const FONTS: Readonly<Record<string, string>> = {
  '/public/fonts/inter/Inter-Regular.woff2': 'normal',
  '/public/fonts/inter/Inter-Medium.woff2': 'normal',
  '/public/fonts/inter/Inter-Italic.woff2': 'italic',
  '/public/fonts/inter/Inter-MediumItalic.woff2': 'italic',
};

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** What Grafana's server is to the plugin and its dashboards, as far as the preview's page needs it. */
export function createPreviewServer({
  root,
  page = join(root, 'preview', 'dist'),
  packages = join(root, 'node_modules'),
  settings,
  dashboards = dashboardFiles(join(root, 'dashboards')),
  routes,
  host = '127.0.0.1',
  reloads,
}: PreviewOptions): Server {
  const proxy = grafanaProxy({
    uid: DATA_SOURCE_UID,
    routes,
    jsonData: { ...settings.jsonData },
    secureJsonData: { ...settings.secureJsonData },
  });
  const base = `${proxyPath({ uid: DATA_SOURCE_UID })}/`;
  /** Each URL prefix and the folders behind it, the first that has the file. */
  const served: ReadonlyArray<readonly [prefix: string, ...folders: string[]]> = [
    ['/assets/', page],
    [`/public/plugins/${PLUGIN_ID}/`, join(root, 'dist')],
    // The package lacks some of the icons that its components show.
    [
      '/public/build/img/icons/',
      join(packages, '@grafana/ui/dist/public/img/icons'),
      join(root, 'preview/client/icons'),
    ],
    ['/docs/', join(root, 'docs')],
  ];

  return createServer((request, response) => {
    // A page of another site must not reach an upstream, or read where it is, through a browser that can reach us.
    if (request.url?.startsWith('/api/') && isFromElsewhere(request, host)) {
      response.writeHead(403).end();
      return;
    }
    if (request.url?.startsWith(base)) {
      proxy(request, response);
      return;
    }
    answer(request, response).catch((error: unknown) => fail(response, error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      response.setHeader(name, value);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const path = (request.url ?? '/').split('?', 1)[0];
    const sent =
      (await sendApi(path, response)) || (await sendPage(path, response)) || (await sendStatic(path, response));
    if (!sent) {
      send(response, 404, 'text/html', notFoundPage());
    }
  }

  async function sendApi(path: string, response: ServerResponse): Promise<boolean> {
    if (path === '/api/dashboards') {
      sendJson(response, 200, await listDashboards(dashboards));
      return true;
    }
    if (path === '/api/settings') {
      sendJson(response, 200, instanceSettings(settings));
      return true;
    }
    if (path === '/api/reload' && reloads) {
      reloads.open(response);
      return true;
    }
    const uid = /^\/api\/dashboards\/([\w-]+)$/.exec(path)?.[1];
    if (uid === undefined) {
      return false;
    }
    const dashboard = await findDashboard(dashboards, uid);
    sendJson(response, dashboard ? 200 : 404, dashboard ?? { message: `There is no dashboard with the uid ${uid}` });
    return true;
  }

  async function sendPage(path: string, response: ServerResponse): Promise<boolean> {
    if (path !== '/' && !/^\/d\/[^/]+(\/[^/]*)?\/?$/.test(path)) {
      return false;
    }
    const entry = await readFile(join(page, 'entry.json'), 'utf8').catch(() => undefined);
    // The page is built sooner than the plugin, without which it can show nothing.
    if (entry === undefined || !existsSync(join(root, 'dist', 'module.js'))) {
      response.setHeader('refresh', '2');
      send(response, 503, 'text/plain', 'The page is being built. It appears here as soon as it is ready.\n');
      return true;
    }
    const files: string[] = JSON.parse(entry);
    send(response, 200, 'text/html', pageOf(files, { reloads: reloads !== undefined }));
    return true;
  }

  async function sendStatic(path: string, response: ServerResponse): Promise<boolean> {
    if (path === '/README.md') {
      return sendFile(response, join(root, 'README.md'));
    }
    if (Object.hasOwn(FONTS, path)) {
      const file = `node_modules/@fontsource-variable/inter/files/inter-latin-wght-${FONTS[path]}.woff2`;
      return sendFile(response, join(root, file));
    }
    const [prefix = '', ...folders] = served.find(([candidate]) => path.startsWith(candidate)) ?? [];
    for (const folder of folders) {
      const file = fileBelow(folder, path.slice(prefix.length));
      if (file !== undefined && (await sendFile(response, file))) {
        return true;
      }
    }
    return false;
  }
}

/** What a page learns from Grafana about a data source: never its secrets. */
function instanceSettings({ jsonData }: DataSourceSettings) {
  return {
    uid: DATA_SOURCE_UID,
    type: PLUGIN_ID,
    name: 'Error Budget',
    url: proxyPath({ uid: DATA_SOURCE_UID }),
    access: 'proxy',
    readOnly: true,
    jsonData,
  };
}

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Browsers say where a request of a script comes from; other programs need not. A server for this machine only answers to
 * the machine's own names, or another site could point a name of its own at it.
 */
function isFromElsewhere({ headers }: IncomingMessage, listensOn: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return true;
  }
  const name = (headers.host ?? '').replace(/:\d+$/, '');
  return ['127.0.0.1', 'localhost', '::1'].includes(listensOn) && !LOCAL_HOSTS.includes(name);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json', JSON.stringify(value));
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' }).end(text);
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  send(response, 500, 'text/plain', `The preview failed: ${error instanceof Error ? error.message : error}\n`);
}
