import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { listenOnLoopback } from '../loopback';
import type { Installation } from './installation';
import { SEEDER } from './seededHome';

const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 10_000;
const KEPT_LOG_LINES = 50;

interface DagsterServer {
  /** Base without trailing slash, on 127.0.0.1; the plugin's Dagster URL. */
  url: string;
  /** Resolves when all processes have ended and the copy of the home is gone. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Adds a second code location, which does not load. */
  withBrokenLocation?: boolean;
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
  { withBrokenLocation = false, writable = false }: ServerOptions = {}
): Promise<DagsterServer> {
  const copy = mkdtempSync(join(tmpdir(), 'error-budget-dagster-home-'));
  cpSync(home, copy, { recursive: true });
  const port = await freePort();
  const workspace = join(SEEDER, withBrokenLocation ? 'workspace-broken.yaml' : 'workspace.yaml');
  const flags = [
    '--workspace',
    workspace,
    '--host',
    '127.0.0.1',
    '--port',
    `${port}`,
    ...(writable ? [] : ['--read-only']),
  ];
  // The kernel ends the server with this process, however this process ends; the code servers follow it.
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', webserver, ...flags], {
    cwd: copy,
    env: { ...process.env, DAGSTER_HOME: copy, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log = keepLog(server);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(server);
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await ready(server, url);
  } catch (error) {
    await stop();
    throw new Error(`Dagster did not become ready at ${url}:\n${log.join('\n')}`, { cause: error });
  }
  return { url, stop };
}

async function freePort(): Promise<number> {
  const { port, stop } = await listenOnLoopback(createServer());
  await stop();
  return port;
}

function keepLog(server: ChildProcess): string[] {
  const lines: string[] = [];
  const keep = (text: string) => {
    lines.push(...text.trimEnd().split('\n'));
    lines.splice(0, Math.max(0, lines.length - KEPT_LOG_LINES));
  };
  server.stderr?.setEncoding('utf8').on('data', keep);
  server.on('error', (error) => keep(error.message));
  return lines;
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (server.pid === undefined || hasEnded(server)) {
      throw new Error('The process ended');
    }
    const answer = await fetch(`${url}/server_info`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await wait(100);
  }
  throw new Error(`Not ready after ${READY_TIMEOUT_MS / 1000} s`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || hasEnded(server)) {
    return;
  }
  const exit = once(server, 'exit');
  const force = setTimeout(() => server.kill('SIGKILL'), STOP_TIMEOUT_MS);
  server.kill('SIGTERM');
  await exit;
  clearTimeout(force);
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null;
}
