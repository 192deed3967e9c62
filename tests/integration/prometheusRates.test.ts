import { ceilTo, DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import { parseCatalogue } from '../../src/catalogue/parseCatalogue';
import { evaluateCatalogue } from '../../src/evaluation/evaluateCatalogue';
import { prometheusSource } from '../../src/sources/prometheus/prometheusSource';
import { createNodePort } from '../../src/transport/nodePort';
import { describeWithPrometheus } from './prometheus/describeWithPrometheus';
import type { PrometheusServer } from './prometheus/prometheusServer';
import { minuteCounter } from './prometheus/minuteCounter';
import { serveSamples } from './prometheus/serveSamples';
import type { ObjectiveRow } from '../../src/evaluation/results';

const OUTAGE_MS = Date.UTC(2026, 10, 29, 12);
/** Between full hours, where an hour must not weigh as little as five minutes. */
const NOW = OUTAGE_MS + 40 * MINUTE_MS;
const WINDOW_MS = 7 * DAY_MS;
const never = new AbortController().signal;

const PER_MINUTE = 60;
/** One request of a thousand fails, and every second one of the outage. */
const errorsAt = (timeMs: number) => (timeMs >= OUTAGE_MS ? PER_MINUTE / 2 : 0.06);

const SERVICE = 'apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\nspec: {}\n';

function slo(name: string, indicator: string): string {
  return `
apiVersion: openslo/v1
kind: SLO
metadata: {name: ${name}}
spec:
  service: shop
  indicator: {metadata: {name: ${name}}, spec: ${indicator}}
  budgetingMethod: Occurrences
  timeWindow: [{duration: 7d, isRolling: true}]
  objectives: [{target: 0.99}]
`;
}

const metric = (query: string) => `{metricSource: {type: Prometheus, spec: {query: '${query}'}}}`;
const sides = (side: string, part: string, total: string) =>
  `{ratioMetric: {counter: true, ${side}: ${metric(part)}, total: ${metric(total)}}}`;
const by = (counting: string, selector: string) => `sum(${counting}(${selector}[{{.window}}]))`;

const [GOOD, BAD, TOTAL] = ['requests_total{code!~"5.."}', 'requests_total{code=~"5.."}', 'requests_total'];
const OTHER = 'errors_total';
const FUNCTIONS = ['rate', 'increase'];

/** Every mixture of rate and increase, in the narrowed form and in that of two queries. */
const SLOS = FUNCTIONS.flatMap((part) =>
  FUNCTIONS.flatMap((total) => [
    slo(`good-${part}-total-${total}`, sides('good', by(part, GOOD), by(total, TOTAL))),
    slo(`bad-${part}-total-${total}`, sides('bad', by(part, BAD), by(total, TOTAL))),
    slo(`other-${part}-total-${total}`, sides('bad', by(part, OTHER), by(total, TOTAL))),
    slo(
      `difference-${part}-total-${total}`,
      sides('good', `${by(total, TOTAL)} - (${by(part, OTHER)} or vector(0))`, by(total, TOTAL))
    ),
  ])
);
const RAW = slo(
  'ratio',
  `{ratioMetric: {rawType: failure, raw: ${metric(`${by('rate', BAD)} / ${by('rate', TOTAL)}`)}}}`
);

describeWithPrometheus('rate over the bucket', () => {
  let server: PrometheusServer;
  let rows: ObjectiveRow[];

  beforeAll(async () => {
    const life = { fromMs: NOW - WINDOW_MS - HOUR_MS, toMs: NOW };
    server = await serveSamples([
      minuteCounter('requests_total', { code: '200' }, life, (timeMs) => PER_MINUTE - errorsAt(timeMs)),
      minuteCounter('requests_total', { code: '500' }, life, errorsAt),
      minuteCounter('errors_total', {}, life, errorsAt),
    ]);
    const { objectives, problems } = parseCatalogue([SERVICE, ...SLOS, RAW].join('---\n'));
    expect(problems).toEqual([]);
    const source = prometheusSource({ port: createNodePort({ bases: { prometheus: server.url } }) });
    rows = await evaluateCatalogue(objectives, { Prometheus: source }, { atMs: NOW, nowMs: NOW }, never);
  }, 120_000);

  afterAll(() => server?.stop());

  const rowOf = (id: string) => {
    const row = rows.find(({ objective }) => objective.id === id);
    if (row?.kind !== 'events') {
      throw new Error(row?.kind === 'failed' ? row.error.message : `no row ${id}`);
    }
    return row;
  };

  const minutes = (NOW - ceilTo(NOW - WINDOW_MS, HOUR_MS)) / MINUTE_MS;
  const trueTotal = minutes * PER_MINUTE;
  const trueBad = 40 * (PER_MINUTE / 2) + (minutes - 40) * 0.06;
  const trueRemaining = 1 - trueBad / (0.01 * trueTotal);

  it.each(SLOS.map((text) => /name: ([\w-]+)/.exec(text)?.[1] ?? ''))(
    'counts as many events as increase does: %s is within 0.1 percentage points of the truth',
    (id) => {
      const { evaluation, notices } = rowOf(id);
      expect(Math.abs((evaluation.remaining.value ?? NaN) - trueRemaining) * 100).toBeLessThanOrEqual(0.1);
      expect(evaluation.total / trueTotal).toBeCloseTo(1, 3);
      const infos = notices.filter(({ text }) => text.includes('is read as increase'));
      expect(infos).toHaveLength(id.includes('rate') ? 1 : 0);
    }
  );

  it('is the same figure to the last digit, however it is mixed', () => {
    for (const shape of ['good', 'bad', 'other', 'difference']) {
      const budgets = FUNCTIONS.flatMap((part) =>
        FUNCTIONS.map((total) => rowOf(`${shape}-${part}-total-${total}`).evaluation.remaining.value)
      );
      expect(new Set(budgets).size).toBe(1);
    }
  });

  it('stays what it is in a ratio from the start', () => {
    const { evaluation, executed, notices } = rowOf('ratio');
    expect(executed.join()).toContain('rate(requests_total{code=~"5.."}');
    expect(notices).toEqual([]);
    // Ratios weigh by their minutes: the outage is 40 of them.
    expect(1 - (evaluation.sli.value ?? NaN)).toBeCloseTo((40 * 0.5 + (minutes - 40) * 0.001) / minutes, 4);
  });
});
