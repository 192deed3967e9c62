/** Small valid documents for tests, to be broken in one place each. */

export const SERVICE = `apiVersion: openslo/v1
kind: Service
metadata:
  name: shop
  displayName: Shop
spec:
  description: Where things are bought.
`;

export const DATA_SOURCE = `apiVersion: openslo/v1
kind: DataSource
metadata:
  name: metrics
spec:
  type: Prometheus
  connectionDetails: {}
`;

export const SLI = `apiVersion: openslo/v1
kind: SLI
metadata:
  name: answered
spec:
  ratioMetric:
    counter: true
    good:
      metricSource:
        metricSourceRef: metrics
        spec:
          query: sum(increase(http_requests_total{code!~"5.."}[{{.window}}]))
    total:
      metricSource:
        metricSourceRef: metrics
        spec:
          query: sum(increase(http_requests_total[{{.window}}]))
`;

export const SLO = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout
  displayName: Checkout
  labels:
    team: [payments, web]
  annotations:
    example.com/owner: payments
spec:
  description: Checkouts succeed.
  service: shop
  indicatorRef: answered
  budgetingMethod: Occurrences
  timeWindow:
    - duration: 30d
      isRolling: true
  objectives:
    - target: 0.99
`;

/** An SLO over Dagster; its spec follows `spec:` with twelve spaces of indentation. */
export const DAGSTER_SLO = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: nightly
spec:
  service: shop
  indicator:
    metadata:
      name: nightly
    spec:
      ratioMetric:
        raw:
          metricSource:
            type: Dagster
            spec:
              measure: materializations
              selection: tag:core
        rawType: success
  budgetingMethod: Occurrences
  timeWindow:
    - duration: 30d
      isRolling: true
  objectives:
    - target: 0.9
`;

/** An SLO whose threshold metric must stay below a value. */
export const THRESHOLD_SLO = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: latency
spec:
  service: shop
  indicator:
    metadata:
      name: latency
    spec:
      thresholdMetric:
        metricSource:
          metricSourceRef: metrics
          spec:
            query: histogram_quantile(0.95, sum by (le) (rate(seconds_bucket[5m])))
  budgetingMethod: Timeslices
  timeWindow:
    - duration: 1M
      calendar:
        startTime: '2026-01-01 00:00:00'
        timeZone: Europe/Berlin
  objectives:
    - op: lte
      value: 0.25
      targetPercent: 99.9
      timeSliceTarget: 0.95
      timeSliceWindow: 5m
`;

/** One text of several documents. */
export function documents(...texts: string[]): string {
  return texts.join('---\n');
}

/** The text with its only occurrence of `from` replaced. */
export function changed(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) {
    throw new Error(`${JSON.stringify(from)} occurs ${parts.length - 1} times in the example`);
  }
  return parts.join(to);
}

const MARK = '¦';

/** Takes the mark out of a text and says where it stood: the place that a problem must name. */
export function marked(text: string): { text: string; line: number; column: number } {
  const before = text.slice(0, text.indexOf(MARK)).split('\n');
  return {
    text: changed(text, MARK, ''),
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
  };
}
