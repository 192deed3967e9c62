import { execFile } from 'node:child_process';
import { cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { end, freePort, keepLog, spawnServer, whenReady } from '../serverProcess';

export interface PrometheusServer {
  /** Base without trailing slash, on 127.0.0.1. */
  url: string;
  /** Resolves when the process has ended and its directory is gone. */
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

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
  await promisify(execFile)('scripts/installPackages.sh', ['prometheus']);
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
  /** Beside those of every server. */
  flags?: readonly string[];
}

/**
 * Starts a Prometheus: Debian's, or the program at PROMETHEUS with PROMETHEUS_FLAGS added (`npm run test:conformance`). Rejects with the end of its
 * log when it does not become ready.
 */
export async function startPrometheus({
  blocks,
  config = 'global: {}\n',
  flags = [],
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
  const server = spawnServer(
    process.env.PROMETHEUS ?? 'prometheus',
    [...commonFlags(directory, data, port), ...flags],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    }
  );
  const log = keepLog(server);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(server, STOP_TIMEOUT_MS);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await whenReady(server, READY_TIMEOUT_MS, async () => (await fetch(`${url}/-/ready`)).ok);
  } catch (error) {
    await stop();
    throw new Error(`Prometheus did not become ready at ${url}:\n${log.join('\n')}`, { cause: error });
  }
  return { url, stop };
}

function commonFlags(directory: string, data: string, port: number): string[] {
  return [
    `--config.file=${join(directory, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=10y',
    // Equal durations switch compaction off, so that every run reads the same blocks.
    '--storage.tsdb.min-block-duration=2h',
    '--storage.tsdb.max-block-duration=2h',
    `--web.listen-address=127.0.0.1:${port}`,
    ...(process.env.PROMETHEUS_FLAGS?.split(' ') ?? []),
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
