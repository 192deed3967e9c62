import fc from 'fast-check';
import { targets } from '../src/budget/arbitraries.testing';
import { DAY_MS, HOUR_MS } from '../src/budget/durations';
import { counterSelectors } from '../src/catalogue/promql';
import type { Indicator, Objective, PrometheusSpec } from '../src/catalogue/objective';
import type { Catalogue } from '../src/catalogue/parseCatalogue';
import { objectiveOf } from '../src/evaluation/objective.testing';

const spec = (query: string): PrometheusSpec => ({ query, counterSelectors: counterSelectors(query) });
const GOOD = spec('sum(increase(done_total{job="it",failed="no"}[{{.window}}]))');
const BAD = spec('sum(increase(done_total{job="it",failed="yes"}[{{.window}}]))');
const TOTAL = spec('sum(increase(done_total{job="it"}[{{.window}}]))');
const UP = spec('sum(sum_over_time(probe_success{job="it"}[{{.window}}]))');
const PROBES = spec('sum(count_over_time(probe_success{job="it"}[{{.window}}]))');

/** Every kind of indicator that a catalogue can hold, none of which is asked here. */
export const INDICATORS: readonly Indicator[] = [
  { source: 'Prometheus', measure: { shape: 'goodTotal', good: GOOD, total: TOTAL } },
  { source: 'Prometheus', measure: { shape: 'badTotal', bad: BAD, total: TOTAL } },
  {
    source: 'Prometheus',
    measure: {
      shape: 'goodTotal',
      good: {
        ...GOOD,
        narrows: { selector: 'done_total{job="it"}', label: 'failed', pattern: '"yes"', negated: true },
      },
      total: TOTAL,
    },
  },
  { source: 'Prometheus', measure: { shape: 'goodTotal', good: UP, total: PROBES } },
  {
    source: 'Prometheus',
    measure: { shape: 'raw', raw: spec('avg_over_time(ratio[{{.window}}])'), rawType: 'failure' },
  },
  { source: 'Prometheus', measure: { shape: 'threshold', metric: spec('latency_seconds'), op: 'lte', value: 0.5 } },
  { source: 'Demo', measure: { shape: 'raw', raw: { eventsPerHour: 60, errorRatio: 0 }, rawType: 'success' } },
];

const policies: fc.Arbitrary<Objective['policy']> = fc.record(
  {
    noData: fc.constantFrom('unknown', 'bad'),
    exclusions: fc.constantFrom(
      [],
      [{ fromMs: Date.UTC(2026, 4, 1), toMs: Date.UTC(2026, 4, 1, 4), reason: 'Database upgrade' }]
    ),
    severity: fc.constantFrom('page', 'ticket', 'none'),
    timeBased: fc.boolean(),
    expectedEveryMs: fc.constantFrom(HOUR_MS, DAY_MS, 31 * DAY_MS),
    minBadEvents: fc.integer({ min: 1, max: 50 }),
  },
  { requiredKeys: ['noData', 'exclusions', 'severity', 'timeBased'] }
);

const windows: fc.Arbitrary<Objective['window']> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 90 }).map((days) => ({ type: 'rolling' as const, durationMs: days * DAY_MS })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'pointInTime' as const }) },
  {
    weight: 1,
    arbitrary: fc.constant({
      type: 'calendar' as const,
      count: 1,
      unit: 'M' as const,
      startTime: '2026-01-01 00:00:00',
      timeZone: 'UTC',
    }),
  }
);

/** What a template or Grafana's provisioning could take for its own, letters of any width, and names that others have too. */
const names = fc.oneof(
  fc.constantFrom('Availability', 'AVAILABILITY', 'Costs in $USD', '${HOME}', '{{ .Missing }}', '{{', '$$', '\'"\\'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
);

/** Catalogues of a few objectives with any name, target, window, indicator and policy. */
export const catalogues: fc.Arbitrary<Catalogue> = fc
  .array(
    fc.record({
      displayName: names,
      description: names,
      target: targets({ withHundred: true }),
      window: windows,
      indicator: fc.constantFrom(...INDICATORS),
      policy: policies,
    }),
    { minLength: 1, maxLength: 4 }
  )
  .map((list) => {
    const objectives = list.map((overrides, index) => objectiveOf({ id: `objective-${index}`, ...overrides }));
    return { categories: objectives.slice(0, 1).map(({ category }) => category), objectives, problems: [] };
  });
