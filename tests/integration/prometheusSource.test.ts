import { appendFileSync } from 'node:fs';
import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { evaluateCatalogue } from '../../src/evaluation/evaluateCatalogue';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import { parseCatalogue } from '../../src/catalogue/parseCatalogue';
import type { Contributor, Source } from '../../src/sources/contract';
import { isQueryTimeout } from '../../src/sources/prometheus/queryTimeout';
import { prometheusSource, UNITE_WITHIN_MS } from '../../src/sources/prometheus/prometheusSource';
import { createTransport } from '../../src/transport/createTransport';
import { createGrafanaPort } from '../../src/transport/grafanaPort';
import { createNodePort } from '../../src/transport/nodePort';
import type { HttpPort } from '../../src/transport/port';
import { backendFetch } from './backendFetch';
import { evaluatedBothWays } from './evaluatedBothWays';
import {
  brokenOff,
  executionError,
  halfJson,
  hanging,
  loginPage,
  matrix,
  nativeHistograms,
  startFaultyUpstream,
  unauthorized,
  unavailable,
  withWarnings,
  type FaultyUpstream,
} from './faultyUpstream';
import { startGrafanaProxy } from './startGrafanaProxy';
import { naiveBudgetNow } from '../../bench/naive';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { prepareFixture, type Fixture } from './prometheus/fixture';
import { fixtureCatalogue, fixtureText } from './prometheus/objectives';
import type { ObjectiveRow } from '../../src/evaluation/results';

const never = new AbortController().signal;
const at = (nowMs: number) => ({ atMs: nowMs, nowMs });
/** Long enough for a loaded machine; only the test of a server that hangs waits for less. */
const TIMEOUT_MS = 20_000;
const IMPATIENT_MS = 1_000;

type Evaluated = Extract<ObjectiveRow, { kind: 'events' }>;

interface Reached {
  port: HttpPort;
  stop: () => Promise<void>;
}

/** How the plugin reaches Prometheus: straight, as in Node, or through Grafana's data proxy. */
const WAYS: Record<string, (url: string, timeoutMs: number) => Promise<Reached>> = {
  straight: async (url, timeoutMs) => ({
    port: createNodePort({ bases: { prometheus: url }, defaultTimeoutMs: timeoutMs }),
    stop: async () => undefined,
  }),
  'through Grafana’s data proxy': async (url, timeoutMs) => {
    const { routes } = jest.requireActual<{ routes: Array<{ path: string; method: string; url: string }> }>(
      '../../src/plugin.json'
    );
    const proxy = await startGrafanaProxy({ uid: 'errorbudget', routes, jsonData: { prometheusUrl: url } });
    const port = createGrafanaPort({
      fetch: backendFetch,
      proxyUrl: proxy.url,
      routes: { prometheus: 'prom-none' },
      defaultTimeoutMs: timeoutMs,
    });
    return { port, stop: proxy.stop };
  },
};

/** The objective of a service whose contributors are the codes of the answers. */
function byCode(service: string): Objective {
  const text = fixtureText([service], []).replace(
    `Requests of ${service} }`,
    `Requests of ${service}, annotations: { error-budget/group-by: code } }`
  );
  return parseCatalogue(text).objectives[0];
}

