import { DAY_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { contributorsOfRow } from '../../src/evaluation/evaluateContributors';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import type { ObjectiveContributors } from '../../src/evaluation/results';
import { prometheusSource } from '../../src/sources/prometheus/prometheusSource';
import { createNodePort } from '../../src/transport/nodePort';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { ratioObjective } from './prometheus/objectives';
import type { Samples } from './prometheus/openMetrics';
import type { PrometheusServer } from './prometheus/prometheusServer';
import { poisson, randomFrom } from './prometheus/random';
import { serveSamples } from './prometheus/serveSamples';
import type { Source } from '../../src/sources/contract';

/** Off the hour, so that the figure ends in buckets of five minutes. */
const END = Date.UTC(2026, 2, 1, 10, 35);
const START = END - 8 * DAY_MS - 35 * MINUTE_MS;
const MINUTES = (END - START) / MINUTE_MS;
const HOLE = { fromMs: END - 3 * DAY_MS - 17 * MINUTE_MS, toMs: END - 3 * DAY_MS + 100 * MINUTE_MS };
const never = new AbortController().signal;

/** Requests of a route and code in a minute; `/healthy` never fails and `/rare` hardly has requests. */
const EXPECTED: Record<string, Record<string, number>> = {
  '/checkout': { '200': 20, '500': 0.2, '503': 0.05 },
  '/healthy': { '200': 60 },
  '/rare': { '200': 0.02, '500': 0.004 },
};

interface Names {
  requests: string;
  failures: string;
  route: string;
  status: string;
}

const LEGACY: Names = { requests: 'requests_total', failures: 'failures_total', route: 'route', status: 'code' };
const DOTTED: Names = {
  requests: 'http.requests_total',
  failures: 'http.failures_total',
  route: 'url.path',
  status: 'http.status',
};

/** Counters from 0 at the start on, scraped every minute except in the hole of the application that has one. */
function samplesOf(application: string, { requests, failures, route, status }: Names): Samples[] {
  const random = randomFrom(application);
  const scrapes = Array.from({ length: MINUTES }, (_, i) => START + i * MINUTE_MS + 20_000).filter(
    (atMs) => application !== 'holed' || atMs < HOLE.fromMs || atMs >= HOLE.toMs
  );
  const counter = (metric: string, labels: Record<string, string>, perMinute: number): Samples => {
    const values = Array.from({ length: MINUTES }, () => 0);
    for (let i = 1; i < MINUTES; i++) {
      values[i] = values[i - 1] + poisson(random, perMinute);
    }
    const seen = scrapes.map((atMs) => values[Math.floor((atMs - START) / MINUTE_MS)]);
    return { metric, labels: { application, ...labels }, timesMs: scrapes, values: seen };
  };
  return Object.entries(EXPECTED).flatMap(([path, codes]) => {
    const byCode = Object.entries(codes).map(([code, perMinute]) =>
      counter(requests, { [route]: path, [status]: code }, perMinute)
    );
    const failed = byCode.filter(({ labels }) => labels[status] !== '200');
    const sums = scrapes.map((_, i) => failed.reduce((sum, { values }) => sum + values[i], 0));
    const ofFailures = { metric: failures, labels: { application, [route]: path }, timesMs: scrapes, values: sums };
    return failed.length === 0 ? byCode : [...byCode, ofFailures];
  });
}

function probeSamples(): Samples[] {
  const random = randomFrom('probe');
  return ['a', 'b'].map((instance) => {
    const timesMs = Array.from({ length: MINUTES }, (_, i) => START + i * MINUTE_MS + 20_000);
    return {
      metric: 'probe_success',
      labels: { instance },
      timesMs,
      values: timesMs.map(() => (random() < 0.98 ? 1 : 0)),
    };
  });
}

interface Indicator {
  side: 'good' | 'bad';
  part: string;
  total: string;
  groupBy: string;
}

function objectiveOf({ side, part, total, groupBy }: Indicator, days: number): Objective {
  return ratioObjective({ [side]: part, total }, { name: 'checkout', window: `${days}d`, target: 0.999, groupBy });
}

const increase = (selector: string) => `sum(increase(${selector}[{{.window}}]))`;

/** Every way to write an indicator over these counters. */
function indicators(application: string): Record<string, Indicator> {
  const total = increase(`requests_total{application="${application}"}`);
  const narrowed = (matcher: string) => increase(`requests_total{application="${application}",${matcher}}`);
  const failures = increase(`failures_total{application="${application}"}`);
  return {
    'good events, narrowing the total': { side: 'good', part: narrowed('code!~"5.."'), total, groupBy: 'route' },
    'good events, by the label that narrows': { side: 'good', part: narrowed('code!~"5.."'), total, groupBy: 'code' },
    'bad events, narrowing the total': { side: 'bad', part: narrowed('code=~"5.."'), total, groupBy: 'route' },
    'good events in two passes': { side: 'good', part: narrowed('code!="500",code!="503"'), total, groupBy: 'route' },
    'bad events of a counter of their own': { side: 'bad', part: failures, total, groupBy: 'route' },
    'bad events or 0': { side: 'bad', part: `${failures} or vector(0)`, total, groupBy: 'route' },
    'a sum of bad events, one of which never occurs': {
      side: 'bad',
      part: `${narrowed('code="500"')} + ${narrowed('code="503"')} + ${narrowed('code="504"')}`,
      total,
      groupBy: 'route',
    },
    'a sum of bad events, by the label of its terms': {
      side: 'bad',
      part: `${narrowed('code="500"')} + (${narrowed('code="503"')} or vector(0))`,
      total,
      groupBy: 'code',
    },
    'good events as a difference': { side: 'good', part: `${total} - ${failures}`, total, groupBy: 'route' },
    'a total by a label': {
      side: 'bad',
      part: failures,
      total: `sum by (code) (increase(requests_total{application="${application}"}[{{.window}}]))`,
      groupBy: 'route',
    },
    'good events and a total by a label': {
      side: 'good',
      part: `sum without (code) (increase(requests_total{application="${application}",code="200"}[{{.window}}]))`,
      total: `sum by (code) (increase(requests_total{application="${application}"}[{{.window}}]))`,
      groupBy: 'route',
    },
    'a total as a sum': {
      side: 'good',
      part: narrowed('code="200"'),
      total: `${narrowed('code="200"')} + ${failures}`,
      groupBy: 'route',
    },
  };
}

describeWithPrometheus('contributors from a real Prometheus', () => {
  let server: PrometheusServer;
  let source: Source;
  let quotesNames: boolean;

  beforeAll(async () => {
    const empty = await serveSamples([]);
    quotesNames = await understandsQuotedNames(empty.url);
    await empty.stop();
    const samples = [
      ...samplesOf('whole', LEGACY),
      ...samplesOf('holed', LEGACY),
      ...(quotesNames ? samplesOf('dotted', DOTTED) : []),
      ...probeSamples(),
    ];
    server = await serveSamples(samples);
    source = prometheusSource({ port: createNodePort({ bases: { prometheus: server.url } }) });
  }, 120_000);

  afterAll(() => server?.stop());

  async function read(objective: Objective) {
    const moment = { atMs: END, nowMs: END };
    const row = await evaluateObjective(objective, { Prometheus: source }, moment, never);
    const contributors = await contributorsOfRow(row, { Prometheus: source }, moment, never);
    if (row.kind !== 'events') {
      throw new Error(row.kind === 'failed' ? row.error.message : 'no events');
    }
    return { figure: row.evaluation, contributors };
  }

  const badOf = ({ rows }: ObjectiveContributors, name?: string) =>
    rows.reduce((sum, { contributor: one }) => sum + (name === undefined || one.name === name ? one.bad : 0), 0);

  it.each(
    Object.entries(indicators('whole')).flatMap(([form, indicator]) =>
      [3, 7].map((days) => ({ form, days, indicator }))
    )
  )('of $form add up to the figure over $days days', async ({ indicator, days }) => {
    const objective = objectiveOf(indicator, days);
    const { figure, contributors } = await read(objective);
    expect(figure.bad).toBeGreaterThan(100);
    expect(badOf(contributors)).toBeCloseTo(figure.bad, 5);
    expect(badOf(contributors, 'not attributed')).toBe(0);
    const request = {
      objective,
      fromMs: figure.countedFromMs,
      toMs: figure.asOfMs,
      bucketMs: figure.bucketMs,
      nowMs: END,
    };
    const answer = await source.read('contributors', request, never);
    const total = answer.contributors.reduce((sum, one) => sum + (one.total ?? NaN), 0);
    // The figure rounds every bucket to what its counters show.
    expect(total / figure.total).toBeCloseTo(1, 4);
    const bad = answer.contributors.filter((one) => one.bad > 0).map(({ name }) => name);
    expect(bad.sort()).toEqual(indicator.groupBy === 'code' ? ['500', '503'] : ['/checkout', '/rare']);
  });

  it.each(Object.entries(indicators('holed')))(
    'of %s add up to the figure over a hole in the samples, whose growth is a row of its own where no level shows whose it was',
    async (_, indicator) => {
      const { figure, contributors } = await read(objectiveOf(indicator, 7));
      expect(badOf(contributors)).toBeCloseTo(figure.bad, 5);
      const minutes = (HOLE.toMs - HOLE.fromMs) / MINUTE_MS;
      expect(badOf(contributors, 'not attributed')).toBeLessThan(2 * minutes * 0.25);
    }
  );

  it('of a maximum are none, and a notice says which indicators can be split', async () => {
    const { 'good events in two passes': form } = indicators('whole');
    const { contributors } = await read(
      objectiveOf({ ...form, side: 'bad', part: `max(increase(failures_total{application="whole"}[{{.window}}]))` }, 3)
    );
    expect(contributors.rows).toEqual([]);
    expect(contributors.notices).toEqual([
      {
        severity: 'info',
        text: expect.stringMatching(
          /^no contributors: only queries of the form sum\(…\), and sums and differences of such/
        ),
      },
    ]);
  });

  it('of a gauge are its failed probes, instance by instance', async () => {
    const { figure, contributors } = await read(
      objectiveOf(
        {
          side: 'good',
          part: 'sum(sum_over_time(probe_success[{{.window}}]))',
          total: 'sum(count_over_time(probe_success[{{.window}}]))',
          groupBy: 'instance',
        },
        7
      )
    );
    const failed = probeSamples().map(({ labels, timesMs, values }) => {
      const counted = values.filter((_, i) => timesMs[i] >= figure.countedFromMs && timesMs[i] < figure.asOfMs);
      return [labels.instance, counted.length - counted.reduce((sum, value) => sum + value, 0)];
    });
    expect(contributors.rows.map(({ contributor }) => [contributor.name, contributor.bad]).sort()).toEqual(failed);
    expect(badOf(contributors)).toBe(figure.bad);
  });

  it('of an objective that never failed are none', async () => {
    const only = 'application="whole",route="/healthy"';
    const { figure, contributors } = await read(
      objectiveOf(
        {
          side: 'bad',
          part: increase(`failures_total{${only}}`),
          total: increase(`requests_total{${only}}`),
          groupBy: 'route',
        },
        7
      )
    );
    expect(figure.total).toBeGreaterThan(500_000);
    expect([figure.bad, contributors.rows, contributors.notices]).toEqual([0, [], []]);
  });

  it('by a label that only Prometheus 3 knows are quoted, and refused with a word by an older one', async () => {
    const requests = (matchers: string) => increase(`{"http.requests_total", ${matchers}}`);
    const dotted: Indicator = {
      side: 'bad',
      part: requests('application="dotted", "http.status"=~"5.."'),
      total: requests('application="dotted"'),
      groupBy: 'url.path',
    };
    if (quotesNames) {
      for (const groupBy of ['url.path', 'http.status']) {
        const { figure, contributors } = await read(objectiveOf({ ...dotted, groupBy }, 7));
        expect(figure.bad).toBeGreaterThan(100);
        expect(badOf(contributors)).toBeCloseTo(figure.bad, 5);
        const names = contributors.rows.map(({ contributor }) => contributor.name).sort();
        expect(names).toEqual(groupBy === 'http.status' ? ['500', '503'] : ['/checkout', '/rare']);
      }
    } else {
      const legacy = indicators('whole')['bad events of a counter of their own'];
      const { contributors } = await read(objectiveOf({ ...legacy, groupBy: 'url.path' }, 7));
      expect(contributors.error?.message).toMatch(/Prometheus refused the query.*url\.path.*Prometheus 3/);
    }
  });
});

/** Since Prometheus 3; the version of a server that was built without one says nothing. */
async function understandsQuotedNames(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: '{"up"}' })}`);
  return answer.ok;
}
