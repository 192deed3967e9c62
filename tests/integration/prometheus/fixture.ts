import { createBlocks } from './blocks';
import { ensureInstalled, startPrometheus, type PrometheusServer } from './prometheusServer';
import { scrape } from './scrapes';
import { scenario, type Scale } from './scenarios';
import { truthOf, type Truth } from './truth';
import { startVictoriaMetrics } from './victoriaMetrics';
import type { Workload } from './workload';

/** A running Prometheus and the truth about what it holds. */
export interface Fixture {
  /** Base of the server without trailing slash. */
  url: string;
  /** The instant that counts as "now": the samples end here. */
  endMs: number;
  workload: Workload;
  truth: Truth;
  stop(): Promise<void>;
}

/**
 * Generates the scenario of that scale, loads it into a real Prometheus and starts it. The caller stops it.
 * Rejects when no Prometheus can be had, never skips.
 */
export async function prepareFixture({ scale }: { scale: Scale }): Promise<Fixture> {
  const workload = scenario(scale);
  const server = await serve(workload);
  return { url: server.url, endMs: workload.endMs, workload, truth: truthOf(workload), stop: server.stop };
}

/** By the server under test, whose blocks are kept where it takes any. */
async function serve(workload: Workload): Promise<PrometheusServer> {
  if (process.env.VICTORIA_METRICS !== undefined) {
    return startVictoriaMetrics(process.env.VICTORIA_METRICS, scrape(workload));
  }
  await ensureInstalled();
  return startPrometheus({ blocks: await createBlocks(workload) });
}
