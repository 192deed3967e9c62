import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBlocks } from './blocks';
import { ensureInstalled, startPrometheus, type PrometheusServer } from './prometheusServer';
import type { Series } from './scrapes';
import { startVictoriaMetrics } from './victoriaMetrics';

/**
 * Serves samples by the server under test: a Prometheus, or the VictoriaMetrics at VICTORIA_METRICS
 * (`npm run test:conformance`). The caller stops it. Rejects when it cannot be had.
 */
export async function serveSamples(series: Iterable<Series>): Promise<PrometheusServer> {
  const victoriaMetrics = process.env.VICTORIA_METRICS;
  if (victoriaMetrics !== undefined) {
    return startVictoriaMetrics(victoriaMetrics, series);
  }
  await ensureInstalled();
  const folder = mkdtempSync(join(tmpdir(), 'error-budget-samples-'));
  try {
    const blocks = join(folder, 'blocks');
    await writeBlocks(series, blocks);
    const server = await startPrometheus({ blocks });
    return {
      url: server.url,
      stop: async () => {
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
