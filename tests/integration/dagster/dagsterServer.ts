import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, freePort, keepLog, spawnServer, whenReady } from '../serverProcess';
import type { Installation } from './installation';
import { SEEDER } from './seededHome';

const READY_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 10_000;

interface DagsterServer {
  /** Base without trailing slash, on 127.0.0.1; the plugin's Dagster URL. */
  url: string;
  /** Resolves when all processes have ended and the copy of the home is gone. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Adds a second code location, which does not load. */
  withBrokenLocation?: boolean;
  /** Instead of the demo's code locations: those of this workspace file, with these further variables. */
  workspace?: { file: string; variables?: Record<string, string> };
  /** Whether mutations are allowed, as they must never be for the plugin. */
  writable?: boolean;
}

/**
 * Serves a copy of the home with `dagster-webserver --read-only`, the code location from the seeder's folder.
 * Rejects with the end of its log when it does not become ready.
 */
export async function startDagster(
  { webserver }: Installation,
  home: string,
  { withBrokenLocation = false, writable = false, workspace: own }: ServerOptions = {}
): Promise<DagsterServer> {
  const copy = mkdtempSync(join(tmpdir(), 'error-budget-dagster-home-'));
  cpSync(home, copy, { recursive: true });
  const port = await freePort();
  const workspace = own?.file ?? join(SEEDER, withBrokenLocation ? 'workspace-broken.yaml' : 'workspace.yaml');
  const flags = [
    '--workspace',
    workspace,
    '--host',
    '127.0.0.1',
    '--port',
    `${port}`,
    ...(writable ? [] : ['--read-only']),
  ];
  // Its code servers end with it.
  const server = spawnServer(webserver, flags, {
    cwd: copy,
    env: { ...process.env, ...own?.variables, DAGSTER_HOME: copy, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log = keepLog(server);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(server, STOP_TIMEOUT_MS);
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await whenReady(server, READY_TIMEOUT_MS, async () => (await fetch(`${url}/server_info`)).ok);
  } catch (error) {
    await stop();
    throw new Error(`Dagster did not become ready at ${url}:\n${log.join('\n')}`, { cause: error });
  }
  return { url, stop };
}
