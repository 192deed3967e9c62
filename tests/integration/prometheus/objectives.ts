import { parseCatalogue } from '../../../src/catalogue/parseCatalogue';
import type { Objective } from '../../../src/catalogue/objective';

/** 30-day objectives of 99 % over the fixture's services and probes, written as an operator writes them. */
export function fixtureText(services: readonly string[], probes: readonly string[]): string {
  return [SERVICE, ...services.map(requestsOf), ...probes.map(availabilityOf)].join('---\n');
}

export function fixtureCatalogue(services: readonly string[], probes: readonly string[]): Objective[] {
  return soundObjectives([fixtureText(services, probes)]);
}

/** Queries of an indicator by their side; `good` or `bad` beside `total`. */
export type Sides = Partial<Record<'good' | 'bad' | 'total', string>>;

/** One objective of a rolling window over counters. */
export function ratioObjective(
  sides: Sides,
  { name, window, target = 0.99, groupBy }: { name: string; window: string; target?: number; groupBy?: string }
): Objective {
  const metric = (query: string) => ({ metricSource: { type: 'Prometheus', spec: { query } } });
  const annotations = groupBy === undefined ? {} : { 'error-budget/group-by': groupBy };
  const queries = Object.entries(sides).map(([side, query]) => [side, metric(query)]);
  const slo = {
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name, annotations },
    spec: {
      service: 'fixture',
      budgetingMethod: 'Occurrences',
      timeWindow: [{ duration: window, isRolling: true }],
      objectives: [{ target }],
      indicator: { metadata: { name }, spec: { ratioMetric: { counter: true, ...Object.fromEntries(queries) } } },
    },
  };
  return soundObjectives([SERVICE, JSON.stringify(slo)])[0];
}

function soundObjectives(documents: string[]): Objective[] {
  const { objectives, problems } = parseCatalogue(documents.join('\n---\n'));
  if (problems.length > 0) {
    throw new Error(problems.map(({ message }) => message).join('\n'));
  }
  return objectives;
}

const SERVICE = `
apiVersion: openslo/v1
kind: Service
metadata: { name: fixture, displayName: Fixture }
spec: { description: Services whose true counts are known }
`;

function requestsOf(name: string): string {
  return `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name}, displayName: Requests of ${name} }
spec:
  service: fixture
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: 0.99 }]
  indicator:
    metadata: { name: ${name} }
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            type: Prometheus
            spec:
              query: sum(increase(http_requests_total{application="${name}",code!~"5.."}[{{.window}}]))
        total:
          metricSource:
            type: Prometheus
            spec:
              query: sum(increase(http_requests_total{application="${name}"}[{{.window}}]))
`;
}

function availabilityOf(name: string): string {
  return `
apiVersion: openslo/v1
kind: SLO
metadata:
  name: ${name}
  displayName: Availability of ${name}
  annotations: { error-budget/time-based: 'true' }
spec:
  service: fixture
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: 0.99 }]
  indicator:
    metadata: { name: ${name} }
    spec:
      ratioMetric:
        counter: false
        good:
          metricSource:
            type: Prometheus
            spec:
              query: sum(sum_over_time(probe_success{application="${name}"}[{{.window}}]))
        total:
          metricSource:
            type: Prometheus
            spec:
              query: sum(count_over_time(probe_success{application="${name}"}[{{.window}}]))
`;
}
