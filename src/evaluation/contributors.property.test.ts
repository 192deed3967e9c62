import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../budget/durations';
import { withCounterSelectors } from '../catalogue/resolveIndicator';
import type { Objective, PrometheusSpec } from '../catalogue/objective';
import { counterSelectors } from '../catalogue/promql';
import type { ContributorsAnswer } from '../sources/contract';
import { prometheusSource } from '../sources/prometheus/prometheusSource';
import { countingPrometheus, type LabelledEvents } from './countingPrometheus.testing';
import { contributorsOfRow } from './evaluateContributors';
import { evaluateObjective } from './evaluateObjective';
import { objectiveOf } from './objective.testing';
import { createSource } from '../sources/createSource';

const LABEL = 'http.route';
const NOW = Date.UTC(2026, 10, 22, 10, 20);
const never = new AbortController().signal;

const spec = (query: string): PrometheusSpec => ({ query, counterSelectors: counterSelectors(query) });
const total = spec('sum(increase(requests_total[{{.window}}]))');
const part = (matcher: string) => spec(`sum(increase(requests_total{${matcher}}[{{.window}}]))`);
const increase = (name: string) => `sum(increase(${name}[{{.window}}]))`;
const orNone = (name: string) => `(${increase(name)} or vector(0))`;
const gauge = (name: string) => spec(`sum(sum_over_time(${name}[{{.window}}]))`);

/** Every form of indicator whose events can be split by a label. */
const FORMS = {
  'good events, narrowing the total': { shape: 'goodTotal', good: part('code!~"5.."'), total },
  'bad events, narrowing the total': { shape: 'badTotal', bad: part('"http.status"=~"5.."'), total },
  'good events of another counter': { shape: 'goodTotal', good: spec('sum(increase(ok_total[{{.window}}]))'), total },
  'bad events of another counter': { shape: 'badTotal', bad: spec('sum(increase(failed_total[{{.window}}]))'), total },
  'bad events or 0': { shape: 'badTotal', bad: spec(`${increase('failed_total')} or vector(0)`), total },
  'a sum of bad events': { shape: 'badTotal', bad: spec(`${orNone('failed_total')} + ${orNone('late_total')}`), total },
  'good events as a difference': {
    shape: 'goodTotal',
    good: spec(`${orNone('requests_total')} - ${orNone('failed_total')}`),
    total,
  },
  'a total by another label': {
    shape: 'goodTotal',
    good: spec('sum(increase(ok_total[{{.window}}]))'),
    total: spec('sum by (code) (increase(requests_total[{{.window}}]))'),
  },
  'a total as a sum': {
    shape: 'badTotal',
    bad: spec(increase('failed_total')),
    total: spec(`${orNone('ok_total')} + ${orNone('failed_total')}`),
  },
  'good values of a gauge': { shape: 'goodTotal', good: gauge('up'), total: gauge('probes') },
  'bad values of a gauge': { shape: 'badTotal', bad: gauge('down'), total: gauge('probes') },
} as const;

const events: fc.Arbitrary<LabelledEvents[]> = fc.array(
  fc.record({
    value: fc.constantFrom('', '/a', '/b', 'Größe "x"'),
    atMs: fc.integer({ min: 1, max: 12 * 24 * 5 }).map((buckets) => NOW - buckets * 5 * MINUTE_MS + MINUTE_MS),
    good: fc.oneof(fc.constant(0), fc.nat(50)),
    bad: fc.oneof(fc.constant(0), fc.nat(5)),
  }),
  { maxLength: 30 }
);

const exclusions = fc.array(
  fc.tuple(fc.nat(5 * 24 * 60), fc.integer({ min: 1, max: 600 })).map(([minutesAgo, minutes]) => ({
    fromMs: NOW - minutesAgo * MINUTE_MS,
    toMs: NOW - (minutesAgo - minutes) * MINUTE_MS,
    reason: 'an upgrade',
  })),
  { maxLength: 2 }
);

describe.each(Object.entries(FORMS))('contributors of %s', (_, terms) => {
  const measure = withCounterSelectors(terms, undefined, LABEL);

  it('add up to the figure, whatever happened, whenever the window begins and whatever is excluded', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        exclusions,
        fc.constantFrom(30 * DAY_MS, 4 * DAY_MS + HOUR_MS, 4 * DAY_MS, DAY_MS),
        async (happened, excluded, durationMs) => {
          if (measure.shape !== 'goodTotal' && measure.shape !== 'badTotal') {
            throw new Error(`no ${measure.shape}`);
          }
          const objective: Objective = objectiveOf({
            window: { type: 'rolling', durationMs },
            indicator: { source: 'Prometheus', measure },
          });
          objective.policy = { ...objective.policy, groupBy: LABEL, exclusions: excluded };
          const source = prometheusSource({ port: countingPrometheus(happened, LABEL), clock: () => NOW });
          let answer: ContributorsAnswer = { contributors: [], notices: [], executed: [] };
          const recording = createSource(source.type, {
            counts: (...request) => source.read('counts', ...request),
            contributors: async (...request) => (answer = await source.read('contributors', ...request)),
          });
          const moment = { atMs: NOW, nowMs: NOW };
          const row = await evaluateObjective(objective, { Prometheus: recording }, moment, never);
          const { rows } = await contributorsOfRow(row, { Prometheus: recording }, moment, never);
          const figure = row.kind === 'events' ? row.evaluation : { bad: NaN, total: NaN };
          const sumOf = (numbers: Array<number | null>) => numbers.reduce<number>((sum, one) => sum + (one ?? NaN), 0);
          expect(sumOf(rows.map(({ contributor }) => contributor.bad))).toBeCloseTo(figure.bad, 6);
          expect(sumOf(answer.contributors.map((one) => one.bad))).toBeCloseTo(figure.bad, 6);
          expect(sumOf(answer.contributors.map((one) => one.total))).toBeCloseTo(figure.total, 6);
          expect(rows.every(({ contributor }) => contributor.name !== 'not attributed')).toBe(true);
        }
      ),
      { numRuns: 40 }
    );
  });
});
