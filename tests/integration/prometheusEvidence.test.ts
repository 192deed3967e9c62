import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DAY_MS, HOUR_MS } from '../../src/budget/durations';
import { parseCatalogue } from '../../src/catalogue/parseCatalogue';
import type { Objective } from '../../src/catalogue/objective';
import { evaluateCatalogue } from '../../src/evaluation/evaluateCatalogue';
import type { Notice, Source } from '../../src/sources/contract';
import { prometheusSource } from '../../src/sources/prometheus/prometheusSource';
import { sharedReads } from '../../src/sources/sharedReads';
import { createGrafanaPort } from '../../src/transport/grafanaPort';
import { createNodePort } from '../../src/transport/nodePort';
import type { HttpPort } from '../../src/transport/port';
import { backendFetch } from './backendFetch';
import { startFaultyUpstream, type Fault, type FaultyUpstream } from './faultyUpstream';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import type { PrometheusServer } from './prometheus/prometheusServer';
import { minuteCounter } from './prometheus/minuteCounter';
import { serveSamples } from './prometheus/serveSamples';
import { startGrafanaProxy } from './startGrafanaProxy';
import type { ObjectiveRow } from '../../src/evaluation/results';

const END = Date.UTC(2026, 10, 29, 13);
const NOW = END - 5 * 60_000;
const never = new AbortController().signal;

type Evaluated = Extract<ObjectiveRow, { kind: 'events' }>;

/** 95 % over 2 days, of good or bad and total events. */
function slo(name: string, side: 'good' | 'bad', part: string, total: string, annotations = '{}'): string {
  const metric = (query: string) => `{metricSource: {type: Prometheus, spec: {query: '${query}'}}}`;
  return `
apiVersion: openslo/v1
kind: SLO
metadata: {name: ${name}, annotations: ${annotations}}
spec:
  service: shop
  indicator:
    metadata: {name: ${name}}
    spec:
      ratioMetric:
        counter: true
        ${side}: ${metric(part)}
        total: ${metric(total)}
  budgetingMethod: Occurrences
  timeWindow: [{duration: 2d, isRolling: true}]
  objectives: [{target: 0.95}]
`;
}

const SERVICE = 'apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\nspec: {}\n';
const grown = (selector: string) => `sum(increase(${selector}[{{.window}}]))`;
const REQUESTS = grown('http_requests_total{job="web"}');
const EXPECTED = "{error-budget/empty-bad: 'expected'}";

const SLOS = [
  slo('le-as-in-prometheus-2', 'good', grown('lat_bucket{le="1"}'), grown('lat_bucket{le="+Inf"}')),
  slo('misspelt-errors', 'bad', grown('errorz_total'), grown('lat_bucket{le="+Inf"}')),
  slo('misspelt-errors-or-0', 'bad', `${grown('http_errorz_total')} or vector(0)`, REQUESTS),
  slo('misspelt-errors-taken-away', 'good', `${REQUESTS} - (${grown('http_errorz_total')} or vector(0))`, REQUESTS),
  slo('misspelt-pattern', 'bad', grown('{__name__=~"http_errorz_.*"}'), REQUESTS),
  slo('misspelt-matcher', 'bad', grown('{jobb="web",code=~"5.."}'), REQUESTS),
  slo('quiet-pattern', 'bad', grown('{__name__=~"http_errors_.*",job="web"}'), REQUESTS),
  slo('born-with-its-first-error', 'bad', grown('http_errorz_total'), REQUESTS, EXPECTED),
  slo('wrong-label-excludes', 'good', grown('http_requests_total{job="web",codee!~"5.."}'), REQUESTS),
  slo('wrong-label-selects', 'good', grown('http_requests_total{job="web",codee=~"2.."}'), REQUESTS),
  slo('not-born-yet', 'bad', grown('http_requests_total{job="web",code=~"5.."}'), REQUESTS),
  slo('not-born-yet-or-0', 'bad', `${grown('http_requests_total{job="web",code=~"5.."}')} or vector(0)`, REQUESTS),
  slo('nothing-to-exclude', 'good', grown('http_requests_total{job="web",code!~"5.."}'), REQUESTS),
  slo('quiet-errors', 'bad', `${grown('http_errors_total')} or vector(0)`, REQUESTS),
  slo('healthy', 'bad', grown('http_requests_total{job="api",code=~"5.."}'), grown('http_requests_total{job="api"}')),
  slo('misspelt-total', 'bad', grown('http_errors_total'), grown('http_request_total{job="web"}')),
];

const ODD = [
  'le-as-in-prometheus-2',
  'misspelt-errors',
  'misspelt-errors-or-0',
  'misspelt-errors-taken-away',
  'misspelt-pattern',
  'misspelt-matcher',
  'wrong-label-excludes',
  'wrong-label-selects',
  'misspelt-total',
];

