import { naiveBudgetChart, naiveBudgetNow } from '../../bench/naive';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo } from '../../src/budget/durations';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { prepareFixture, type Fixture } from './prometheus/fixture';
import { openMetricsText } from './prometheus/openMetrics';
import { SCENARIO_END_MS, scenario } from './prometheus/scenarios';
import { scrape } from './prometheus/scrapes';
import { truthOf } from './prometheus/truth';
import { named, type Service, type Workload } from './prometheus/workload';

const START_MS = Date.UTC(2026, 0, 1);

/** One day of one service that is scraped exactly at the start of every minute, so that samples show whole minutes. */
function aDayOf(service: Partial<Service>): Workload {
  return {
    seed: 'a day',
    startMs: START_MS,
    endMs: START_MS + DAY_MS,
    scrapeJitterMs: 0,
    scrapeOffsetMs: 0,
    services: [
      {
        name: 'api',
        requestsPerMinute: 50,
        errorRatio: 0.02,
        incidents: [],
        silences: [],
        holes: [],
        pods: { replicas: 3, restarts: [] },
        errorSeries: 'fromStart',
        ...service,
      },
    ],
    probes: [],
  };
}

/** Growth between the samples of the text, every drop taken for a counter that began again at 0. */
function recount(workload: Workload) {
  const last = new Map<string, number>();
  let good = 0;
  let total = 0;
  for (const line of openMetricsText(scrape(workload))) {
    const sample = /^(.*code="(\d+)".*) (\d+) \d+\.\d{3}\n$/.exec(line);
    if (sample) {
      const [, series, code, text] = sample;
      const value = Number(text);
      const before = last.get(series) ?? 0;
      const growth = value - (value < before ? 0 : before);
      last.set(series, value);
      total += growth;
      good += code === '500' ? 0 : growth;
    }
  }
  return { good, total };
}

describe('the truth of a workload', () => {
  it('is what its samples count, when every minute is scraped and nothing restarts', () => {
    const workload = aDayOf({});
    // The last scrape is at the start of the last minute.
    const truth = truthOf(workload).counts('api', START_MS, START_MS + DAY_MS - MINUTE_MS);
    expect(recount(workload)).toEqual(truth);
    expect(truth.total).toBeGreaterThan(50 * 24 * 60 * 0.5);
  });

  it('is the sum over any cut of the range', () => {
    const truth = truthOf(aDayOf({}));
    const whole = truth.counts('api', START_MS, START_MS + DAY_MS);
    let total = 0;
    for (let fromMs = START_MS; fromMs < START_MS + DAY_MS; fromMs += 5 * MINUTE_MS) {
      total += truth.counts('api', fromMs, fromMs + 5 * MINUTE_MS).total;
    }
    expect(total).toBe(whole.total);
  });

  it('repeats itself for the same seed and differs for another', () => {
    const day = aDayOf({});
    const count = (workload: Workload) => truthOf(workload).counts('api', START_MS, START_MS + DAY_MS);
    expect(count(day)).toEqual(count(aDayOf({})));
    expect(count({ ...day, seed: 'another day' })).not.toEqual(count(day));
  });

  it('does not depend on scrape holes and restarts, which only hide events from the samples', () => {
    const hole = { fromMs: START_MS + 10 * HOUR_MS, toMs: START_MS + 14 * HOUR_MS };
    const restarts = [{ replica: 1, atMs: START_MS + 12 * HOUR_MS }];
    const day = aDayOf({});
    const hidden = aDayOf({ holes: [hole], pods: { replicas: 3, restarts } });
    const [whole, seen] = [truthOf(day), truthOf(hidden)];
    expect(seen.counts('api', START_MS, START_MS + DAY_MS)).toEqual(whole.counts('api', START_MS, START_MS + DAY_MS));
    expect(seen.coverage('api', START_MS, START_MS + DAY_MS)).toBeCloseTo(20 / 24, 12);
    expect(recount(hidden).total).toBeLessThan(recount(day).total);
  });

  it('has nothing outside the workload', () => {
    const truth = truthOf(aDayOf({}));
    expect(truth.counts('api', START_MS - DAY_MS, START_MS)).toEqual({ good: 0, total: 0 });
    expect(truth.counts('api', START_MS - DAY_MS, START_MS + 2 * DAY_MS)).toEqual(
      truth.counts('api', START_MS, START_MS + DAY_MS)
    );
  });

  it('counts the errors that the first sample of a late series hides', () => {
    const late = aDayOf({
      errorRatio: 0,
      incidents: [{ fromMs: START_MS + 6 * HOUR_MS, toMs: START_MS + 7 * HOUR_MS, errorRatio: 0.5 }],
      errorSeries: 'fromFirstError',
    });
    const truth = truthOf(late);
    const { good, total } = truth.counts('api', START_MS, START_MS + DAY_MS);
    // Three pods, whose first scrape in the incident comes after a minute of it.
    const firstMinute = truth.counts('api', START_MS + 6 * HOUR_MS, START_MS + 6 * HOUR_MS + MINUTE_MS);
    expect(truth.errorsBeforeFirstSample('api')).toBe(firstMinute.total - firstMinute.good);
    expect(total - good).toBeGreaterThan(truth.errorsBeforeFirstSample('api'));
    expect(truthOf(aDayOf({})).errorsBeforeFirstSample('api')).toBe(0);
  });

  it('is asked for at whole minutes and by known names', () => {
    const truth = truthOf(aDayOf({}));
    expect(() => truth.counts('api', START_MS + 1, START_MS + HOUR_MS)).toThrow('whole minutes');
    expect(() => truth.counts('web', START_MS, START_MS + HOUR_MS)).toThrow('no web');
  });
});

