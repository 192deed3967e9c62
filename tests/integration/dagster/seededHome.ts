import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Installation } from './installation';

export const SEEDER = join(__dirname, '..', '..', '..', 'demo', 'dagster');

const SEED_TIMEOUT_MS = 1_800_000;

export interface SeedOptions {
  /** Where the history ends: what counts as "now". */
  endMs: number;
  /** Instead of the cases: about so many runs, of which the share `failures` fails, for measurements of speed. */
  size?: { runs: number; failures: number };
}

/**
 * A DAGSTER_HOME with a history whose truth is in its truth.json. It is kept under the system's temporary directory by a
 * hash of the seeder, the release and the options, so that only the first run pays for it. Resolves with the directory,
 * which callers must not change. Rejects with what the seeder said.
 */
export async function seededHome({ version, python }: Installation, options: SeedOptions): Promise<string> {
  const home = join(tmpdir(), `error-budget-dagster-${contentHash(version, options)}`);
  if (existsSync(home)) {
    return home;
  }
  const unfinished = `${home}.${process.pid}`;
  const size = options.size ? ['--runs', `${options.size.runs}`, '--failures', `${options.size.failures}`] : [];
  try {
    await promisify(execFile)(
      python,
      [join(SEEDER, 'seed.py'), '--into', unfinished, '--end', new Date(options.endMs).toISOString(), ...size],
      { timeout: SEED_TIMEOUT_MS, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } }
    );
    publish(unfinished, home);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return home;
}

/** Of what a home is made from, so that it is made again when any of it changes. */
export function contentHash(version: string, options: object, folder = SEEDER): string {
  const hash = createHash('sha256').update(JSON.stringify([version, options]));
  for (const file of readdirSync(folder)
    .filter((name) => /\.(py|yaml)$/.test(name))
    .sort()) {
    hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Another run may have finished the same home meanwhile: then that one stays. */
export function publish(unfinished: string, home: string): void {
  try {
    renameSync(unfinished, home);
  } catch (error) {
    if (!existsSync(home)) {
      throw error;
    }
  }
}
