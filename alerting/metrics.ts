/** What the exporter exposes about every objective, from event time and by the engine of the dashboards (docs/exporter.md). */
export const EXPORTED = {
  windowEvents: 'slo_window_events',
  remaining: 'slo_error_budget_remaining_ratio',
  status: 'slo_status',
  lastEvent: 'slo_last_event_timestamp_seconds',
  badInARow: 'slo_consecutive_bad',
  measuredBudget: 'slo_measured_budget_events',
  items: 'slo_items',
  sourceSuccess: 'slo_source_last_success_timestamp_seconds',
  build: 'slo_exporter_build_info',
  interval: 'slo_exporter_interval_seconds',
} as const;

/**
 * What the recording rules write: the terms (label `error_budget`) that the dashboards ask for, over whole lookbacks (label
 * `window`) of an objective that Prometheus can count by itself.
 */
export const RECORDED = 'objective:slo_window_events:sum';

/**
 * What the recording rules write beside them, every five minutes: the events that series held at their first sample, where they
 * were born in these five minutes (label `error_budget`: the term that they belong to). No `increase` sees them.
 */
export const FIRST_SAMPLES = 'objective:slo_first_samples:sum5m';

/**
 * What the recording rules write beside them: how many events the budget of a window holds at the traffic of the last 72 h.
 */
export const MEASURED_BUDGET = 'objective:slo_measured_budget_events:72h';
