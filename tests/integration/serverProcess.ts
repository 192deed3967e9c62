import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { listenOnLoopback } from './loopback';

const POLL_MS = 100;
const KEPT_LOG_LINES = 50;

/** A port of 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
  const { port, stop } = await listenOnLoopback(createServer());
  await stop();
  return port;
}

/** Starts a server that the kernel ends with this process, however this process ends. */
export function spawnServer(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], options);
}

/** The last lines that the server writes to its standard error, or why it could not be started; grows as they come. */
export function keepLog(server: ChildProcess): string[] {
  const lines: string[] = [];
  const keep = (text: string) => {
    lines.push(...text.trimEnd().split('\n'));
    lines.splice(0, Math.max(0, lines.length - KEPT_LOG_LINES));
  };
  server.stderr?.setEncoding('utf8').on('data', keep);
  server.on('error', (error) => keep(error.message));
  return lines;
}

/** Resolves once `isReady` says so, which may reject while nothing listens yet. Rejects when the process ends or time is up. */
export async function whenReady(
  server: ChildProcess,
  timeoutMs: number,
  isReady: () => Promise<boolean>
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (hasEnded(server)) {
      throw new Error('The process ended');
    }
    if (await isReady().catch(() => false)) {
      return;
    }
    await wait(POLL_MS);
  }
  throw new Error(`Not ready after ${timeoutMs / 1000} s`);
}

/** Ends the process, by force after `graceMs`, and resolves when it has ended; without grace by force at once. */
export async function end(server: ChildProcess, graceMs: number): Promise<void> {
  if (hasEnded(server)) {
    return;
  }
  server.ref();
  const exit = once(server, 'exit');
  const force = setTimeout(() => server.kill('SIGKILL'), graceMs);
  server.kill(graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
  await exit;
  clearTimeout(force);
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
