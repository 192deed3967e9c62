/** @jest-environment ./tests/browserEnvironment.js */
import {
  dateTime,
  LoadingState,
  type DataFrame,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import { lastValueFrom, toArray } from 'rxjs';
import { DAY_MS, HOUR_MS } from '../../src/budget/durations';
import { ErrorBudgetDataSource } from '../../src/datasource/datasource';
import type { ErrorBudgetQuery } from '../../src/queries/query';
import type { ErrorBudgetSettings } from '../../src/datasource/settings';
import { backendFetch } from './backendFetch';
import { loginPage, startFaultyUpstream, unauthorized, type FaultyUpstream } from './faultyUpstream';
import { startGrafanaProxy, type GrafanaProxy } from './startGrafanaProxy';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { prepareFixture, type Fixture } from './prometheus/fixture';
import { fixtureText } from './prometheus/objectives';

jest.mock('@grafana/runtime', () => ({
  getBackendSrv: () => ({ fetch: backendFetch }),
  getTemplateSrv: () => ({ replace: (text: string) => text, getVariables: () => [] }),
  getDataSourceSrv: () => ({ getInstanceSettings: () => undefined }),
}));

const { routes } = jest.requireActual<{ routes: Array<{ path: string; method: string; url: string }> }>(
  '../../src/plugin.json'
);

describeWithPrometheus('the data source, through Grafana’s data proxy, on a real Prometheus', () => {
  let fixture: Fixture;
  let upstream: FaultyUpstream;
  let proxy: GrafanaProxy;
  let catalogue: string;

  beforeAll(async () => {
    fixture = await prepareFixture({ scale: 'test' });
    jest.useFakeTimers({ now: fixture.endMs, doNotFake: [...REAL_TIMERS] });
    const { services, probes } = fixture.workload;
    catalogue = fixtureText(
      services.map(({ name }) => name),
      probes.map(({ name }) => name)
    );
    upstream = await startFaultyUpstream({ behind: fixture.url });
    proxy = await startGrafanaProxy({
      uid: 'errorbudget',
      routes,
      jsonData: { prometheusUrl: upstream.url },
      secureJsonData: { prometheusToken: 'secret' },
    });
  }, 300_000);

  afterAll(async () => {
    jest.useRealTimers();
    await proxy?.stop();
    await upstream?.stop();
    await fixture?.stop();
  });

  beforeEach(() => upstream.reset());

  function dataSource(settings: ErrorBudgetSettings = {}): ErrorBudgetDataSource {
    const instance = {
      id: 1,
      uid: 'errorbudget',
      type: 'oso-errorbudget-datasource',
      name: 'Error Budget',
      url: proxy.url,
      jsonData: { prometheusUrl: upstream.url, catalogue, ...settings },
    };
    return new ErrorBudgetDataSource(
      instance as unknown as DataSourceInstanceSettings<ErrorBudgetSettings>,
      () => null
    );
  }

  function request(targets: Array<Partial<ErrorBudgetQuery>>, fromMs: number, toMs: number) {
    const [from, to] = [dateTime(fromMs), dateTime(toMs)];
    return {
      requestId: 'Q1',
      interval: '1h',
      intervalMs: HOUR_MS,
      range: { from, to, raw: { from, to } },
      scopedVars: {},
      targets: targets.map((target, i) => ({ refId: String.fromCharCode(65 + i), ...target })),
      timezone: 'utc',
      app: 'dashboard',
      startTime: fixture.endMs,
    };
  }

  async function run(
    source: ErrorBudgetDataSource,
    targets: Array<Partial<ErrorBudgetQuery>>,
    days = 30,
    endMs = fixture.endMs
  ) {
    const packets = await lastValueFrom(source.query(request(targets, endMs - days * DAY_MS, endMs)).pipe(toArray()));
    const frames = new Map<string, DataFrame[]>();
    for (const { key, data } of packets) {
      frames.set(key ?? '', data);
    }
    return { packets, frameOf: (refId: string) => frameOf(frames, refId), last: lastOf(packets) };
  }

  it('answers the status of every objective with the figures that the truth demands', async () => {
    const { frameOf, last } = await run(dataSource(), [{ queryType: 'status' }]);
    const frame = frameOf('A');
    expect(last.state).toBe(LoadingState.Done);
    expect(frame.length).toBe(fixture.workload.services.length + fixture.workload.probes.length);
    const row = columnOf(frame, 'Objective id').indexOf('s2');
    const truth = fixture.truth.budget('s2', fixture.endMs - 30 * DAY_MS + 25 * 60_000, fixture.endMs, 0.99);
    expect(Math.abs(Number(columnOf(frame, 'Budget remaining')[row]) - truth)).toBeLessThan(0.0025);
    expect(frame.meta?.executedQueryString).toContain('increase(http_requests_total{application="s2"}');
  });

  it('streams whole frames: every row is there from the first packet, as loading', async () => {
    const { packets } = await run(dataSource(), [{ queryType: 'status' }]);
    const rows = fixture.workload.services.length + fixture.workload.probes.length;
    expect(packets.every(({ data }) => data[0].length === rows)).toBe(true);
    expect(new Set(columnOf(packets[0].data[0], 'Status'))).toEqual(new Set(['loading']));
    expect(columnOf(lastOf(packets).data[0], 'Status')).not.toContain('loading');
  });

  it('costs one fetch per indicator and tier, however many panels a dashboard has', async () => {
    const source = dataSource();
    const types = ['status', 'category', 'sli', 'budget', 'burnRate', 'events', 'remediation', 'breaches'] as const;
    const panels = [...types, 'sli', 'budget', 'status', 'events'] as const;
    await Promise.all(panels.map((queryType) => run(source, [{ queryType, objectives: ['s2', 'p1'] }])));
    const ranges = upstream.requests.filter(({ path }) => path.endsWith('/query_range'));
    const distinct = new Set(ranges.map(({ body }) => body));
    process.stdout.write(
      `${panels.length} panels over 2 indicators: ${ranges.length} range requests, ${distinct.size} of them distinct\n`
    );
    expect(ranges).toHaveLength(distinct.size);
    // Hours in two pieces of at most 31 days, the charts' older ones and the windows', and one of five minutes.
    expect(ranges.length).toBeLessThanOrEqual(2 * 4);
  });

  it('answers the same at a given instant over 7, 30 and 90 days and over a past range', async () => {
    const source = dataSource();
    const instant = fixture.endMs - 35 * 60_000 - 2 * DAY_MS;
    const seen = await Promise.all(
      [
        [7, fixture.endMs],
        [30, fixture.endMs],
        [90, fixture.endMs],
        [5, fixture.endMs - DAY_MS],
      ].map(async ([days, endMs]) => {
        const { frameOf } = await run(source, [{ queryType: 'budget', objectives: ['s2'] }], days, endMs);
        const frame = frameOf('A');
        return frame.fields[1].values[frame.fields[0].values.indexOf(instant)];
      })
    );
    expect(seen[0]).toBeGreaterThan(0);
    expect(new Set(seen).size).toBe(1);
  });

  it('aborts what is under way when the panel goes away', async () => {
    let aborted = 0;
    upstream.always(({ response }) => void response.on('close', () => aborted++));
    const subscription = dataSource()
      .query(request([{ queryType: 'status', objectives: ['p1'] }], fixture.endMs - DAY_MS, fixture.endMs))
      .subscribe();
    while (upstream.requests.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    subscription.unsubscribe();
    await new Promise((resolve) => setImmediate(resolve));
    const asked = upstream.requests.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(upstream.requests.length).toBe(asked);
  });

  it('does nothing for hidden queries', async () => {
    const { last } = await run(dataSource(), [{ queryType: 'status', hide: true }]);
    expect(last.data).toEqual([]);
    expect(upstream.requests).toHaveLength(0);
  });

  describe('when something is wrong', () => {
    it.each([
      ['credentials are refused', unauthorized, /refused the credentials/],
      ['a login page answers', loginPage, /HTML page/],
    ])('because %s, each row says so and the panel stays', async (_, fault, why) => {
      upstream.always(fault);
      const { frameOf, last } = await run(dataSource(), [{ queryType: 'status', objectives: ['s2', 'p1'] }]);
      expect(last.errors).toBeUndefined();
      expect(columnOf(frameOf('A'), 'Status')).toEqual(['failed', 'failed']);
      expect(columnOf(frameOf('A'), 'Why').every((text) => why.test(String(text)))).toBe(true);
    });

    it('a chart without any series is an error, once, and other queries go on', async () => {
      upstream.always(unauthorized);
      const { packets } = await run(dataSource(), [
        { queryType: 'sli', objectives: ['s2'] },
        { queryType: 'status', objectives: ['s2'] },
      ]);
      const withErrors = packets.filter(({ errors }) => errors);
      expect(withErrors).toHaveLength(1);
      expect(withErrors[0].errors).toEqual([
        { refId: 'A', message: expect.stringMatching(/Requests of s2 \(s2\), Prometheus: .*refused the credentials/) },
      ]);
    });

    it('an unknown objective is named, with those that exist', async () => {
      const { last } = await run(dataSource(), [{ queryType: 'status', objectives: ['s9'] }]);
      expect(last.errors?.[0].message).toMatch(/holds no objective "s9"\. It holds: s1, s2/);
    });

    it('a window that is no duration is named', async () => {
      const { last } = await run(dataSource(), [{ queryType: 'status', window: '7 days' }]);
      expect(last.errors?.[0].message).toMatch(/"7 days" is not a duration/);
    });

    it('the health check says for the upstream and for each objective what is wrong', async () => {
      upstream.always(unauthorized);
      const result = await dataSource({ prometheusAuth: 'bearer' }).testDatasource();
      expect(result.status).toBe('error');
      expect(result.details?.message).toMatch(/✕ Prometheus: refused with a bearer token .*authentication/);
      const lines = String(result.details?.verboseMessage).split('\n');
      expect(lines).toHaveLength(1 + fixture.workload.services.length + fixture.workload.probes.length);
      expect(lines[0]).toMatch(/^✕ Prometheus: refused/);
      expect(result.details?.verboseMessage).toMatch(/✕ Requests of s2 \(s2\), Prometheus: .*refused the credentials/);
    });

    it('the health check refuses a catalogue with a broken document and names its position', async () => {
      const broken = `${catalogue}\n---\napiVersion: openslo/v1\nkind: SLO\nmetadata: { name: odd }\nspec: {}\n`;
      const result = await dataSource({ catalogue: broken }).testDatasource();
      expect(result.status).toBe('error');
      expect(result.details?.message).toMatch(/✕ Catalogue: Document \d+ \(SLO odd\), line \d+/);
    });
  });

  it('the health check of a healthy data source names version and credentials', async () => {
    const result = await dataSource({ prometheusAuth: 'bearer' }).testDatasource();
    expect(result.details?.message).toMatch(/✓ Prometheus \d+\.\d+\.\d+.*: reachable with a bearer token\./);
    expect(result).toMatchObject({ status: 'success', message: '13 of 13 objectives are measurable.' });
    expect(upstream.requests.every(({ headers }) => headers.authorization === 'Bearer secret')).toBe(true);
  });

  it('tries one objective over its own window', async () => {
    const result = await dataSource().tryObjective('p1', new AbortController().signal);
    expect(result).toMatchObject({ state: 'met', bad: 57, coverage: 1 });
    expect(result.lastEventMs).toBe(fixture.endMs);
  });
});

const REAL_TIMERS = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'nextTick',
  'queueMicrotask',
  'performance',
  'hrtime',
] as const;

function lastOf(packets: DataQueryResponse[]): DataQueryResponse {
  const last = packets.at(-1);
  if (!last) {
    throw new Error('no packet');
  }
  return last;
}

function frameOf(frames: Map<string, DataFrame[]>, refId: string): DataFrame {
  const [frame] = frames.get(refId) ?? [];
  if (!frame) {
    throw new Error(`no frame ${refId}`);
  }
  return frame;
}

function columnOf(frame: DataFrame, name: string): unknown[] {
  const field = frame.fields.find((candidate) => candidate.name === name);
  if (!field) {
    throw new Error(`no field ${name} in ${frame.fields.map((candidate) => candidate.name).join(', ')}`);
  }
  return Array.from(field.values);
}
