import plugin from '../plugin.json';
import { routeOf, ROUTES } from './routes';
import { type AuthMode } from './settings';
import { UPSTREAMS, type Endpoint } from '../transport/port';

interface Route {
  path: string;
  method: string;
  url: string;
  headers?: Array<{ name: string; content: string }>;
}

const routes: Route[] = plugin.routes;

/** What each upstream may be asked, as method and path below its base. */
const ALLOWED: Record<Endpoint, string[]> = {
  prometheus: [
    'POST api/v1/query_range',
    'GET api/v1/query_range',
    'POST api/v1/query',
    'GET api/v1/query',
    // Grafana compares beginnings: the longer path comes first.
    'GET api/v1/labels',
    'GET api/v1/label',
    'GET api/v1/status/buildinfo',
  ],
  dagster: ['POST graphql'],
  // Pages are below v1/statement; Grafana compares without the slash at a route's end.
  trino: ['GET v1/statement', 'DELETE v1/statement', 'POST v1/statement', 'GET v1/info'],
  server: ['POST api/v1/evaluations', 'GET api/v1/catalogue', 'GET api/v1/state'],
};

/** Without the secret that fills it. */
const HEADERS: Record<string, Array<[string, string]>> = {
  'prom-none': [],
  'prom-basic': [['Authorization', 'Basic {{ .SecureJsonData.prometheusBasic }}']],
  'prom-bearer': [['Authorization', 'Bearer {{ .SecureJsonData.prometheusToken }}']],
  'dagster-none': [],
  'dagster-basic': [['Authorization', 'Basic {{ .SecureJsonData.dagsterBasic }}']],
  'dagster-bearer': [['Authorization', 'Bearer {{ .SecureJsonData.dagsterToken }}']],
  'dagster-cloud': [['Dagster-Cloud-Api-Token', '{{ .SecureJsonData.dagsterToken }}']],
  'trino-none': [['X-Trino-User', '{{ orEmpty .JsonData.trinoUser }}']],
  'trino-basic': [['Authorization', 'Basic {{ .SecureJsonData.trinoBasic }}']],
  'trino-bearer': [['Authorization', 'Bearer {{ .SecureJsonData.trinoToken }}']],
  'server-none': [],
  'server-bearer': [['Authorization', 'Bearer {{ .SecureJsonData.serverToken }}']],
};

const sets = [...UPSTREAMS, 'server' as const].flatMap((upstream) =>
  Object.values(ROUTES[upstream]).map((prefix) => ({ upstream, prefix, own: routesOf(prefix) }))
);

function routesOf(prefix: string): Route[] {
  return routes.filter(({ path }) => path.startsWith(`${prefix}/`));
}

/** Grafana takes the first route of that method whose path begins the requested one; it does not look at segments. */
function taken(method: string, path: string): Route | undefined {
  return routes.find((route) => route.method === method && path.startsWith(route.path));
}

describe('the routes of plugin.json', () => {
  it('are the route sets of every upstream and auth mode, and no others', () => {
    const prefixes = new Set(routes.map(({ path }) => path.split('/')[0]));
    expect([...prefixes].sort()).toEqual(sets.map(({ prefix }) => prefix).sort());
  });

  it.each(sets)('$prefix reaches what the upstream needs, and nothing else', ({ upstream, prefix, own }) => {
    expect(own.map(({ method, path }) => `${method} ${path.slice(prefix.length + 1)}`)).toEqual(ALLOWED[upstream]);
  });

  it.each(sets)('$prefix puts the same path below the base of its own upstream', ({ upstream, prefix, own }) => {
    for (const { path, url } of own) {
      expect(url).toBe(`{{ .JsonData.${upstream}Url }}/${path.slice(prefix.length + 1)}`);
    }
  });

  it.each(sets)('$prefix sends its header, and no other, with every request', ({ prefix, own }) => {
    for (const { headers = [] } of own) {
      expect(headers.map(({ name, content }) => [name, content])).toEqual(HEADERS[prefix]);
    }
  });

  it('name one method each, because Grafana does not accept lists', () => {
    for (const { method } of routes) {
      expect(method).toMatch(/^(GET|POST|DELETE)$/);
    }
  });

  it('begin without a slash and name longer paths before their beginnings', () => {
    for (const route of routes) {
      expect(route.path).not.toMatch(/^\/|\/$/);
      expect(taken(route.method, route.path)).toBe(route);
    }
  });

  it('carry the pages of a Trino query and its cancellation', () => {
    const page = 'trino-bearer/v1/statement/executing/20261122_100000_00001_abcde/y1/1';
    expect(taken('GET', page)?.path).toBe('trino-bearer/v1/statement');
    expect(taken('DELETE', page)?.path).toBe('trino-bearer/v1/statement');
  });

  it('carry the names and values of labels', () => {
    expect(taken('GET', 'prom-basic/api/v1/label/__name__/values')?.url).toMatch(/\/api\/v1\/label$/);
    expect(taken('GET', 'prom-basic/api/v1/labels')?.url).toMatch(/\/api\/v1\/labels$/);
  });

  it.each([
    ['POST', 'prom-none/api/v1/admin/tsdb/delete_series'],
    ['GET', 'prom-none/api/v1/status/config'],
    ['GET', 'prom-none/api/v1/targets'],
    ['GET', 'prom-none/api/v1/series'],
    ['POST', 'prom-none/api/v1/labels'],
    ['PUT', 'prom-none/api/v1/query'],
    ['POST', 'prom-none/-/quit'],
    ['GET', 'dagster-none/graphql'],
    ['POST', 'dagster-none/report_asset_materialization/key'],
    ['DELETE', 'trino-none/v1/query/20261122_100000_00001_abcde'],
    ['GET', 'trino-none/v1/query'],
    ['PUT', 'trino-none/v1/info/state'],
  ])('do not carry %s %s', (method, path) => {
    expect(taken(method, path)).toBeUndefined();
  });
});

describe('routeOf', () => {
  it('names the route set of an upstream and a mode', () => {
    expect(routeOf('prometheus', 'none')).toBe('prom-none');
    expect(routeOf('dagster', 'dagsterCloud')).toBe('dagster-cloud');
    expect(routeOf('trino', 'bearer')).toBe('trino-bearer');
  });

  it('takes no mode, or the empty text of an unset variable, for none', () => {
    const settings: { trinoAuth?: AuthMode } = JSON.parse('{ "trinoAuth": "" }');
    expect(routeOf('trino', settings.trinoAuth)).toBe('trino-none');
    expect(routeOf('trino')).toBe('trino-none');
  });

  it('refuses a mode that the upstream does not know, and names those that it knows', () => {
    expect(() => routeOf('prometheus', 'dagsterCloud')).toThrow(
      'prometheusAuth is "dagsterCloud", expected one of none, basic, bearer'
    );
  });
});
