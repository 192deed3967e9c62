import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openMetricsText } from './openMetrics';
import { scrape, type Series } from './scrapes';
import type { Workload } from './workload';

const GENERATOR = ['random.ts', 'workload.ts', 'traffic.ts', 'scrapes.ts', 'openMetrics.ts', 'blocks.ts'];

const CHUNK_CHARACTERS = 1 << 20;

/**
 * The workload's samples as blocks of a Prometheus database. They are kept under the system's temporary directory by a
 * hash of the workload and of the generator, so that only the first run pays for them.
 * Resolves with the directory, which callers must not change. Rejects when promtool refuses the samples.
 */
export async function createBlocks(workload: Workload): Promise<string> {
  const blocks = join(tmpdir(), 'error-budget-blocks', contentHash(workload));
  if (existsSync(blocks)) {
    return blocks;
  }
  const unfinished = `${blocks}.${process.pid}`;
  await writeBlocks(scrape(workload), unfinished);
  publish(unfinished, blocks);
  return blocks;
}

/** Writes samples as blocks of a Prometheus database into a folder, which must not exist. Rejects when promtool refuses them. */
export async function writeBlocks(series: Iterable<Series>, folder: string): Promise<void> {
  const text = `${folder}.om`;
  mkdirSync(folder, { recursive: true });
  try {
    writeText(text, openMetricsText(series));
    // promtool reads the whole text once a block: few, long blocks.
    await promisify(execFile)('promtool', [
      ...['tsdb', 'create-blocks-from', '--max-block-duration=486h', '--quiet', 'openmetrics'],
      ...[text, folder],
    ]);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(text, { force: true });
  }
}

function contentHash(workload: Workload): string {
  const hash = createHash('sha256').update(JSON.stringify(workload));
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
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(blocks)) {
      throw error;
    }
  }
}
