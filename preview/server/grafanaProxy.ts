import {
  request as openHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { request as openHttps } from 'node:https';
import { posix } from 'node:path';
import { pipeline } from 'node:stream';

/** A route as plugin.json declares it; `url` and `content` are Go templates. */
export interface ProxyRoute {
  /** Without leading slash; Grafana compares beginnings, not segments. */
  path: string;
  /** Exactly one method; absent, empty or `*`: any. */
  method?: string;
  url: string;
  headers?: Array<{ name: string; content: string }>;
}

export interface ProxiedDataSource {
  uid: string;
  /** In the order of plugin.json: the first that matches is taken. */
  routes: ProxyRoute[];
  jsonData?: Readonly<Record<string, unknown>>;
  secureJsonData?: Readonly<Record<string, string | undefined>>;
  /** `[dataproxy] timeout`: how long an upstream may take until its headers; 30 s by default, as in Grafana. */
  timeoutMs?: number;
}

/**
 * A proxy that treats requests and answers as Grafana 12's data proxy does for a data source whose own `url` is empty
 * (pkg/api/pluginproxy/ds_proxy.go, ds_auth_provider.go; pkg/util/proxyutil). Sessions and access rights are left out.
 *
 * @throws Error when a route holds a template that it cannot render.
 */
export function grafanaProxy(settings: ProxiedDataSource): RequestListener {
  for (const route of settings.routes) {
    [route.url, ...(route.headers ?? []).map((header) => header.content)].forEach((text) => render(text, settings));
  }
  return (request, response) => forward(settings, request, response);
}

const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

const NOT_FOR_UPSTREAM = [
  ...['host', 'authorization', 'cookie', 'origin', 'referer', 'x-ds-authorization', 'x-grafana-device-id'],
  ...['x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'],
];

const NOT_FOR_BROWSER = ['set-cookie', 'server', 'alt-svc', 'close', 'strict-transport-security'];

const ADDED_TO_ANSWERS = { 'content-security-policy': 'sandbox', via: '1.1 grafana' };

/** What `instanceSettings.url` is to the plugin: the path below which the routes of the data source are. */
export function proxyPath({ uid }: Pick<ProxiedDataSource, 'uid'>): string {
  return `/api/datasources/proxy/uid/${uid}`;
}

function forward(settings: ProxiedDataSource, request: IncomingMessage, response: ServerResponse): void {
  const requested = request.url ?? '';
  const base = `${proxyPath(settings)}/`;
  if (!requested.startsWith(base)) {
    refuse(response, 404);
    return;
  }
  const [routed, search] = splitAtQuery(requested.slice(base.length));
  const route = settings.routes.find((candidate) => matches(candidate, request.method, routed));
  const target = route && parseUrl(render(route.url, settings));
  if (!route || !target) {
    refuse(response, 502);
    return;
  }

  const open = target.protocol === 'https:' ? openHttps : openHttp;
  const upstream = open({
    // A URL writes an IPv6 address in brackets, a socket takes it without.
    hostname: target.hostname.replace(/^\[|\]$/g, ''),
    port: target.port,
    method: request.method,
    path: joinPaths(target.pathname, routed.slice(route.path.length)) + search,
    headers: upstreamHeaders(settings, route, request),
    agent: false,
  });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    upstream.destroy();
  }, settings.timeoutMs ?? 30_000);
  upstream.on('response', (answer) => {
    clearTimeout(timer);
    passOn(answer, response);
  });
  upstream.on('error', () => {
    clearTimeout(timer);
    if (response.headersSent) {
      response.destroy();
    } else {
      refuse(response, timedOut ? 504 : 502);
    }
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}

function matches(route: ProxyRoute, method: string | undefined, routed: string): boolean {
  const anyMethod = route.method === undefined || route.method === '' || route.method === '*';
  return (anyMethod || route.method === method) && clean(routed).startsWith(clean(route.path));
}

/** Resolves `..` and `//`, but not their percent-encoded forms, as Grafana does before it compares. */
function clean(path: string): string {
  return posix.normalize(`/${path}`).slice(1);
}

function joinPaths(base: string, rest: string): string {
  if (rest === '') {
    return base;
  }
  return `${base.replace(/\/$/, '')}/${rest.replace(/^\//, '')}`;
}

function splitAtQuery(path: string): [string, string] {
  const mark = path.indexOf('?');
  return mark < 0 ? [path, ''] : [path.slice(0, mark), path.slice(mark)];
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function upstreamHeaders(settings: ProxiedDataSource, route: ProxyRoute, request: IncomingMessage) {
  const headers: OutgoingHttpHeaders = without(request.headers, [...HOP_BY_HOP, ...NOT_FOR_UPSTREAM]);
  const passedBy = request.headers['x-forwarded-for'];
  const restored = request.headers['x-ds-authorization'];
  headers['x-forwarded-for'] = [passedBy ?? [], request.socket.remoteAddress ?? ''].flat().join(', ');
  headers['x-grafana-referer'] = request.headers.referer ?? '';
  headers['user-agent'] = 'Grafana/12.4.0';
  if (typeof restored === 'string') {
    headers.authorization = restored;
  }
  for (const { name, content } of route.headers ?? []) {
    headers[name.toLowerCase()] = render(content, settings);
  }
  return headers;
}

function passOn(answer: IncomingMessage, response: ServerResponse): void {
  if (answer.statusCode === 401) {
    answer.resume();
    response.writeHead(400, ADDED_TO_ANSWERS).end('Authentication to data source failed');
    return;
  }
  const headers: OutgoingHttpHeaders = without(answer.headers, [...HOP_BY_HOP, ...NOT_FOR_BROWSER]);
  response.writeHead(answer.statusCode ?? 502, { ...headers, ...ADDED_TO_ANSWERS });
  // An answer that breaks off upstream breaks off here too: pipeline destroys the response.
  pipeline(answer, response, () => undefined);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

function without(headers: IncomingHttpHeaders, names: string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

/** Go's text/template as far as routes use it; a missing key renders `<no value>`, as Go does. */
function render(template: string, { jsonData = {}, secureJsonData = {} }: ProxiedDataSource): string {
  const text = template.replace(
    /\{\{\s*(orEmpty\s+)?\.(JsonData|SecureJsonData)\.(\w+)\s*\}\}/g,
    (_, orEmpty: string | undefined, store: string, key: string) =>
      String((store === 'JsonData' ? jsonData : secureJsonData)[key] ?? (orEmpty ? '' : '<no value>'))
  );
  if (text.includes('{{')) {
    throw new Error(`Routes may use {{ .JsonData.x }} and {{ .SecureJsonData.x }} only, found ${template}`);
  }
  return text;
}
