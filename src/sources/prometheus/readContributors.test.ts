import { DAY_MS, HOUR_MS } from '../../budget/durations';
import type { Measure, Objective, PrometheusSpec } from '../../catalogue/objective';
import type { ContributorsRequest } from '../contract';
import type { HttpPort } from '../../transport/port';
import { PLAIN_EDGES } from './bucketQuery';
import { QueryApi } from './queryApi';
import { readContributors } from './readContributors';

const TO = Date.UTC(2026, 10, 22, 10);
const FROM = TO - 3 * DAY_MS;
const never = new AbortController().signal;

const grouped = (name: string): PrometheusSpec => ({
  query: `sum(increase(${name}[{{.window}}]))`,
  counterSelectors: [],
  grouped: `sum by (path) (increase(${name}[{{.window}}]))`,
});

const measure: Measure<PrometheusSpec> = { shape: 'badTotal', bad: grouped('failed'), total: grouped('requests') };
const objective: Objective = {
  id: 'api-requests',
  displayName: 'API requests',
  description: '',
  category: { id: 'public', displayName: 'Public', description: '' },
  target: 0.99,
  budgeting: { method: 'Occurrences' },
  window: { type: 'rolling', durationMs: 3 * DAY_MS },
  indicator: { source: 'Prometheus', measure },
  policy: { noData: 'unknown', exclusions: [], severity: 'ticket', timeBased: false, groupBy: 'path' },
  labels: {},
};

/** Every hour ten requests, one of which fails, in every bucket of the window that the query sums up. */
const port: HttpPort = {
  async send({ body }) {
    const form = new URLSearchParams(body);
    const [, windowMs, bucketMs] = /\[(\d+)ms:(\d+)ms\]\)$/.exec(form.get('query') ?? '') ?? [];
    const hours = (Math.floor(Number(windowMs) / Number(bucketMs) + 1) * Number(bucketMs)) / HOUR_MS;
    const series = (term: string, anHour: number) => ({
      metric: { error_budget: term, path: '/graphql' },
      value: [Number(form.get('time')), String(anHour * hours)],
    });
    const result = [series('bad', 1), series('total', 10)];
    return {
      status: 200,
      headers: {},
      text: JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }),
    };
  },
};

const PLAIN = { edges: PLAIN_EDGES, uncertainty: 0 };

const read = (without?: ContributorsRequest['without'], over: Measure<PrometheusSpec> = measure, toMs = TO) =>
  readContributors(new QueryApi({ port }), over, PLAIN, { objective, fromMs: FROM, toMs, without, nowMs: toMs }, never);

describe('contributors by a label', () => {
  it('are of the whole window where all of it counts', async () => {
    const { contributors } = await read();
    expect(contributors).toMatchObject([{ name: '/graphql', bad: expect.closeTo(72), total: expect.closeTo(720) }]);
  });

  it('are of the whole window also where that is too long for one query', async () => {
    const window = { objective, fromMs: TO - 90 * DAY_MS, toMs: TO, nowMs: TO };
    const { contributors } = await readContributors(new QueryApi({ port }), measure, PLAIN, window, never);
    expect(contributors).toMatchObject([{ bad: expect.closeTo(90 * 24), total: expect.closeTo(900 * 24) }]);
  });

  it('leave out what does not count in the figures either', async () => {
    const { contributors, executed } = await read([
      { fromMs: FROM, toMs: FROM + HOUR_MS },
      { fromMs: TO - 30 * HOUR_MS, toMs: TO - 20 * HOUR_MS },
    ]);
    expect(contributors).toMatchObject([{ bad: expect.closeTo(61), total: expect.closeTo(610) }]);
    expect(executed).toHaveLength(2);
  });

  it('are counted in five minutes after the last whole hour, as the figure is', async () => {
    const { contributors, executed } = await read([], measure, TO + HOUR_MS / 2);
    expect(contributors).toMatchObject([{ bad: expect.closeTo(72.5), total: expect.closeTo(725) }]);
    expect(executed).toEqual([expect.stringContaining(':3600000ms]'), expect.stringContaining('[1799999ms:300000ms]')]);
  });

  it('are none where nothing counts', async () => {
    expect(await read([{ fromMs: FROM, toMs: TO }])).toEqual({ contributors: [], notices: [], executed: [] });
  });

  it('are unknown where the queries cannot be split, which a notice says', async () => {
    const plain: PrometheusSpec = { query: 'a / b', counterSelectors: [] };
    const { notices } = await read([], { shape: 'badTotal', bad: plain, total: plain });
    expect(notices.map(({ text }) => text)).toEqual([expect.stringMatching(/only queries of the form sum\(…\)/)]);
  });

  it.each<[string, Measure<PrometheusSpec>, RegExp]>([
    ['a ratio', { shape: 'raw', raw: grouped('x'), rawType: 'success' }, /is a raw ratio/],
    ['a threshold', { shape: 'threshold', metric: grouped('x'), op: 'lte', value: 1 }, /one value per minute/],
  ])('do not exist of %s, which a notice says', async (_, indicator, text) => {
    const { contributors, notices } = await read([], indicator);
    expect(contributors).toEqual([]);
    expect(notices.map((notice) => notice.text)).toEqual([expect.stringMatching(text)]);
  });
});