function catalogue(): Objective[] {
  const { objectives, problems } = parseCatalogue([SERVICE, ...SLOS].join('---\n'));
  expect(problems).toEqual([]);
  return objectives;
}

describeWithPrometheus('a side of an indicator that sees nothing', () => {
  let server: PrometheusServer;
  let upstream: FaultyUpstream;
  let objectives: Objective[];

  beforeAll(async () => {
    const life = { fromMs: END - 2 * DAY_MS - HOUR_MS, toMs: END };
    server = await serveSamples([
      minuteCounter('lat_bucket', { le: '1.0' }, life, () => 58),
      minuteCounter('lat_bucket', { le: '+Inf' }, life, () => 60),
      minuteCounter('http_requests_total', { job: 'web', code: '200' }, life, () => 30),
      minuteCounter('http_requests_total', { job: 'api', code: '200' }, life, () => 30),
      minuteCounter('http_requests_total', { job: 'api', code: '500' }, life, () => 1),
      minuteCounter('http_errors_total', { job: 'web' }, life, () => 0),
    ]);
    upstream = await startFaultyUpstream({ behind: server.url });
    objectives = catalogue();
  }, 120_000);

  afterAll(async () => {
    await upstream?.stop();
    await server?.stop();
  });

  beforeEach(() => upstream.reset());

  async function rowsFrom(source: Source): Promise<Map<string, Evaluated>> {
    const rows = await evaluateCatalogue(objectives, { Prometheus: source }, { atMs: NOW, nowMs: NOW }, never);
    return new Map(rows.map((row) => [row.objective.id, asEvaluated(row)]));
  }

  const straight = (): HttpPort => createNodePort({ bases: { prometheus: upstream.url } });
  const newSource = (port: HttpPort = straight()) => prometheusSource({ port, clock: () => NOW });
  const metadataRequests = () => upstream.requests.filter(({ path }) => /\/api\/v1\/(labels?|series)/.test(path));

  describe('is said on the row', () => {
    let rows: Map<string, Evaluated>;

    beforeAll(async () => {
      rows = await rowsFrom(newSource());
    });

    const rowOf = (id: string): Evaluated => {
      const row = rows.get(id);
      if (!row) {
        throw new Error(`no row ${id}`);
      }
      return row;
    };

    it.each([
      [
        'le-as-in-prometheus-2',
        /^good matched no series at all in the window \(not seen since 2026-11-27 12:55 UTC\).*le="1\.0": Prometheus 3 writes 1\.0/,
      ],
      ['misspelt-errors', /^bad matched no series at all in the window .*has no metric errorz_total/],
      ['misspelt-errors-or-0', /^bad matched no series .*http_errorz_total \(did you mean http_errors_total\?\)/],
      ['misspelt-errors-taken-away', /^good never differed from total .*http_errorz_total/],
      [
        'misspelt-pattern',
        /^bad matched no series .*name that matches "http_errorz_\.\*" \(did you mean http_errors_total\?\)/,
      ],
      ['misspelt-matcher', /^bad matched no series .*no series has a label jobb \(did you mean job\?\)/],
      ['wrong-label-excludes', /^good never differed from total .*has a label codee \(did you mean code\?\)/],
      ['wrong-label-selects', /^good matched no series at all .*has a label codee \(did you mean code\?\)/],
    ])('%s is provisional, with the reason', (id, text) => {
      const { evaluation, notices } = rowOf(id);
      expect(evaluation.status.provisional).toBe(true);
      expect(notices.filter(isWarning).map((notice) => notice.text)).toContainEqual(expect.stringMatching(text));
    });

    it('leaves the figures as they are: an absent side counts as 0', () => {
      expect(rowOf('le-as-in-prometheus-2').evaluation).toMatchObject({ good: 0, status: { state: 'breached' } });
      expect(rowOf('le-as-in-prometheus-2').evaluation.remaining.value).toBeCloseTo(-19);
      expect(rowOf('misspelt-errors').evaluation).toMatchObject({ bad: 0, status: { state: 'met' } });
      expect(rowOf('misspelt-errors').evaluation.total / (48 * 60 * 60)).toBeCloseTo(1, 3);
    });

    it.each(['not-born-yet', 'not-born-yet-or-0', 'nothing-to-exclude', 'quiet-errors', 'quiet-pattern', 'healthy'])(
      '%s stays plainly met',
      (id) => {
        const { evaluation, notices } = rowOf(id);
        expect(evaluation.status.provisional).toBe(false);
        expect(evaluation.status.state).toBe('met');
        expect(notices.filter(isWarning)).toEqual([]);
      }
    );

    it('an error that has not occurred yet is information only', () => {
      expect(rowOf('not-born-yet').notices).toMatchObject([
        { severity: 'info', text: expect.stringMatching(/^bad matched no series .*has code=~"5\.\."|at once$/) },
      ]);
      expect(rowOf('nothing-to-exclude').notices).toEqual([]);
    });

    it('an error metric that is born with its first error may be declared so', () => {
      const { evaluation, notices } = rowOf('born-with-its-first-error');
      expect(evaluation.status.provisional).toBe(false);
      expect(notices.map(({ severity }) => severity)).toEqual(['info']);
    });

    it('a total that is misspelt explains why there is no data', () => {
      const { evaluation, notices } = rowOf('misspelt-total');
      expect(evaluation.status.state).toBe('noData');
      expect(notices[0].text).toMatch(
        /^total matched no series .*http_request_total \(did you mean http_requests_total/
      );
    });
  });

  it('costs a few requests for each objective, shared by all panels and refreshes, and never the list of series', async () => {
    const source = sharedReads(newSource());
    await Promise.all([rowsFrom(source), rowsFrom(source)]);
    await rowsFrom(source);
    const paths = metadataRequests().map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.length).toBeLessThanOrEqual(2 * SLOS.length);
    expect(paths.filter((path) => path.includes('/series'))).toEqual([]);
    const asked = await countOf(() => evaluateHealthy(source));
    expect(asked).toBe(0);

    async function evaluateHealthy(shared: Source): Promise<void> {
      const healthy = objectives.filter(({ id }) => id === 'healthy');
      await evaluateCatalogue(healthy, { Prometheus: shared }, { atMs: NOW, nowMs: NOW }, never);
    }
    async function countOf(act: () => Promise<void>): Promise<number> {
      upstream.reset();
      await act();
      return metadataRequests().length;
    }
  });

  it('is printed by npm run status', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'error-budget-status-'));
    try {
      const file = join(directory, 'catalogue.yaml');
      writeFileSync(file, [SERVICE, ...SLOS].join('---\n'));
      const { stdout } = await promisify(execFile)('npx', [
        ...['tsx', 'command/main.ts', 'status', '--prometheus', upstream.url, '--catalogue', file],
        ...['--now', new Date(NOW).toISOString()],
      ]);
      expect(stdout).toMatch(/^misspelt-errors: bad matched no series at all in the window .*errorz_total/m);
      expect(stdout).toMatch(/met, provisional +misspelt-errors /);
      expect(stdout).toMatch(
        /^nothing-to-exclude: good never differed from total in the window \(8\d,\d+ of 8\d,\d+\)/m
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('is found through the routes of Grafana, too', async () => {
    const { routes } = jest.requireActual<{ routes: Array<{ path: string; method: string; url: string }> }>(
      '../../src/plugin.json'
    );
    const proxy = await startGrafanaProxy({ uid: 'errorbudget', routes, jsonData: { prometheusUrl: upstream.url } });
    const port = createGrafanaPort({ fetch: backendFetch, proxyUrl: proxy.url, routes: { prometheus: 'prom-none' } });
    try {
      const rows = await rowsFrom(newSource(port));
      const odd = [...rows].filter(([, { notices }]) => notices.some(isWarning)).map(([id]) => id);
      expect(odd.sort()).toEqual([...ODD].sort());
    } finally {
      await proxy.stop();
    }
  });

  it.each([403, 404])(
    'is said without a reason where a proxy answers HTTP %d to questions about labels',
    async (status) => {
      const refused: Fault = async ({ request, response, trueAnswer }) => {
        if (/\/api\/v1\/label/.test(request.path)) {
          response.writeHead(status, { 'content-type': 'text/plain' }).end('no\n');
          return;
        }
        const { status: found, contentType, body } = await trueAnswer();
        response.writeHead(found, { 'content-type': contentType }).end(body);
      };
      upstream.always(refused);
      const rows = await rowsFrom(newSource());
      expect(rows.get('le-as-in-prometheus-2')?.evaluation.status.provisional).toBe(true);
      expect(rows.get('misspelt-errors')?.evaluation.status.provisional).toBe(false);
      expect(rows.get('misspelt-errors')?.notices).toMatchObject([
        { severity: 'info', text: expect.stringMatching(/^bad matched no series at all in the window/) },
      ]);
    }
  );
});

function isWarning({ severity }: Notice): boolean {
  return severity === 'warning';
}

function asEvaluated(row: ObjectiveRow): Evaluated {
  if (row.kind !== 'events') {
    throw new Error(row.kind === 'failed' ? row.error.message : `${row.objective.id} has no events`);
  }
  return row;
}
