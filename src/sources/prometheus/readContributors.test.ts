import { DAY_MS, HOUR_MS } from '../../budget/durations';
import type { Measure, Objective, PrometheusSpec } from '../../catalogue/objective';
import type { HttpPort } from '../../transport/port';
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

/** Every hour ten requests, one of which fails; a point stands for the step that ends there. */
const port: HttpPort = {
  async send({ body }) {
    const form = new URLSearchParams(body);
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)));
    const times = Array.from({ length: Math.round((end - start) / step) + 1 }, (_, i) => start + i * step);
    const series = (term: string, anHour: number) => ({
      metric: { error_budget: term, path: '/graphql' },
      values: times.map((time) => [time, String((anHour * step) / 3600)]),
    });
    const result = [series('bad', 1), series('total', 10)];
    return {
      status: 200,
      headers: {},
      text: JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }),
    };
  },
};

const read = (without?: Array<{ fromMs: number; toMs: number }>, over = measure) =>
  readContributors(new QueryApi({ port }), over, { objective, fromMs: FROM, toMs: TO, without, nowMs: TO }, never);

describe('contributors by a label', () => {
  it('are of the whole window where all of it counts', async () => {
    const { contributors } = await read();
    expect(contributors).toMatchObject([{ name: '/graphql', bad: expect.closeTo(72), total: expect.closeTo(720) }]);
  });

  it('are of the whole window also where that is too long for one query', async () => {
    const window = { objective, fromMs: TO - 90 * DAY_MS, toMs: TO, nowMs: TO };
    const { contributors } = await readContributors(new QueryApi({ port }), measure, window, never);
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

  it('are none where nothing counts', async () => {
    expect(await read([{ fromMs: FROM, toMs: TO }])).toEqual({ contributors: [], notices: [], executed: [] });
  });

  it('cannot be told where the queries do not divide, which a notice says', async () => {
    const plain: PrometheusSpec = { query: 'a / b', counterSelectors: [] };
    const { notices } = await read([], { shape: 'badTotal', bad: plain, total: plain });
    expect(notices.map(({ text }) => text)).toEqual([expect.stringMatching(/only queries of the form sum\(…\)/)]);
  });
});
