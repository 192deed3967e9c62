import { MINUTE_MS } from '../src/budget/durations';
import type { Objective } from '../src/catalogue/objective';
import { EXPORTED } from './metrics';
import { lookbackText, selector } from './promqlText';

/** Until then a figure holds though the exporter has not repeated it; from then on it is missing, and rules of its own say so. */
export const STANDS_FOR_MS = 10 * MINUTE_MS;

/**
 * PromQL of the last figure that the exporter gave within ten minutes. A restart of the exporter, which Prometheus sees as
 * the end of all its series, thus changes the state of no alert, nor since when it is pending.
 */
export function lastExported(metric: string, labels: Record<string, string>): string {
  return `last_over_time(${selector(metric, labels)}[${lookbackText(STANDS_FOR_MS)}])`;
}

/** PromQL of the events of an objective that the exporter counted over a lookback. */
export function exportedEvents({ id }: Objective, result: 'bad' | 'total', lookbackMs: number): string {
  const labels = { objective: id, result, window: lookbackText(lookbackMs) };
  return `sum by (objective) (${lastExported(EXPORTED.windowEvents, labels)})`;
}
