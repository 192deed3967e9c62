import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openMetricsText, type Samples } from './openMetrics';
import { scrape } from './scrapes';
import type { Workload } from './workload';

const GENERATOR = ['random.ts', 'workload.ts', 'traffic.ts', 'scrapes.ts', 'openMetrics.ts', 'blocks.ts'];

const CHUNK_CHARACTERS = 1 << 20;

/**
 * The workload's samples as blocks of a Prometheus database. They are kept under the system's temporary directory by a
 * hash of the workload and of the generator, so that only the first run pays for them.
 * Resolves with the directory, which callers must not change. Rejects when promtool refuses the samples.
 */
export function createBlocks(workload: Workload): Promise<string> {
  return keptBlocks(workload, () => scrape(workload));
}

/** The same of samples that a test has made up. */
export function createBlocksOf(series: readonly Samples[]): Promise<string> {
  return keptBlocks(series, () => series);
}

async function keptBlocks(content: unknown, samples: () => Iterable<Samples>): Promise<string> {
  const blocks = join(tmpdir(), 'error-budget-blocks', contentHash(content));
  if (existsSync(blocks)) {
    return blocks;
  }
  const unfinished = `${blocks}.${process.pid}`;
  const text = `${unfinished}.om`;
  mkdirSync(unfinished, { recursive: true });
  try {
    writeText(text, openMetricsText(samples()));
    // promtool reads the whole text once a block: few, long blocks.
    await promisify(execFile)(process.env.PROMTOOL ?? 'promtool', [
      ...['tsdb', 'create-blocks-from', '--max-block-duration=486h', '--quiet', 'openmetrics'],
      ...[text, unfinished],
    ]);
    publish(unfinished, blocks);
  } finally {
    rmSync(text, { force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
  return blocks;
}

function contentHash(content: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(content));
  for (const file of GENERATOR) {
    hash.update(readFileSync(join(__dirname, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

function writeText(path: string, lines: Iterable<string>): void {
  const file = openSync(path, 'w');
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length >= CHUNK_CHARACTERS) {
      writeSync(file, chunk);
      chunk = '';
    }
  }
  writeSync(file, chunk);
  closeSync(file);
}

/** Another run may have finished the same blocks meanwhile: then those stay. */
function publish(unfinished: string, blocks: string): void {
  try {
    renameSync(unfinished, blocks);
  } catch (error) {
    if (!existsSync(blocks)) {
      throw error;
    }
  }
}
