import { labelName } from '../../../src/catalogue/promqlName';

/** The samples of one set of labels, in order of time. */
export interface Samples {
  metric: string;
  labels: Record<string, string>;
  /** Epoch milliseconds; as long as `values`. */
  timesMs: number[];
  values: number[];
}

/**
 * The samples as OpenMetrics text, line by line with line ends, for `promtool tsdb create-blocks-from openmetrics`.
 */
export function* openMetricsText(allSeries: Iterable<Samples>): Generator<string> {
  for (const { metric, labels, timesMs, values } of allSeries) {
    const name = seriesName(metric, labels);
    for (let i = 0; i < timesMs.length; i++) {
      yield `${name} ${values[i]} ${(timesMs[i] / 1000).toFixed(3)}\n`;
    }
  }
  yield '# EOF\n';
}

/** A series as expositions name it; names that only Prometheus 3 knows are quoted. */
export function seriesName(metric: string, labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${labelName(name)}=${JSON.stringify(value)}`);
  const isQuoted = labelName(metric) !== metric;
  return isQuoted ? `{${[labelName(metric), ...pairs].join(',')}}` : `${metric}{${pairs.join(',')}}`;
}
