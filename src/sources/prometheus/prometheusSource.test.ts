import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { Objective, PrometheusSpec } from '../../catalogue/objective';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../transport/port';
import { TransportError } from '../../transport/transportError';
import { SourceError } from '../sourceError';
import { SERIES_UNIT } from './bucketQuery';
import { prometheusSource } from './prometheusSource';
import type { Source } from '../contract';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const LAST_HOUR = Date.UTC(2026, 10, 22, 10);

const counter = (query: string): PrometheusSpec => ({ query, counterSelectors: ['requests_total'] });
const gauge = (query: string): PrometheusSpec => ({ query, counterSelectors: [] });

function objectiveOf(good: PrometheusSpec, total: PrometheusSpec, id = 'api-requests'): Objective {
  return {
    id,
    displayName: 'API requests',
    description: '',
    category: { id: 'public', displayName: 'Public', description: '' },
    target: 0.99,
    budgeting: { method: 'Occurrences' },
    window: { type: 'rolling', durationMs: 30 * DAY_MS },
    indicator: { source: 'Prometheus', measure: { shape: 'goodTotal', good, total } },
    policy: { noData: 'unknown', exclusions: [], severity: 'ticket', timeBased: false },
    labels: {},
  };
}

const REQUESTS = objectiveOf(counter('good[{{.window}}]'), counter('total[{{.window}}]'));
const PROBES = objectiveOf(gauge('up[{{.window}}]'), gauge('probes[{{.window}}]'));

interface Bucket {
  good: number;
  total: number;
  /** Samples of the one series; 60 a full hour. */
  samples: number;
}

interface FakeOptions {
  bucketAt: (endMs: number) => Bucket | undefined;
  growth?: { good: number; total: number };
  warnings?: string[];
}

/** A Prometheus that answers what the test says and remembers what it was asked. */
function fakePrometheus({ bucketAt, growth, warnings }: FakeOptions) {
  const asked: Array<{ path: string; points: number; parameters: URLSearchParams }> = [];
  let intervalsAsked = 0;
  const port: HttpPort = {
    async send({ path, body }, signal): Promise<HttpAnswer> {
      signal.throwIfAborted();
      const parameters = new URLSearchParams(body);
      const query = parameters.get('query') ?? '';
      if (query === 'vector(0 / 0)') {
        return success({ resultType: 'vector', result: [{ metric: {}, value: [1, 'NaN'] }] });
      }
      if (query === 'increase(up[1m] anchored)') {
        return failure('unexpected "anchored"');
      }
      if (query.startsWith('label_replace(max(count_over_time')) {
        intervalsAsked++;
        const metric = { error_budget_lookback: '21600000' };
        return success({ resultType: 'vector', result: [{ metric, value: [1, SAMPLES_IN_SIX_HOURS] }] });
      }
      const start = Number(parameters.get('start'));
      const step = Number(parameters.get('step'));
      const points = path === '/api/v1/query' ? 1 : (Number(parameters.get('end')) - start) / step + 1;
      asked.push({ path, points, parameters });
      await Promise.resolve();
      const at = (read: (bucket: Bucket) => string) =>
        Array.from({ length: points }, (_, i) => start + i * step).flatMap((time) => {
          const bucket = bucketAt(time * 1000);
          return bucket ? [[time, read(bucket)]] : [];
        });
      const matrix = [
        { metric: { error_budget: 'good' }, values: at(({ good }) => String(good)) },
        { metric: { error_budget: 'total' }, values: at(({ total }) => String(total)) },
        ...(parameters.get('query')?.includes('"samples"')
          ? [{ metric: { error_budget: 'samples' }, values: at(({ samples }) => String(samples + SERIES_UNIT)) }]
          : []),
      ];
      const vector = Object.entries(growth ?? {}).map(([term, value]) => ({
        metric: { error_budget: term },
        value: [1, String(value)],
      }));
      const data =
        path === '/api/v1/query' ? { resultType: 'vector', result: vector } : { resultType: 'matrix', result: matrix };
      return success(data, warnings);
    },
  };
  return { port, asked, intervalsAsked: () => intervalsAsked };
}

/** Scraped once a minute. */
const SAMPLES_IN_SIX_HOURS = '360';

function success(data: unknown, warnings?: string[]): HttpAnswer {
  return { status: 200, headers: {}, text: JSON.stringify({ status: 'success', data, warnings }) };
}

function failure(error: string): HttpAnswer {
  return { status: 400, headers: {}, text: JSON.stringify({ status: 'error', errorType: 'bad_data', error }) };
}

const steady = (): Bucket => ({ good: 99, total: 100, samples: 60 });
const never = new AbortController().signal;

function readHours(source: Source, hours: number, objective = REQUESTS, nowMs = NOW) {
  const toMs = nowMs - (nowMs % HOUR_MS);
  return source.read('counts', { objective, stepMs: HOUR_MS, fromMs: toMs - hours * HOUR_MS, toMs, nowMs }, never);
}

