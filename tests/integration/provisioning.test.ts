import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import plugin from '../../src/plugin.json';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { ensureInstalled } from './prometheus/prometheusServer';

const ROOT = join(__dirname, '../..');

interface Service {
  image: string;
  ports?: string[];
  volumes: string[];
  restart?: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
  command?: string | string[];
}

interface ScrapeJob {
  job_name: string;
  scrape_timeout?: string;
  static_configs: Array<{ targets: string[]; labels?: Record<string, string> }>;
}

interface ProvisionedDataSource {
  uid: string;
  type: string;
  access: string;
  url?: string;
  jsonData: Record<string, string>;
  secureJsonData?: Record<string, string>;
}

const compose: { services: Record<string, Service>; volumes: Record<string, unknown> } = read('docker-compose.yml');
const services = Object.entries(compose.services);

function read(path: string) {
  return parse(text(path));
}

function text(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

describe('docker-compose.yml', () => {
  it.each(services)('pins the version of %s', (_, { image }) => {
    expect(image).toMatch(/:v?\d+(\.\d+|$)/);
  });

  it.each(services)('opens ports of %s on this machine only', (_, { ports = [] }) => {
    for (const port of ports) {
      expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it.each(services)('mounts into %s only what a clone or a named volume has', (_, { volumes }) => {
    for (const [source] of volumes.map((volume) => volume.split(':'))) {
      const known = source.startsWith('.') ? existsSync(join(ROOT, source)) : source in compose.volumes;
      expect([source, known]).toEqual([source, true]);
    }
  });

  it('checks the health of everything that keeps running', () => {
    for (const [name, { restart, healthcheck }] of services) {
      expect([name, healthcheck !== undefined]).toEqual([name, restart !== undefined]);
    }
  });

  it('starts Grafana when the plugin is built and Prometheus, Dagster and Trino hold their histories', () => {
    const { grafana, prometheus, dagster, seed, generator } = compose.services;
    expect(grafana.depends_on).toEqual({
      build: { condition: 'service_completed_successfully' },
      prometheus: { condition: 'service_healthy' },
      dagster: { condition: 'service_healthy' },
      'trino-queries': { condition: 'service_healthy' },
    });
    expect(compose.services['trino-queries'].depends_on).toMatchObject({ trino: { condition: 'service_healthy' } });
    expect(dagster.depends_on).toEqual({ 'dagster-history': { condition: 'service_completed_successfully' } });
    expect(prometheus.depends_on).toMatchObject({ seed: { condition: 'service_completed_successfully' } });
    for (const { depends_on: needed } of [seed, generator]) {
      expect(needed).toEqual({ history: { condition: 'service_completed_successfully' } });
    }
  });

  it('lets Grafana load the plugin unsigned, from the folder of its id', () => {
    const { environment, volumes } = compose.services.grafana;
    expect(environment?.GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS).toBe(plugin.id);
    expect(volumes).toContain(`plugin:/var/lib/grafana/plugins/${plugin.id}:ro`);
  });

  it('serves Dagster without the right to change anything, at the URL that the data source asks', () => {
    const { dagster, grafana } = compose.services;
    expect(dagster.command).toBe('sh /demo/start.sh serve /dagster 3070');
    expect(text('demo/dagster/start.sh')).toMatch(/exec .*dagster-webserver.* --read-only /);
    expect(grafana.environment?.DAGSTER_URL).toBe('${DAGSTER_URL:-http://dagster:3070}');
  });

  it('leads people to the Dagster that their browser reaches, or to their own', () => {
    const { dagster, grafana } = compose.services;
    expect(dagster.ports).toEqual(['127.0.0.1:3070:3070']);
    expect(grafana.environment?.DAGSTER_PAGE_URL).toBe('${DAGSTER_PAGE_URL:-${DAGSTER_URL:-http://localhost:3070}}');
  });

  it('serves Trino with the configuration whose rules are tried in trino/demo.test.ts, at the URL that the data source asks', () => {
    const { trino, grafana, 'trino-queries': queries } = compose.services;
    expect(trino.volumes).toEqual(['./demo/trino/etc:/etc/trino:ro']);
    expect(grafana.environment?.TRINO_URL).toBe('${TRINO_URL:-http://trino:8080}');
    expect(queries.command).toContain('--trino http://trino:8080 --epoch /prometheus/demo/epoch');
    expect(text('demo/trino/etc/rules.json')).toContain(
      JSON.stringify(read('provisioning/datasources/errorbudget.yaml').datasources[0].jsonData.trinoUser)
    );
  });

  it('pins every package of the demo’s Dagster', () => {
    const packages = text('demo/dagster/requirements.txt')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(packages).toContain('dagster==1.13.27');
    for (const line of packages) {
      expect(line).toMatch(/^[\w-]+==[\w.]+$/);
    }
  });

  it('keeps 120 days of Prometheus data', () => {
    expect(compose.services.prometheus.command).toContain('--storage.tsdb.retention.time=120d');
  });

  it('sets every variable that the provisioned data sources read', () => {
    const values = JSON.stringify(read('provisioning/datasources/errorbudget.yaml'));
    const names = [...values.matchAll(/\$(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(compose.services.grafana.environment ?? {})).toEqual(expect.arrayContaining(names));
  });
});

describe('the provisioned data sources', () => {
  const { datasources }: { datasources: ProvisionedDataSource[] } = read('provisioning/datasources/errorbudget.yaml');
  const [errorBudget, prometheus] = datasources;

  it('have the fixed uids that dashboards and alert rules name', () => {
    expect(errorBudget).toMatchObject({ uid: 'errorbudget', type: plugin.id, access: 'proxy' });
    expect(prometheus).toMatchObject({ uid: 'errorbudget-prometheus', type: 'prometheus', access: 'proxy' });
  });

  it('leave the URL of the plugin empty, to which Grafana would forward what matches no route', () => {
    expect(errorBudget.url).toBeUndefined();
  });

  it('hand every setting and secret to the plugin that its routes name', () => {
    const templates = JSON.stringify(plugin.routes);
    const named = (store: string) =>
      [...templates.matchAll(new RegExp(` \\.${store}\\.(\\w+)`, 'g'))].map(([, key]) => key);
    expect(Object.keys(errorBudget.jsonData)).toEqual(expect.arrayContaining(named('JsonData')));
    expect(Object.keys(errorBudget.secureJsonData ?? {}).sort()).toEqual([...new Set(named('SecureJsonData'))].sort());
  });

  it('hold no secret themselves', () => {
    for (const value of Object.values(errorBudget.secureJsonData ?? {})) {
      expect(value).toMatch(/^\$[A-Z_]+$/);
    }
  });
});

describe('the provisioned dashboards', () => {
  it('come from the folder that docker-compose.yml mounts', () => {
    const { providers } = read('provisioning/dashboards/errorbudget.yaml');
    expect(providers).toMatchObject([{ folder: 'Error Budget', type: 'file' }]);
    expect(compose.services.grafana.volumes).toContain(`./dashboards:${providers[0].options.path}:ro`);
  });
});

describe('the probes', () => {
  const { scrape_configs: jobs }: { scrape_configs: ScrapeJob[] } = read('provisioning/prometheus/prometheus.yml');
  const { modules }: { modules: Record<string, { timeout: string; http: Record<string, unknown> }> } = read(
    'provisioning/prometheus/blackbox.yml'
  );
  const blackbox = jobs.find(({ job_name: name }) => name === 'blackbox');
  const probes = (blackbox?.static_configs ?? []).map(({ targets, labels = {} }) => ({ targets, ...labels }));

  it('reach each application that the shipped catalogue asks for, and no others', () => {
    const asked = [
      ...text('src/catalogue/oso.yaml').matchAll(/probe_success\{job="blackbox",application="([^"]+)"\}/g),
    ];
    const applications = probes.map((probe) => 'application' in probe && probe.application);
    expect(applications.sort()).toEqual([...new Set(asked.map(([, application]) => application))].sort());
    expect(applications).toHaveLength(6);
  });

  it('time out before Prometheus does, so that a slow target is down and not unknown', () => {
    for (const { timeout } of Object.values(modules)) {
      expect(parseInt(timeout, 10)).toBeLessThan(parseInt(blackbox?.scrape_timeout ?? '', 10));
    }
  });

  /** The module of the application's probe passes an answer with HTTP 200 and this body. */
  function passes(application: string, body: string): boolean {
    const probe: Record<string, unknown> =
      probes.find((one) => 'application' in one && one.application === application) ?? {};
    const { http } = modules[String(probe.__param_module)];
    const patterns = (key: string) => [http[key] ?? []].flat().map((pattern) => new RegExp(String(pattern)));
    return (
      patterns('fail_if_body_not_matches_regexp').every((pattern) => pattern.test(body)) &&
      !patterns('fail_if_body_matches_regexp').some((pattern) => pattern.test(body))
    );
  }

  const assets = (...nodes: unknown[]) => JSON.stringify({ data: { assetsOrError: { nodes } } });
  const asset = (definition: unknown) => ({ key: { path: ['sqlmesh', 'model'] }, definition });

  it.each([
    ['dagster', 'its versions', '{"dagster_webserver_version": "1.11.16", "dagster_version": "1.11.16"}'],
    ['sqlmesh-pipeline', 'a SQLMesh asset', assets(asset(null), asset({ id: 'model' }))],
    ['api', 'an answer', '{"data":{"__typename":"Query"}}'],
    ['consumer-trino', 'the result of a query', '[{"answer":11111}]\n'],
  ])('%s is up if it answers with %s', (application, _, body) => {
    expect(passes(application, body)).toBe(true);
  });

  it.each([
    ['dagster', "a proxy's page", '<html>Welcome</html>'],
    ['sqlmesh-pipeline', 'no asset', assets()],
    ['sqlmesh-pipeline', 'assets whose code location does not load', assets(asset(null))],
    ['api', 'GraphQL errors', '{"errors":[{"message":"out of memory"}],"data":{"__typename":"Query"}}'],
    ['consumer-trino', 'an echo of the query', '{"error":"cannot run SELECT 41 * 271 AS answer"}'],
    ['consumer-trino', 'a query that only waits', '{"id":"20261122","nextUri":"x","stats":{"state":"QUEUED"}}'],
  ])('%s is down if it answers with %s', (application, _, body) => {
    expect(passes(application, body)).toBe(false);
  });

  it('send JSON, with the credentials of no one', () => {
    for (const { http } of Object.values(modules)) {
      expect(() => typeof http.body !== 'string' || JSON.parse(http.body)).not.toThrow();
      expect(http).not.toHaveProperty('authorization');
    }
  });
});

describeWithPrometheus('promtool', () => {
  beforeAll(ensureInstalled);

  it.each(['provisioning/prometheus/prometheus.yml', 'demo/prometheus/prometheus.yml'])('accepts %s', async (path) => {
    const { stdout } = await promisify(execFile)('promtool', ['check', 'config', path], { cwd: ROOT });
    expect(stdout).toContain('SUCCESS');
  });
});
