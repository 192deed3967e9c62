import { Counter, Gauge, Registry, type OpenMetricsContentType } from 'prom-client';
import { EXPORTED } from '../../alerting/metrics';
import { lookbackText } from '../../alerting/promqlText';
import type { Figure } from '../../src/budget/figure';
import type { ObjectiveState } from '../../src/budget/status';
import type { EventFigures, ItemFigures, ObjectiveFigures, WindowEvents } from './figures';
import type { QueryCount } from './trino/queryCounts';

export const CONTENT_TYPE = Registry.OPENMETRICS_CONTENT_TYPE;

/** Everything that /metrics shows. */
export interface Exposed {
  build: Build;
  intervalMs: number;
  rounds: readonly ExposedRound[];
  figures: readonly ObjectiveFigures[];
  /** Absent unless Trino's queries are polled and the last poll succeeded. */
  queries?: readonly QueryCount[];
  /** Whether the memory can be read and written; absent where there is none. */
  isMemoryUp?: boolean;
}

/** The last round of a source that ended. Instants in epoch milliseconds. */
export interface ExposedRound {
  source: string;
  atMs: number;
  tookMs: number;
  /** When the last one began in which something was read; 0: none yet. */
  lastSuccessMs: number;
}

export interface Build {
  version: string;
  /** The commit, where it is known. */
  revision?: string;
}

const STATES: readonly ObjectiveState[] = ['met', 'atRisk', 'breached', 'noData'];
/** Of a calendar window, whose length differs from period to period. */
const CALENDAR_PERIOD = 'period';

/**
 * The exposition in OpenMetrics. It is rebuilt for every scrape and remembers nothing, so that a figure that does not exist any
 * more leaves with its series.
 */
export function exposition(exposed: Exposed): Promise<string> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(CONTENT_TYPE);
  exposeFigures(exposed.figures, registry);
  exposeExporter(exposed, registry);
  exposeProcess(registry);
  if (exposed.queries) {
    exposeQueries(exposed.queries, registry);
  }
  return registry.metrics();
}

function exposeFigures(figures: readonly ObjectiveFigures[], registry: Registry<OpenMetricsContentType>): void {
  const gauges = {
    windowEvents: gauge(registry, EXPORTED.windowEvents, 'Events of a window that ends now, by event time', [
      'objective',
      'result',
      'window',
    ]),
    remaining: gauge(registry, EXPORTED.remaining, 'Remaining share of the error budget; negative once overspent', [
      'objective',
    ]),
    coverage: gauge(registry, 'slo_coverage_ratio', 'Observed share of the window', ['objective']),
    status: gauge(registry, EXPORTED.status, 'Status of the objective: 1 for the current one', ['objective', 'status']),
    lastEvent: gauge(registry, EXPORTED.lastEvent, 'Time of the last event; 0 if there was none', ['objective']),
    badInARow: gauge(registry, EXPORTED.badInARow, 'Bad events since the last good one, at least', ['objective']),
    measuredBudget: gauge(
      registry,
      EXPORTED.measuredBudget,
      'Error budget of a window in events, at the traffic of at most the last 72 h',
      ['objective']
    ),
    items: gauge(registry, EXPORTED.items, 'Items as they are now, and how many may be bad', ['objective', 'state']),
  };
  for (const one of figures) {
    const objective = one.objective.id;
    const { state } = one.kind === 'events' ? one.evaluation.status : one.judged.status;
    STATES.forEach((status) => gauges.status.set({ objective, status }, status === state ? 1 : 0));
    if (one.kind === 'events') {
      exposeEvents(one);
    } else {
      exposeItems(one);
    }
  }

  function exposeEvents(events: EventFigures): void {
    const { evaluation, windows, lastEventMs, consecutiveBad, measuredBudget } = events;
    const { id } = events.objective;
    for (const { window, good, bad, total } of windows) {
      const labels = { objective: id, window: windowText(window) };
      Object.entries({ good, bad, total }).forEach(([result, events]) =>
        gauges.windowEvents.set({ ...labels, result }, events)
      );
    }
    setFigure(gauges.remaining, id, evaluation.remaining);
    gauges.coverage.set({ objective: id }, evaluation.coverage);
    gauges.badInARow.set({ objective: id }, consecutiveBad);
    if (measuredBudget !== undefined) {
      gauges.measuredBudget.set({ objective: id }, measuredBudget);
    }
    if (lastEventMs !== undefined) {
      gauges.lastEvent.set({ objective: id }, lastEventMs / 1000);
    }
  }

  function exposeItems({ objective: { id }, judged }: ItemFigures): void {
    const { good, bad, total, allowed } = judged;
    Object.entries({ good, bad, total }).forEach(([state, items]) => gauges.items.set({ objective: id, state }, items));
    if (allowed.value !== null) {
      gauges.items.set({ objective: id, state: 'allowed' }, allowed.value);
    }
    setFigure(gauges.remaining, id, judged.remainingBudget);
  }
}