describe('counts from Prometheus', () => {
  it('come by POST, as the points at the ends of the buckets', async () => {
    const { port, asked } = fakePrometheus({ bucketAt: steady });
    const { counts } = await readHours(prometheusSource({ port, clock: () => NOW }), 3);
    expect([...counts.total]).toEqual([100, 100, 100]);
    expect([...counts.good]).toEqual([99, 99, 99]);
    expect([...counts.coverage]).toEqual([1, 1, 1]);
    expect(counts.startMs).toBe(LAST_HOUR - 3 * HOUR_MS);
    expect(asked).toHaveLength(1);
    expect(asked[0].path).toBe('/api/v1/query_range');
    expect(Number(asked[0].parameters.get('start'))).toBe((LAST_HOUR - 2 * HOUR_MS) / 1000);
    expect(Number(asked[0].parameters.get('end'))).toBe(LAST_HOUR / 1000);
  });

  it('come by GET with further parameters where the operator’s own data source says so', async () => {
    const sent: HttpRequest[] = [];
    const port: HttpPort = {
      send: async (request) => {
        sent.push(request);
        return success({ resultType: 'matrix', result: [] });
      },
    };
    await readHours(prometheusSource({ port, httpMethod: 'GET', parameters: { dedup: 'true' } }), 3, PROBES);
    expect(sent[0]).toMatchObject({
      method: 'GET',
      path: expect.stringMatching(/^\/api\/v1\/query_range\?dedup=true&query=/),
    });
    expect(sent[0].body).toBeUndefined();
  });

  it('ask for 60 days in two requests', async () => {
    const { port, asked } = fakePrometheus({ bucketAt: steady });
    await readHours(prometheusSource({ port, clock: () => NOW }), 60 * 24);
    expect(asked.map(({ points }) => points)).toEqual([720, 720]);
  });

  it('ask once for all panels that load at the same time, and only for the tail an hour later', async () => {
    const { port, asked } = fakePrometheus({ bucketAt: steady });
    let now = NOW;
    const source = prometheusSource({ port, clock: () => now });
    await Promise.all([readHours(source, 720), readHours(source, 720), readHours(source, 24)]);
    expect(asked).toHaveLength(1);
    now += HOUR_MS;
    await readHours(source, 720, REQUESTS, now);
    expect(asked.slice(1).map(({ points }) => points)).toEqual([1]);
  });

  it('ask for the scrape interval once, and let ranges overlap by it', async () => {
    const { port, asked, intervalsAsked } = fakePrometheus({ bucketAt: steady });
    const source = prometheusSource({ port, clock: () => NOW });
    await Promise.all([readHours(source, 24), readHours(source, 24, PROBES)]);
    await readHours(source, 720);
    expect(intervalsAsked()).toBe(1);
    const queries = asked.map(({ parameters }) => parameters.get('query'));
    expect(queries.filter((query) => query?.includes('good[3659999ms]) * 3600 / 3660'))).toHaveLength(2);
    expect(queries.filter((query) => query?.includes('up[3599999ms]'))).toHaveLength(1);
  });

  it('ask once what the server understands, also of objectives that come between its answers', async () => {
    const { port } = fakePrometheus({ bucketAt: steady });
    const traits: string[] = [];
    let answerAnchored: (() => void) | undefined;
    const source = prometheusSource({
      port: {
        async send(request, signal) {
          const query = new URLSearchParams(request.body).get('query') ?? '';
          if (/vector|anchored/.test(query)) {
            traits.push(query);
          }
          if (query.includes('anchored')) {
            await new Promise<void>((resolve) => (answerAnchored = resolve));
          }
          return port.send(request, signal);
        },
      },
      clock: () => NOW,
    });
    const first = readHours(source, 24);
    await new Promise((resolve) => setTimeout(resolve));
    const second = readHours(source, 24, { ...REQUESTS, id: 'between' });
    await new Promise((resolve) => setTimeout(resolve));
    answerAnchored?.();
    await Promise.all([first, second]);
    expect(traits).toEqual(['vector(0 / 0)', 'increase(up[1m] anchored)']);
  });

  it('ask again what the server understands where it was overloaded', async () => {
    const { port } = fakePrometheus({ bucketAt: steady });
    let anchored = 0;
    const source = prometheusSource({
      port: {
        async send(request, signal) {
          const isAnchored = new URLSearchParams(request.body).get('query')?.includes('anchored');
          anchored += isAnchored ? 1 : 0;
          return isAnchored && anchored === 1 ? { status: 503, headers: {}, text: 'busy' } : port.send(request, signal);
        },
      },
      clock: () => NOW,
    });
    for (const days of [1, 2, 3]) {
      await readHours(source, days * 24);
    }
    expect(anchored).toBe(2);
  });

  it('of two objectives with one indicator are asked for once', async () => {
    const { port, asked } = fakePrometheus({ bucketAt: steady });
    const source = prometheusSource({ port, clock: () => NOW });
    await readHours(source, 24);
    await readHours(source, 24, { ...REQUESTS, id: 'api-requests-strict', target: 0.999 });
    expect(asked).toHaveLength(1);
  });

  it('leave buckets open that ended less than five minutes ago', async () => {
    const { port } = fakePrometheus({ bucketAt: steady });
    const source = prometheusSource({ port, clock: () => NOW });
    const fiveMinutes = 5 * MINUTE_MS;
    const { counts } = await source.read(
      'counts',
      { objective: REQUESTS, stepMs: fiveMinutes, fromMs: NOW - 12 * fiveMinutes, toMs: NOW, nowMs: NOW },
      never
    );
    expect(counts.settledUntilMs).toBe(NOW - fiveMinutes);
  });

  it('lower coverage and stay open when the server says that data are missing', async () => {
    const { port, asked } = fakePrometheus({ bucketAt: steady, warnings: ['store gateway unavailable'] });
    let now = NOW;
    const source = prometheusSource({ port, clock: () => now });
    const { counts, notices } = await readHours(source, 3);
    expect([...counts.coverage]).toEqual([0.5, 0.5, 0.5]);
    expect(notices[0].text).toMatch(/incomplete data.*store gateway unavailable/);
    now += MINUTE_MS;
    await readHours(source, 3, REQUESTS, now);
    expect(asked.map(({ points }) => points)).toEqual([3, 3]);
  });

  it('take no traffic with samples for observed, and no samples for unobserved', async () => {
    const { port } = fakePrometheus({
      bucketAt: (endMs) => (endMs < LAST_HOUR - HOUR_MS ? undefined : { good: 0, total: 0, samples: 60 }),
    });
    const { counts } = await readHours(prometheusSource({ port, clock: () => NOW }), 4);
    expect([...counts.coverage]).toEqual([0, 0, 1, 1]);
  });
});

