import { parseCatalogue } from '../../../src/catalogue/parseCatalogue';
import type { Objective } from '../../../src/catalogue/objective';

/** 30-day objectives of 99 % over the fixture's services and probes, written as an operator writes them. */
export function fixtureText(services: readonly string[], probes: readonly string[]): string {
  return [SERVICE, ...services.map(requestsOf), ...probes.map(availabilityOf)].join('---\n');
}

export function fixtureCatalogue(services: readonly string[], probes: readonly string[]): Objective[] {
  const { objectives, problems } = parseCatalogue(fixtureText(services, probes));
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
