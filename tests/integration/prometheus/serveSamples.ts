import { createBlocksOf } from './blocks';
import type { Samples } from './openMetrics';
import { ensureInstalled, startPrometheus, type PrometheusServer } from './prometheusServer';
import { startVictoriaMetrics } from './victoriaMetrics';

/**
 * Serves samples by the server under test: a Prometheus, or the VictoriaMetrics at VICTORIA_METRICS
 * (`npm run test:conformance`). The caller stops it. Rejects when it cannot be had.
 */
export async function serveSamples(series: readonly Samples[]): Promise<PrometheusServer> {
  if (process.env.VICTORIA_METRICS !== undefined) {
    return startVictoriaMetrics(process.env.VICTORIA_METRICS, series);
  }
  await ensureInstalled();
  return startPrometheus({ blocks: await createBlocksOf(series) });
}