describe('a hole in the samples', () => {
  const holeFrom = LAST_HOUR - 10 * HOUR_MS;
  const holeTo = holeFrom + 4 * HOUR_MS;
  const withHole = (endMs: number) => (endMs > holeFrom && endMs <= holeTo ? undefined : steady());

  it('is bridged by one query over it and one bucket on either side', async () => {
    const { port, asked } = fakePrometheus({ bucketAt: withHole, growth: { good: 398, total: 600 } });
    const { counts } = await readHours(prometheusSource({ port, clock: () => NOW }), 24);
    const bridges = asked.filter(({ path }) => path === '/api/v1/query');
    expect(bridges).toHaveLength(1);
    expect(Number(bridges[0].parameters.get('time'))).toBe((holeTo + HOUR_MS) / 1000);
    expect(bridges[0].parameters.get('query')).toContain(`[${6 * HOUR_MS + MINUTE_MS - 1}ms]`);
    expect([...counts.total.subarray(13, 19)]).toEqual([100, 100, 100, 100, 100, 100]);
    expect([...counts.good.subarray(13, 19)]).toEqual([99, 50, 50, 50, 50, 99]);
    expect([...counts.coverage.subarray(13, 19)]).toEqual([1, 0, 0, 0, 0, 1]);
  });

  it('is bridged once and for all', async () => {
    const { port, asked } = fakePrometheus({ bucketAt: withHole, growth: { good: 398, total: 600 } });
    const source = prometheusSource({ port, clock: () => NOW });
    await readHours(source, 24);
    const again = await readHours(source, 24);
    expect(asked.filter(({ path }) => path === '/api/v1/query')).toHaveLength(1);
    expect(again.counts.good[15]).toBe(50);
  });

  it('is never bridged for a gauge', async () => {
    const { port, asked } = fakePrometheus({ bucketAt: withHole, growth: { good: 398, total: 600 } });
    const { counts } = await readHours(prometheusSource({ port, clock: () => NOW }), 24, PROBES);
    expect(asked.every(({ path }) => path === '/api/v1/query_range')).toBe(true);
    expect(counts.coverage[15]).toBe(0);
  });

  it('stays a hole while it lasts', async () => {
    const { port, asked } = fakePrometheus({
      bucketAt: (endMs) => (endMs > holeFrom ? undefined : steady()),
      growth: { good: 398, total: 600 },
    });
    await readHours(prometheusSource({ port, clock: () => NOW }), 24);
    expect(asked.every(({ path }) => path === '/api/v1/query_range')).toBe(true);
  });
});

describe('a failure of Prometheus', () => {
  it('names the objective, the upstream, what was found and the remedy', async () => {
    const port: HttpPort = {
      send: () => Promise.reject(new TransportError('unreachable', 'prometheus', 'connection refused')),
    };
    const failure = await readHours(prometheusSource({ port }), 3).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SourceError);
    expect(String(failure)).toMatch(/API requests \(api-requests\), Prometheus: .*connection refused.*Check that/);
  });

  it('of one shared request names each objective that needed it', async () => {
    const port: HttpPort = {
      send: async () => ({ status: 200, headers: {}, text: '<html><title>Login</title></html>' }),
    };
    const source = prometheusSource({ port });
    const failures = await Promise.all(
      ['one', 'two'].map((id) => readHours(source, 3, { ...REQUESTS, id }).catch((error: unknown) => String(error)))
    );
    expect(failures[0]).toContain('(one)');
    expect(failures[1]).toContain('(two)');
  });
});
