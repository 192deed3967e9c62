import { parse } from 'yaml';
import * as z from 'zod';
import { parseCatalogue } from '../src/catalogue/parseCatalogue';
import { queryProblem } from '../src/catalogue/promql';
import { alertingFor } from './catalogueRules';
import { KEPT_MS } from './canFire';
import { generateAlerts } from './generateAlerts';

/** Counters of OpenTelemetry on Prometheus 3, split by a label with a dot. */
const CATALOGUE = `
apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
spec: {}
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout
  annotations: {error-budget/group-by: http.status}
spec:
  service: shop
  indicator:
    metadata: {name: checkout}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {type: Prometheus, spec: {query: 'sum(increase({"http.requests_total", "http.status"=~"5.."}[{{.window}}]))'}}}
        total: {metricSource: {type: Prometheus, spec: {query: 'sum(increase({"http.requests_total"}[{{.window}}]))'}}}
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{target: 0.999}]
`;

const rulesFile = z.object({ groups: z.array(z.object({ rules: z.array(z.object({ expr: z.string() })) })) });

describe('the rules of an indicator whose names only Prometheus 3 knows', () => {
  const catalogue = parseCatalogue(CATALOGUE);
  const { files } = generateAlerts(alertingFor(catalogue), KEPT_MS, {});
  const expressions = files
    .filter(({ path }) => path.startsWith('prometheus/'))
    .flatMap(({ text }) => rulesFile.parse(parse(text)).groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)));

  it('are written, because the catalogue takes the names', () => {
    expect(catalogue.problems).toEqual([]);
    expect(catalogue.objectives[0].policy.groupBy).toBe('http.status');
    expect(expressions.length).toBeGreaterThan(4);
  });

  it('are PromQL', () => {
    expect(expressions.map((expr) => queryProblem(expr, 'optional'))).toEqual(expressions.map(() => undefined));
  });

  it('quote the label that distinguishes bad events where it is a name, and not where it is an argument', () => {
    const recorded = expressions.filter((expr) => expr.includes('sum by (error_budget)'));
    expect(recorded.length).toBeGreaterThan(0);
    for (const expr of recorded) {
      expect(expr).toContain('sum by ("http.status") (increase({"http.requests_total"}[');
      expect(expr).toContain('"error_budget", "bad", "http.status", "5..")');
    }
  });
});
