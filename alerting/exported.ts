import { MINUTE_MS } from '../src/budget/durations';
import { lookbackText, selector } from './promqlText';

/** Until then a figure stands though nobody has repeated it; from then on it is missing, and rules of its own say so. */
const STANDS_FOR_MS = 10 * MINUTE_MS;

/**
 * PromQL of the last figure that the exporter gave within ten minutes. A restart of the exporter, which Prometheus sees as
 * the end of all its series, thus changes the state of no alert, nor since when it is pending.
 */
export function exported(metric: string, labels: Record<string, string>): string {
  return `last_over_time(${selector(metric, labels)}[${lookbackText(STANDS_FOR_MS)}])`;
}