describe('the scenario of the benchmark', () => {
  it('holds two windows of 30 days and four pods, three codes and five probes as in the reference measurement', () => {
    const { startMs, endMs, services, probes } = scenario('bench');
    expect(endMs - startMs).toBe(62 * DAY_MS);
    expect(services.map(({ pods }) => pods.replicas)).toEqual([4, 4, 4, 4, 4, 4]);
    expect(probes).toHaveLength(5);
  });
});

describeWithPrometheus('a real Prometheus that holds the workload', () => {
  const toMs = floorTo(SCENARIO_END_MS, HOUR_MS);
  const fromMs = toMs - 30 * DAY_MS;
  const target = 0.99;
  let fixture: Fixture;

  beforeAll(async () => {
    fixture = await prepareFixture({ scale: 'test' });
  }, 300_000);

  afterAll(() => fixture?.stop());

  /** Values of an instant query by label `application`. */
  async function ask(query: string, timeMs = toMs): Promise<Map<string, number>> {
    const response = await fetch(`${fixture.url}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query, time: String(timeMs / 1000) }),
    });
    const answer = await response.json();
    expect(answer).toMatchObject({ status: 'success' });
    const result: Array<{ metric: { application: string }; value: [number, string] }> = answer.data.result;
    return new Map(result.map(({ metric, value }) => [metric.application, Number(value[1])]));
  }

  const service = (name: string) => named(fixture.workload.services, name);

  it('shows the true requests of every service that was scraped throughout', async () => {
    const requests = await ask('sum by (application) (increase(http_requests_total[30d]))');
    const errors = await ask('sum by (application) (increase(http_requests_total{code=~"5.."}[30d]))');
    for (const name of ['s2', 's4', 's5', 's6', 'quiet', 'lazy', 'young']) {
      const { good, total } = fixture.truth.counts(name, fromMs, toMs);
      expect(Math.abs((requests.get(name) ?? NaN) / total - 1)).toBeLessThan(0.002);
      expect(Math.abs((errors.get(name) ?? NaN) / (total - good) - 1)).toBeLessThan(0.01);
    }
  });

  it('shows every minute of every probe, and none while a probe is absent', async () => {
    const up = await ask('sum by (application) (sum_over_time(probe_success[30d]))');
    const spoken = await ask('sum by (application) (count_over_time(probe_success[30d]))');
    for (const { name } of fixture.workload.probes) {
      const { good, total } = fixture.truth.counts(name, fromMs, toMs);
      expect([up.get(name), spoken.get(name)]).toEqual([good, total]);
    }
    expect(30 * 24 * 60 - (spoken.get('p2') ?? NaN)).toBe(288);
    expect((spoken.get('p1') ?? NaN) - (up.get('p1') ?? NaN)).toBe(45 + 12);
  });

  it('has no sample in a scrape hole, although requests went on', async () => {
    for (const name of ['s1', 's3']) {
      const [hole] = service(name).holes;
      const width = (hole.toMs - hole.fromMs) / 1000;
      const samples = await ask(`sum by (application) (count_over_time(http_requests_total[${width}s]))`, hole.toMs);
      expect(samples.has(name)).toBe(false);
      expect(samples.has('s2')).toBe(true);
      expect(fixture.truth.counts(name, hole.fromMs, hole.toMs).total).toBeGreaterThan(0);
    }
  });

  it('has samples without requests while traffic rests', async () => {
    const [silence] = service('quiet').silences;
    const samples = await ask('sum by (application) (count_over_time(http_requests_total[1d]))', silence.toMs);
    const growth = await ask('sum by (application) (increase(http_requests_total[1d]))', silence.toMs);
    for (const name of ['quiet', 'idle']) {
      expect([samples.get(name), growth.get(name)]).toEqual([3 * 24 * 60, 0]);
    }
  });

  it('saw restarts in place and pods replaced by others', async () => {
    const resets = await ask('sum by (application) (resets(http_requests_total{code="200"}[30d]))');
    const pods = await ask('count by (application) (count_over_time(http_requests_total{code="200"}[30d]))');
    for (const name of ['s1', 's2', 's4', 's5']) {
      expect(resets.get(name)).toBeGreaterThan(0);
      expect(pods.get(name)).toBe(service(name).pods.replicas);
    }
    expect(resets.get('s6')).toBe(0);
    expect(pods.get('s6')).toBeGreaterThan(10);
  });

  it('has no error series where none was exposed, and a late one where it began with the incident', async () => {
    const errors = 'count by (application) (count_over_time(http_requests_total{code=~"5.."}[30d]))';
    const [incident] = service('lazy').incidents;
    expect((await ask(errors)).has('errorless')).toBe(false);
    expect((await ask(errors, incident.fromMs)).has('lazy')).toBe(false);
    expect((await ask(errors, incident.toMs)).get('lazy')).toBe(2);
    expect(fixture.truth.errorsBeforeFirstSample('lazy')).toBeGreaterThan(0);
  });

  it('has nothing of a service before it was born', async () => {
    const bornMs = service('young').bornMs ?? NaN;
    const samples = 'sum by (application) (count_over_time(http_requests_total[1d]))';
    expect((await ask(samples, bornMs)).has('young')).toBe(false);
    expect((await ask(samples, bornMs + DAY_MS)).get('young')).toBe(3 * 24 * 60);
    expect(fixture.truth.coverage('young', fromMs, toMs)).toBeLessThan(0.34);
  });

  it('lets the naive query see part of an incident inside a hole, of which hourly increments see nothing', async () => {
    const truth = fixture.truth.budget('s1', fromMs, toMs, target);
    const { budgets } = await naiveBudgetNow(fixture.url, { services: ['s1'], window: '30d', target, timeMs: toMs });
    const naive = budgets.get('s1')?.remaining[0] ?? NaN;
    const hourly = (codes: string) =>
      `sum_over_time(sum by (application) (increase(http_requests_total{application="s1"${codes}}[1h]))[2591999s:1h])`;
    const errors = (await ask(hourly(',code=~"5.."'))).get('s1') ?? NaN;
    const requests = (await ask(hourly(''))).get('s1') ?? NaN;
    const increments = 1 - errors / ((1 - target) * requests);
    expect(naive - truth).toBeGreaterThan(0.02);
    expect(naive - truth).toBeLessThan(0.1);
    expect(increments - truth).toBeGreaterThan(0.3);
  });

  it('answers the naive chart with a point an hour that ends at the naive figure', async () => {
    const services = ['s2', 's5', 'errorless'];
    const request = { services, window: '30d', target };
    const chart = await naiveBudgetChart(fixture.url, { ...request, fromMs: toMs - DAY_MS, toMs, stepMs: HOUR_MS });
    const now = await naiveBudgetNow(fixture.url, { ...request, timeMs: toMs });
    expect([...chart.budgets.keys()].sort()).toEqual([...services].sort());
    for (const name of services) {
      expect(chart.budgets.get(name)?.timesMs).toHaveLength(25);
      expect(chart.budgets.get(name)?.remaining.at(-1)).toBe(now.budgets.get(name)?.remaining[0]);
      expect(now.budgets.get(name)?.remaining[0]).toBeCloseTo(fixture.truth.budget(name, fromMs, toMs, target), 2);
    }
  });
});
