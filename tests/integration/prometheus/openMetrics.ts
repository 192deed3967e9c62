import type { Series } from './scrapes';

/** The samples as OpenMetrics text, line by line with line ends, for `promtool tsdb create-blocks-from openmetrics`. */
export function* openMetricsText(allSeries: Iterable<Series>): Generator<string> {
  for (const { metric, labels, timesMs, values } of allSeries) {
    const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const name = `${metric}{${pairs.join(',')}}`;
    for (let i = 0; i < timesMs.length; i++) {
      yield `${name} ${values[i]} ${(timesMs[i] / 1000).toFixed(3)}\n`;
    }
  }
  yield '# EOF\n';
}
