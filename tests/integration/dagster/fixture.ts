import { type ServerOptions, startDagster } from './dagsterServer';
import { ensureDagster } from './installation';
import { seededHome } from './seededHome';
import { type DagsterTruth, readTruth } from './truth';

/** Half past nine: the day's work is partly done. Winter, so that deadlines in other time zones lie where they seem to. */
const END_MS = Date.UTC(2026, 0, 15, 9, 30);

/** A running read-only Dagster and the truth about what it holds. */
export interface DagsterFixture {
  version: string;
  /** Base of the server without trailing slash. */
  url: string;
  /** The instant that counts as "now": the history ends here. */
  endMs: number;
  truth: DagsterTruth;
  stop(): Promise<void>;
}

export interface DagsterFixtureOptions extends ServerOptions {
  /** Instead of the cases: a history of that size, for measurements. */
  size?: { runs: number; failures: number };
}

/**
 * Installs Dagster, seeds a history and serves it. The caller stops it. The first call on a machine takes minutes.
 * Rejects when no Dagster can be had, never skips.
 */
export async function prepareDagster({ size, ...server }: DagsterFixtureOptions = {}): Promise<DagsterFixture> {
  const installation = await ensureDagster();
  const home = await seededHome(installation, { endMs: END_MS, size });
  const truth = readTruth(home);
  const { url, stop } = await startDagster(installation, home, server);
  return { version: installation.version, url, endMs: truth.endMs, truth, stop };
}
