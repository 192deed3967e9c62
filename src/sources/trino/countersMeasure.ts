import type { Measure, Objective, PrometheusSpec, TrinoSpec } from '../../catalogue/objective';
import type { Notice } from '../contract';

type Metric =
  'CompletedQueries' | 'UserErrorFailures' | 'InternalFailures' | 'ExternalFailures' | 'InsufficientResourcesFailures';

type Counting = Pick<TrinoSpec, 'userErrors'> & { selector: string };

/**
 * The objective as Prometheus can measure it, from the metrics that Trino itself publishes. CompletedQueries counts every
 * terminal query, failed ones included. The terms are written one by one, because a `__name__` pattern inside increase() would
 * make several metrics collide on their labels.
 */
export function overCounters(objective: Objective, counting: Counting): Objective {
  const measure: Measure<PrometheusSpec> = {
    shape: 'badTotal',
    bad: term(counting, '+', ['InternalFailures', 'ExternalFailures', 'InsufficientResourcesFailures']),
    total: term(
      counting,
      '-',
      counting.userErrors === 'good' ? ['CompletedQueries'] : ['CompletedQueries', 'UserErrorFailures']
    ),
  };
  return { ...objective, indicator: { source: 'Prometheus', measure } };
}

function term({ selector }: Counting, operator: '+' | '-', metrics: Metric[]): PrometheusSpec {
  const increase = (metric: Metric) => `sum(increase(${selectorOf(metric, selector)}[{{.window}}]))`;
  return {
    query: metrics.map(increase).join(` ${operator} `),
    counterSelectors: [selectorOf('CompletedQueries', selector)],
  };
}

function selectorOf(metric: Metric, selector: string): string {
  return `trino_execution_name_QueryManager_${metric}${selector === '' ? '' : `{${selector}}`}`;
}

/** What these counters cannot do, and which fields of the spec therefore have no effect. */
export function countersNotices({ alsoBad, ignore, users, sources, resourceGroups }: TrinoSpec): Notice[] {
  const withoutEffect = Object.entries({
    alsoBad,
    ignore,
    users: [...users.include, ...users.exclude],
    sources: [...sources.include, ...sources.exclude],
    resourceGroups: [...resourceGroups.include, ...resourceGroups.exclude],
  }).flatMap(([field, values]) => (values.length > 0 ? [field] : []));
  return [
    {
      severity: 'info',
      text: 'Counted by Trino’s own metrics, which include the plugin’s queries and have no error codes, users or sources',
    },
    ...(withoutEffect.length === 0
      ? []
      : [
          {
            severity: 'warning' as const,
            text: `The catalogue’s ${withoutEffect.join(', ')} have no effect on Trino’s metrics; use an event-listener table for them`,
          },
        ]),
  ];
}
