import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startDagster } from '../dagsterServer';
import { ensureDagster } from '../installation';
import { contentHash, publish, SEEDER } from '../seededHome';

const SEED_TIMEOUT_MS = 900_000;

/** What a process came to, by the run's case; `asset` is one of the process's. */
interface TrueOutcome {
  case: string;
  asset: string;
  outcome: 'good' | 'bad';
  /** Words that Dagster used for it. */
  reason: string | null;
}

/** The shape of the truth.json that seed.py writes. */
interface LocationsTruth {
  events: { afterRetries: TrueOutcome[]; everyAttempt: TrueOutcome[] };
  /** Groups that a person cancelled before anything had failed. */
  cancelled: number;
  partitions: { asset: string; total: number; withoutOutput: string[] };
}

export interface DagsterWithLocations {
  /** Base of the server without trailing slash. */
  url: string;
  truth: LocationsTruth;
  stop(): Promise<void>;
}

/**
 * A Dagster with the code locations of this folder, whose runs really ran just before (at most a day ago where they are kept from an
 * earlier test). `labBroken`: the code location `lab` does not load. The caller stops it.
 */
export async function dagsterWithLocations({ labBroken = false } = {}): Promise<DagsterWithLocations> {
  const installation = await ensureDagster();
  const day = new Date().toISOString().slice(0, 10);
  const home = join(tmpdir(), `error-budget-locations-${contentHash(installation.version, { day }, __dirname)}`);
  if (!existsSync(home)) {
    const unfinished = `${home}.${process.pid}`;
    mkdirSync(unfinished);
    copyFileSync(join(SEEDER, 'dagster.yaml'), join(unfinished, 'dagster.yaml'));
    try {
      await promisify(execFile)(installation.python, [join(__dirname, 'seed.py')], {
        timeout: SEED_TIMEOUT_MS,
        maxBuffer: 100_000_000,
        env: { ...process.env, DAGSTER_HOME: unfinished, PYTHONDONTWRITEBYTECODE: '1' },
      });
      publish(unfinished, home);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  const truth = JSON.parse(readFileSync(join(home, 'truth.json'), 'utf8'));
  const variables: Record<string, string> = labBroken ? { LAB_BROKEN: '1' } : {};
  const workspace = { file: join(__dirname, 'workspace.yaml'), variables };
  const { url, stop } = await startDagster(installation, home, { workspace });
  return { url, truth, stop };
}