describeWithPrometheus('Prometheus', () => {
  let fixture: Fixture;
  let objectives: Objective[];

  beforeAll(async () => {
    fixture = await prepareFixture({ scale: 'test' });
    const { services, probes } = fixture.workload;
    objectives = fixtureCatalogue(
      services.map(({ name }) => name),
      probes.map(({ name }) => name)
    );
  }, 300_000);

  afterAll(() => fixture?.stop());

  const objective = (id: string): Objective => {
    const found = objectives.find((candidate) => candidate.id === id);
    if (!found) {
      throw new Error(`no objective ${id}`);
    }
    return found;
  };

  it('gives every kind of answer through a server as it does directly', async () => {
    const port = createTransport(createNodePort({ bases: { prometheus: fixture.url } }));
    const sources = () => ({ Prometheus: prometheusSource({ port, uniteWithinMs: UNITE_WITHIN_MS }) });
    const { through, direct, failures } = await evaluatedBothWays(sources, objectives, fixture.endMs);
    expect(through).toEqual(direct);
    expect(failures).toEqual([]);
  });

  describe.each(Object.keys(WAYS))('%s', (way) => {
    let faulty: FaultyUpstream;
    let rows: Map<string, Evaluated>;
    let stop: () => Promise<void>;
    let newSource: (clock?: () => number) => Source;
    let impatient: Source;

    beforeAll(async () => {
      faulty = await startFaultyUpstream({ behind: fixture.url });
      const reached = await WAYS[way](faulty.url, TIMEOUT_MS);
      const hasty = await WAYS[way](faulty.url, IMPATIENT_MS);
      stop = async () => {
        await Promise.all([reached.stop(), hasty.stop()]);
      };
      const sourceOver = ({ port }: Reached, clock?: () => number) =>
        prometheusSource({
          clock,
          port: createTransport(port, { retries: { isFinal: isQueryTimeout, baseDelayMs: 10 } }),
        });
      newSource = (clock) => sourceOver(reached, clock);
      impatient = sourceOver(hasty);
      const evaluated = await evaluateCatalogue(objectives, { Prometheus: newSource() }, at(fixture.endMs), never);
      rows = new Map(evaluated.map((row) => [row.objective.id, asEvaluated(row)]));
    });

    afterAll(async () => {
      await stop?.();
      await faulty?.stop();
    });

    beforeEach(() => faulty.reset());

    const evaluation = (id: string) => {
      const row = rows.get(id);
      if (!row) {
        throw new Error(`no row ${id}`);
      }
      return row.evaluation;
    };
    // The window in whole hours plus five minutes, as semantics say.
    const windowFrom = () => ceilTo(fixture.endMs - 30 * DAY_MS, HOUR_MS);
    const trueBudget = (id: string) => fixture.truth.budget(id, windowFrom(), fixture.endMs, 0.99);
    const percentagePointsOff = (id: string) =>
      Math.abs((evaluation(id).remaining.value ?? NaN) - trueBudget(id)) * 100;

    it.each(['s2', 's4', 's5', 's6', 'quiet', 'errorless', 'lazy'])(
      'the 30-day budget of %s, scraped without holes, is within 0.1 percentage points of the truth',
      (id) => {
        noteFigure(percentagePointsOff(id));
        expect(percentagePointsOff(id)).toBeLessThanOrEqual(0.1);
        expect(evaluation(id).coverage).toBeGreaterThan(0.999);
      }
    );

    it('counter resets and replaced pods lose no events', () => {
      for (const id of ['s2', 's6']) {
        const { total } = fixture.truth.counts(id, windowFrom(), fixture.endMs);
        expect(Math.abs(evaluation(id).total / total - 1)).toBeLessThan(0.002);
      }
    });

    it.each([7, 28, 30, 40])(
      'contributors over %d days, to an instant off the hour, are the events of exactly that time',
      async (days) => {
        const toMs = floorTo(fixture.endMs, HOUR_MS) - 25 * MINUTE_MS;
        const fromMs = ceilTo(toMs - days * DAY_MS, HOUR_MS);
        const request = { objective: byCode('s4'), fromMs, toMs, nowMs: fixture.endMs };
        const { contributors } = await newSource().read('contributors', request, never);
        const { good, total } = fixture.truth.counts('s4', fromMs, toMs);
        const sum = (read: (one: Contributor) => number | null) =>
          contributors.reduce((before, one) => before + (read(one) ?? NaN), 0);
        expect(sum((one) => one.bad) / (total - good)).toBeCloseTo(1, 2);
        expect(sum((one) => one.total) / total).toBeCloseTo(1, 2);
        expect(contributors.filter(({ bad }) => bad > 1).map(({ name }) => name)).toEqual(['500']);
      }
    );

    it('an incident inside a scrape hole is no further from the truth than in the naive query', async () => {
      const { budgets } = await naiveBudgetNow(fixture.url, {
        services: ['s1'],
        window: '30d',
        target: 0.99,
        timeMs: fixture.endMs,
      });
      const naiveOff = Math.abs((budgets.get('s1')?.remaining[0] ?? NaN) - trueBudget('s1')) * 100;
      expect(percentagePointsOff('s1')).toBeLessThanOrEqual(naiveOff + 0.25);
      expect(evaluation('s1').coverage).toBeLessThan(0.997);
    });

    it('a scrape hole without an incident leaves the budget within half a percentage point, and lowers coverage', () => {
      expect(percentagePointsOff('s3')).toBeLessThanOrEqual(0.5);
      expect(evaluation('s3').coverage).toBeLessThan(0.999);
    });

    it('an error series that is born with its first errors loses none of them', () => {
      expect(fixture.truth.errorsBeforeFirstSample('lazy')).toBeGreaterThan(0);
      const { good, total } = fixture.truth.counts('lazy', windowFrom(), fixture.endMs);
      expect(evaluation('lazy').bad / (total - good)).toBeCloseTo(1, 3);
    });

    it('no traffic for a day is no hole, and no traffic ever is no data', () => {
      expect(evaluation('quiet').coverage).toBeGreaterThan(0.999);
      expect(evaluation('idle').sli.value).toBeNull();
      expect(evaluation('idle').status.state).toBe('noData');
      expect(evaluation('idle').coverage).toBeGreaterThan(0.999);
    });

    it('a service without error series has spent nothing', () => {
      expect(evaluation('errorless').remaining.value).toBe(1);
      expect(evaluation('errorless').status.state).toBe('met');
    });

    it('availability is observed time up over observed time, to the minute', () => {
      const { good, total } = fixture.truth.counts('p1', windowFrom(), fixture.endMs);
      expect(evaluation('p1').bad).toBe(total - good);
      expect(Math.abs(evaluation('p1').total - total)).toBeLessThanOrEqual(2);
    });

    it('absent probes are neither up nor down, and lower coverage', () => {
      expect(evaluation('p2').remaining.value).toBe(1);
      expect(evaluation('p2').coverage).toBeCloseTo(fixture.truth.coverage('p2', windowFrom(), fixture.endMs), 3);
    });

    it('a retention shorter than the window shows as coverage and makes the status provisional', () => {
      const young = evaluation('young');
      expect(young.coverage).toBeCloseTo(10 / 30, 1);
      expect(young.status.provisional).toBe(true);
      expect(Math.abs((young.remaining.value ?? NaN) - trueBudget('young')) * 100).toBeLessThanOrEqual(0.5);
      expect(rows.get('young')?.notices.some(({ text }) => /of the 30 d window was observed/.test(text))).toBe(true);
    });

    it('a refresh an hour later asks for the new buckets and for the one that was not settled', async () => {
      let now = fixture.endMs - HOUR_MS;
      const source = newSource(() => now);
      await evaluateObjective(objective('s2'), { Prometheus: source }, at(now), never);
      faulty.reset();
      now = fixture.endMs;
      await evaluateObjective(objective('s2'), { Prometheus: source }, at(now), never);
      const points = faulty.requests.map(({ body }) => {
        const parameters = new URLSearchParams(body);
        const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(parameters.get(name)));
        return (end - start) / step + 1;
      });
      expect(points.sort((a, b) => a - b)).toEqual([1, 13]);
    });

    describe('when something is wrong', () => {
      const failureOf = async (source = newSource()) => {
        const row = await evaluateObjective(objective('s2'), { Prometheus: source }, at(fixture.endMs), never);
        return row.kind === 'failed' ? row.error.message : `no failure: ${row.kind}`;
      };

      it.each([
        ['the credentials are refused', unauthorized, /refused the credentials.*token for Prometheus/],
        ['a login page answers', loginPage, /HTML page.*Sign in.*the Prometheus URL/],
        ['the JSON is cut short', halfJson, /breaks off.*proxy in front/],
        ['the connection breaks in the middle', brokenOff, /no answer.*broke off|breaks off|broken/],
        ['the query loads too many samples', executionError(), /too many samples.*Narrow the selectors/],
        ['the server is gone for good', unavailable({ retryAfterSeconds: 0 }), /HTTP 503.*request limit of Prometheus/],
        [
          'the query divides by zero',
          matrix({ error_budget: 'total' }, [[1772150400, '+Inf']]),
          /\+Inf.*division by zero/,
        ],
        [
          'histograms come back',
          nativeHistograms({ error_budget: 'total' }, [1772150400]),
          /native histograms.*histogram_count/,
        ],
      ])('because %s, the row names the objective, the upstream and the remedy', async (_, fault, message) => {
        faulty.always(fault);
        const failure = await failureOf();
        expect(failure).toMatch(/^Requests of s2 \(s2\), Prometheus: /);
        expect(failure).toMatch(message);
      });

      it('because there is no answer, the row says so after some time', async () => {
        faulty.always(hanging);
        expect(await failureOf(impatient)).toMatch(/^Requests of s2 \(s2\), Prometheus: no answer.*reaches it/);
      });

      it('a transient 503 is asked again', async () => {
        faulty.next(unavailable({ retryAfterSeconds: 0 }));
        const row = await evaluateObjective(objective('s2'), { Prometheus: newSource() }, at(fixture.endMs), never);
        expect(row.kind).toBe('events');
      });

      it('warnings of missing stores lower coverage', async () => {
        faulty.always(withWarnings('receive store unavailable'));
        const row = asEvaluated(
          await evaluateObjective(objective('s2'), { Prometheus: newSource() }, at(fixture.endMs), never)
        );
        expect(row.evaluation.coverage).toBeCloseTo(0.5);
        expect(row.evaluation.status.provisional).toBe(true);
        expect(row.notices.some(({ text }) => text.includes('receive store unavailable'))).toBe(true);
      });

      it('PromQL that Prometheus refuses costs its own row only', async () => {
        const broken = withTotal(
          objective('s2'),
          'sum(increase(http_requests_total{application="s2"}[{{.window}}])) by'
        );
        const [refused, healthy] = await evaluateCatalogue(
          [broken, objective('p1')],
          { Prometheus: newSource() },
          at(fixture.endMs),
          never
        );
        expect(refused.kind === 'failed' && refused.error.message).toMatch(
          /\(s2\), Prometheus: Prometheus refused the query: .*(?:parse error|unexpected token).*Correct the query of this objective/
        );
        expect(healthy.kind).toBe('events');
      });

      it('an indicator whose good events exceed its total is reported, not clamped', async () => {
        const impossible = withTotal(
          objective('s2'),
          'sum(increase(http_requests_total{application="s2",code="404"}[{{.window}}]))'
        );
        const row = await evaluateObjective(impossible, { Prometheus: newSource() }, at(fixture.endMs), never);
        expect(row.kind === 'failed' && row.error.message).toMatch(/good events of .*cannot be.*Correct the queries/);
      });

      it('a counter that exists nowhere is no data, not 100 %', async () => {
        const nowhere = withTotal(objective('s2'), 'sum(increase(nowhere_total[{{.window}}]))');
        const row = asEvaluated(
          await evaluateObjective(nowhere, { Prometheus: newSource() }, at(fixture.endMs), never)
        );
        expect(row.evaluation.status.state).toBe('noData');
        expect(row.evaluation.sli.value).toBeNull();
      });
    });
  });

  it('a server that is not there is named as such', async () => {
    const gone = await startFaultyUpstream();
    await gone.stop();
    const source = prometheusSource({ port: createNodePort({ bases: { prometheus: gone.url } }) });
    const row = await evaluateObjective(objective('s2'), { Prometheus: source }, at(fixture.endMs), never);
    expect(row.kind === 'failed' && row.error.message).toMatch(/\(s2\), Prometheus: no answer .*refused.*Check that/);
  });
});

function asEvaluated(row: ObjectiveRow): Evaluated {
  if (row.kind !== 'events') {
    throw new Error(row.kind === 'failed' ? row.error.message : `${row.objective.id} has no events`);
  }
  return row;
}

function withTotal(objective: Objective, query: string): Objective {
  const { indicator } = objective;
  if (indicator.source !== 'Prometheus' || indicator.measure.shape !== 'goodTotal') {
    throw new Error('expected good and total');
  }
  const { measure } = indicator;
  const good = { ...measure.good, narrows: undefined };
  const total = { ...measure.total, query, counted: undefined };
  return { ...objective, indicator: { ...indicator, measure: { ...measure, good, total } } };
}

/** Notes by how many percentage points a budget is off, for the table of `npm run test:conformance`. */
function noteFigure(percentagePoints: number): void {
  if (process.env.CONFORMANCE_FIGURES !== undefined) {
    appendFileSync(process.env.CONFORMANCE_FIGURES, `${percentagePoints}\n`);
  }
}
