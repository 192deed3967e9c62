import { OVERVIEW_UID, PANEL_IDS } from '../dashboards/generator/ids';
import { DAY_MS, MINUTE_MS } from '../src/budget/durations';
import type { AlertRule } from './alertRule';
import type { AlertSeverity } from '../src/budget/burnRatePolicy';
import { EXPORTED } from './metrics';
import { MEASURING_RUNBOOK } from './runbookFile';

/** Intervals of the exporter after which a source that did not answer counts as lost. */
const LATE_INTERVALS = 3;

/** Rules about the exporter, which every objective needs for its budget and some for everything. */
export const EXPORTER_RULES: readonly AlertRule[] = [
  {
    ...measuring('exporter-away', 'ticket'),
    name: 'ErrorBudgetExporterAway',
    title: 'The exporter of error budgets is away',
    check: {
      queries: [`max(absent_over_time(${EXPORTED.build}[10m]) or vector(0))`],
      threshold: 0,
    },
    forMs: 5 * MINUTE_MS,
    summary: () =>
      'Prometheus has not seen the exporter for 10 min: no alert about budgets, runs, queries, freshness or partitions can fire',
    description: 'What Prometheus cannot count by itself comes from the exporter.',
  },
  {
    ...measuring('source-late', 'ticket'),
    name: 'ErrorBudgetSourceLate',
    title: 'The exporter gets no answer from a source',
    check: {
      queries: [`max by (source) (time() - ${EXPORTED.sourceSuccess}) / on () group_left () max(${EXPORTED.interval})`],
      threshold: LATE_INTERVALS,
    },
    forMs: 5 * MINUTE_MS,
    // As long as a restart of the exporter may take, after which the source still does not answer.
    keepFiringForMs: 15 * MINUTE_MS,
    summary: ({ main }) =>
      `{{ $labels.source }} last answered ${main('rate')} intervals of the exporter ago, more than ${LATE_INTERVALS} (millions: not since it started)`,
    description: 'The objectives of a source that does not answer have no figures, and none of their alerts can fire.',
  },
];

/** Fires in Grafana only: a Prometheus that is away evaluates no rule. */
export function prometheusAway(severity: AlertSeverity): AlertRule {
  return {
    ...measuring('prometheus-away', severity),
    name: 'ErrorBudgetPrometheusAway',
    title: 'Prometheus does not answer',
    check: { queries: ['vector(0)'], threshold: 0 },
    forMs: 5 * MINUTE_MS,
    whenPrometheusIsAway: 'fire',
    summary: () => 'Grafana gets no answer from Prometheus: no alert about any objective can fire',
    description: 'All other rules keep the state that they had, so that it is reported only once.',
  };
}

/** What rules about the measuring share. */
export function measuring(key: string, severity: AlertSeverity) {
  return {
    uid: `eb-${key}`,
    group: severity === 'page' ? ('pages' as const) : ('tickets' as const),
    severity,
    keepFiringForMs: 5 * MINUTE_MS,
    whenPrometheusIsAway: 'keepState' as const,
    labels: { severity },
    panel: { dashboardUid: OVERVIEW_UID, panelId: PANEL_IDS.overview.status },
    shownMs: DAY_MS,
    runbook: MEASURING_RUNBOOK,
  };
}
