import { MINUTE_MS } from '../../../src/budget/durations';
import type { Samples } from './openMetrics';

/** A counter scraped once a minute over [fromMs, toMs] that begins at 0 and grows by what `perMinute` says of each minute. */
export function minuteCounter(
  metric: string,
  labels: Record<string, string>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  perMinute: (timeMs: number) => number
): Samples {
  const series: Samples = { metric, labels, timesMs: [], values: [] };
  let value = 0;
  for (let timeMs = fromMs; timeMs <= toMs; timeMs += MINUTE_MS) {
    series.timesMs.push(timeMs);
    series.values.push(value);
    value += perMinute(timeMs);
  }
  return series;
}
