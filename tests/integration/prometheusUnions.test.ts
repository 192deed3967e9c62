import { setMaxListeners } from 'node:events';
import { HOUR_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { evaluateCatalogue } from '../../src/evaluation/evaluateCatalogue';
import type { ObjectiveRow } from '../../src/evaluation/results';
import { prometheusSource, UNITE_WITHIN_MS } from '../../src/sources/prometheus/prometheusSource';
import { createTransport } from '../../src/transport/createTransport';
import { createNodePort } from '../../src/transport/nodePort';
import type { HttpPort } from '../../src/transport/port';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import { prepareFixture, type Fixture } from './prometheus/fixture';
import { fixtureCatalogue, ratioObjective } from './prometheus/objectives';

const SERVICES = ['s1', 's2', 's3', 's4', 's5', 's6', 'quiet', 'idle', 'errorless', 'lazy', 'young'];
const PROBES = ['p1', 'p2'];
const never = new AbortController().signal;
// Every request of a load listens to it.
setMaxListeners(0, never);

describeWithPrometheus('queries of several objectives that are asked together', () => {
  let fixture: Fixture;

  beforeAll(async () => {
    fixture = await prepareFixture({ scale: 'test' });
  }, 300_000);

  afterAll(() => fixture?.stop());

  /** Sends on to the server and keeps what was asked and refused. */
  function watched() {
    const port = createNodePort({ bases: { prometheus: fixture.url } });
    const seen = { queries: [] as string[], refused: 0 };
    const watching: HttpPort = {
      async send(request, signal) {
        seen.queries.push(new URLSearchParams(request.body).get('query') ?? '');
        const answer = await port.send(request, signal);
        seen.refused += answer.status === 200 ? 0 : 1;
        return answer;
      },
    };
    return { port: createTransport(watching), seen };
  }

  async function rowsOf(objectives: readonly Objective[], uniteWithinMs: number) {
    const { port, seen } = watched();
    const nowMs = fixture.endMs;
    const source = prometheusSource({ port, clock: () => nowMs, uniteWithinMs });
    const read = () => evaluateCatalogue(objectives, { Prometheus: source }, { atMs: nowMs, nowMs }, never);
    return { rows: await read(), seen, source, read };
  }

  it('give every objective the row that it has by itself, in less than half of the requests', async () => {
    const objectives = [...fixtureCatalogue(SERVICES, PROBES), SIX_HOURS];
    const apart = await rowsOf(objectives, 0);
    const together = await rowsOf(objectives, UNITE_WITHIN_MS);
    expect(together.rows.map(comparable)).toEqual(apart.rows.map(comparable));
    expect(together.rows.every(({ kind }) => kind === 'events')).toBe(true);
    expect(together.seen.queries.length).toBeLessThan(apart.seen.queries.length / 2);
    expect(Math.max(...together.seen.queries.map(queriesIn))).toBeLessThanOrEqual(10);
    expect(Math.max(...together.seen.queries.map(({ length }) => length))).toBeLessThanOrEqual(12_000);
  });

  it('show the query of an objective, not that of the union', async () => {
    const objectives = fixtureCatalogue(SERVICES, PROBES);
    const { rows, seen } = await rowsOf(objectives, UNITE_WITHIN_MS);
    const executed = rows.flatMap((row) => (row.kind === 'events' ? row.executed : []));
    expect(executed.length).toBeGreaterThanOrEqual(2 * objectives.length);
    expect(executed.filter((query) => query.includes('error_budget_query'))).toEqual([]);
    expect(seen.queries.filter((query) => query.includes('error_budget_query')).length).toBeGreaterThan(0);
  });

  it('cost only the row whose query is refused, and say nothing of the others in its failure', async () => {
    const sound = fixtureCatalogue(SERVICES, PROBES);
    // Several series on either side: no server can match them.
    const counter = 'increase(http_requests_total{application="s1"}[{{.window}}])';
    const bad = ratioObjective(
      { good: `sum(${counter} + on (application) ${counter})`, total: `sum(${counter})` },
      { name: 'bad', window: '30d' }
    );
    const objectives = [...sound.slice(0, 5), bad, ...sound.slice(5)];
    const apart = await rowsOf(objectives, 0);
    const together = await rowsOf(objectives, UNITE_WITHIN_MS);
    const soundRows = ({ rows }: { rows: ObjectiveRow[] }) => rows.filter(({ objective }) => objective.id !== 'bad');
    expect(soundRows(together).map(comparable)).toEqual(soundRows(apart).map(comparable));
    expect(soundRows(together).every(({ kind }) => kind === 'events')).toBe(true);
    // Which of its two tiers fails first is a matter of chance.
    for (const { rows } of [apart, together]) {
      const failure = JSON.stringify(comparable(rows[5]));
      expect(failure).toContain('bad (bad), Prometheus: Prometheus could not run the query');
      expect(failure).not.toContain('error_budget_query');
    }
    // Once it is known, it no longer affects others.
    const before = together.seen.refused;
    await together.read();
    expect(together.seen.refused - before).toBeLessThanOrEqual(2);
  });

  it('are contributors too', async () => {
    const objectives = SERVICES.slice(0, 6).map((name) =>
      ratioObjective(
        {
          bad: `sum(increase(http_requests_total{application="${name}",code=~"5.."}[{{.window}}]))`,
          total: `sum(increase(http_requests_total{application="${name}"}[{{.window}}]))`,
        },
        { name, window: '7d', groupBy: 'pod' }
      )
    );
    const toMs = Math.floor(fixture.endMs / HOUR_MS) * HOUR_MS;
    const contributorsOf = async (uniteWithinMs: number) => {
      const { source, seen } = await rowsOf([], uniteWithinMs);
      const window = { fromMs: toMs - 168 * HOUR_MS, toMs, nowMs: fixture.endMs };
      const answers = await Promise.all(
        objectives.map((objective) => source.read('contributors', { objective, ...window }, never))
      );
      return {
        answers: answers.map(({ contributors }) => new Map(contributors.map((one) => [one.name, one]))),
        requests: seen.queries.length,
      };
    };
    const [apart, together] = [await contributorsOf(0), await contributorsOf(UNITE_WITHIN_MS)];
    expect(together.answers).toEqual(apart.answers);
    expect(together.answers.every(({ size }) => size > 0)).toBe(true);
    expect(together.requests).toBeLessThan(apart.requests / 2);
  });
});

/** Of a shorter window than the others. */
const SIX_HOURS = ratioObjective(
  {
    bad: 'sum(increase(http_requests_total{application="s2",code=~"5.."}[{{.window}}]))',
    total: 'sum(increase(http_requests_total{application="s2"}[{{.window}}]))',
  },
  { name: 'short', window: '6h' }
);

function queriesIn(query: string): number {
  return query.split('"error_budget_query"').length - 1;
}

/** A row without the classes of its errors, by which the same failure differs between two readings. */
function comparable(row: ObjectiveRow): unknown {
  return JSON.parse(JSON.stringify(row, (_, value: unknown) => (value instanceof Error ? value.message : value)));
}
