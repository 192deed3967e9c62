import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { listenOnLoopback } from '../loopback';

interface PrometheusServer {
  /** Base without trailing slash, on 127.0.0.1. */
  url: string;
  /** Resolves when the process has ended and its directory is gone. */
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const KEPT_LOG_LINES = 50;

/**
 * Makes sure that Debian's `prometheus` and `promtool` can be run, and installs them when they are absent and this
 * process is root. Rejects with what to do otherwise.
 */
export async function ensureInstalled(): Promise<void> {
  if (await installed()) {
    return;
  }
  if (process.getuid?.() !== 0) {
    throw new Error(
      'The integration tests need prometheus and promtool on the PATH. Install them (Debian: apt-get install ' +
        'prometheus), run the tests as root, or set SKIP_PROMETHEUS=1 to leave these tests out'
    );
  }
  const environment = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await promisify(execFile)('apt-get', ['update', '-qq'], environment);
  await promisify(execFile)('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'prometheus'], environment);
  if (!(await installed())) {
    throw new Error('apt-get installed the package prometheus, yet prometheus or promtool still cannot be run');
  }
}

async function installed(): Promise<boolean> {
  try {
    await Promise.all(['prometheus', 'promtool'].map((command) => promisify(execFile)(command, ['--version'])));
    return true;
  } catch {
    return false;
  }
}

/** What a Prometheus does from its start on. */
interface PrometheusOptions {
  /** Directory of blocks that it serves and does not change. */
  blocks?: string;
  /** prometheus.yml; without it, nothing is scraped. */
  config?: string;
}

/** Starts a Prometheus. Rejects with the end of its log when it does not become ready. */
export async function startPrometheus({
  blocks,
  config = 'global: {}\n',
}: PrometheusOptions): Promise<PrometheusServer> {
  await ensureInstalled();
  const directory = mkdtempSync(join(tmpdir(), 'error-budget-prometheus-'));
  const data = join(directory, 'data');
  mkdirSync(data);
  if (blocks) {
    linkBlocks(blocks, data);
  }
  writeFileSync(join(directory, 'prometheus.yml'), config);
  const port = await freePort();
  // The kernel ends the server with this process, however this process ends.
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', 'prometheus', ...flags(directory, data, port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log = keepLog(server);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(server);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await ready(server, url);
  } catch (error) {
    await stop();
    throw new Error(`Prometheus did not become ready at ${url}:\n${log.join('\n')}`, { cause: error });
  }
  return { url, stop };
}

function flags(directory: string, data: string, port: number): string[] {
  return [
    `--config.file=${join(directory, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=10y',
    // Equal durations switch compaction off, so that every run reads the same blocks.
    '--storage.tsdb.min-block-duration=2h',
    '--storage.tsdb.max-block-duration=2h',
    `--web.listen-address=127.0.0.1:${port}`,
  ];
}

/** Hard links spare a copy; another file system than the blocks' has to copy. */
function linkBlocks(blocks: string, data: string): void {
  try {
    for (const file of readdirSync(blocks, { recursive: true, withFileTypes: true })) {
      const from = join(file.parentPath, file.name);
      const to = join(data, from.slice(blocks.length));
      if (file.isDirectory()) {
        mkdirSync(to, { recursive: true });
      } else {
        linkSync(from, to);
      }
    }
  } catch {
    cpSync(blocks, data, { recursive: true });
  }
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
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
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