function setFigure(of: Gauge<'objective'>, objective: string, { value }: Figure): void {
  if (value !== null) {
    of.set({ objective }, value);
  }
}

function windowText(window: WindowEvents['window']): string {
  return window.kind === 'lookback' ? lookbackText(window.lookbackMs) : CALENDAR_PERIOD;
}

function exposeExporter(
  { build, intervalMs, rounds, isMemoryUp }: Exposed,
  registry: Registry<OpenMetricsContentType>
): void {
  const success = gauge(registry, EXPORTED.sourceSuccess, 'When an objective of the source was last read', ['source']);
  const began = gauge(registry, 'slo_exporter_last_round_timestamp_seconds', 'When the last finished round began', [
    'source',
  ]);
  const took = gauge(registry, 'slo_exporter_last_round_duration_seconds', 'How long the last finished round took', [
    'source',
  ]);
  for (const { source, atMs, tookMs, lastSuccessMs } of rounds) {
    success.set({ source }, lastSuccessMs / 1000);
    began.set({ source }, atMs / 1000);
    took.set({ source }, tookMs / 1000);
  }
  gauge(registry, EXPORTED.interval, 'Time from one round of reads to the next', []).set(intervalMs / 1000);
  const { version, revision = '' } = build;
  gauge(registry, EXPORTED.build, 'Version of the exporter, always 1', ['version', 'revision']).set(
    { version, revision },
    1
  );
  if (isMemoryUp !== undefined) {
    gauge(registry, 'slo_memory_up', 'Whether the memory of the server can be read and written', []).set(
      isMemoryUp ? 1 : 0
    );
  }
}

/** Prometheus' own names for what every process has; the rest of prom-client's defaults would outnumber the figures. */
function exposeProcess(registry: Registry<OpenMetricsContentType>): void {
  const { rss } = process.memoryUsage();
  gauge(registry, 'process_resident_memory_bytes', 'Resident memory of the exporter', []).set(rss);
  const startedMs = Date.now() - process.uptime() * 1000;
  gauge(registry, 'process_start_time_seconds', 'When the exporter started', []).set(Math.round(startedMs / 1000));
}

function exposeQueries(queries: readonly QueryCount[], registry: Registry<OpenMetricsContentType>): void {
  const counter = new Counter({
    name: 'slo_trino_queries_total',
    help: 'Queries that ended, as listed in system.runtime.queries',
    labelNames: ['outcome', 'error_code'],
    registers: [registry],
  });
  for (const { outcome, errorCode, count } of queries) {
    counter.inc({ outcome, error_code: errorCode }, count);
  }
}

function gauge<Label extends string>(
  registry: Registry<OpenMetricsContentType>,
  name: string,
  help: string,
  labelNames: readonly Label[]
): Gauge<Label> {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}
