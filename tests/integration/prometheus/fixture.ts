import { createBlocks } from './blocks';
import { ensureInstalled, startPrometheus } from './prometheusServer';
import { scenario, type Scale } from './scenarios';
import { truthOf, type Truth } from './truth';
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
  await ensureInstalled();
  const workload = scenario(scale);
  const server = await startPrometheus({ blocks: await createBlocks(workload) });
  return { url: server.url, endMs: workload.endMs, workload, truth: truthOf(workload), stop: server.stop };
}
