import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openMetricsText } from './openMetrics';
import { ensureInstalled, startPrometheus } from './prometheusServer';
import type { Series } from './scrapes';

/** Starts a Prometheus that holds exactly these samples. The caller stops it. */
export async function startPrometheusWith(series: Iterable<Series>): ReturnType<typeof startPrometheus> {
  await ensureInstalled();
  const directory = mkdtempSync(join(tmpdir(), 'error-budget-recorded-'));
  const [text, blocks] = [join(directory, 'samples.om'), join(directory, 'blocks')];
  try {
    writeFileSync(text, [...openMetricsText(series)].join(''));
    await promisify(execFile)('promtool', [
      ...['tsdb', 'create-blocks-from', '--max-block-duration=486h', '--quiet', 'openmetrics'],
      ...[text, blocks],
    ]);
    return await startPrometheus({ blocks });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A counter scraped once a minute over [fromMs, toMs] that grows by what `perMinute` says of each minute. */
export function counter(
  metric: string,
  labels: Record<string, string>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  perMinute: (timeMs: number) => number
): Series {
  const series: Series = { metric, labels, timesMs: [], values: [] };
  let value = 0;
  for (let timeMs = fromMs; timeMs <= toMs; timeMs += 60_000) {
    series.timesMs.push(timeMs);
    series.values.push(value);
    value += perMinute(timeMs);
  }
  return series;
}
