import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installOnce } from '../installOnce';

const PINNED = '1.13.27';
const PACKAGES = ['dagster', 'dagster-webserver', 'dagster-graphql'];
const PYTHONS = ['python3.12', 'python3.11', 'python3.10', 'python3.13', 'python3'];
const INSTALL_TIMEOUT_MS = 900_000;

/** A Python environment that holds one release of Dagster. */
export interface Installation {
  version: string;
  python: string;
  webserver: string;
}

/** The release under test: the pinned one, unless DAGSTER_VERSION names another. */
function testedVersion(): string {
  return process.env.DAGSTER_VERSION || PINNED;
}

/**
 * Dagster in an environment of its own in the user's cache folder, so that only the first run downloads it. Several
 * processes may ask at once. Rejects with what to do when there is no suitable Python or the packages cannot be had.
 */
export async function ensureDagster(version = testedVersion()): Promise<Installation> {
  const folder = await installOnce(`dagster-${version}`, (empty) => install(empty, version));
  return {
    version,
    python: join(folder, 'bin', 'python'),
    webserver: join(folder, 'bin', 'dagster-webserver'),
  };
}

async function install(folder: string, version: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const python = await findPython();
  process.stderr.write(`Installing Dagster ${version} into ${folder}, once\n`);
  try {
    await promisify(execFile)(python, ['-m', 'venv', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    const packages = PACKAGES.map((name) => `${name}==${version}`);
    await promisify(execFile)(join(folder, 'bin', 'python'), [...pip, ...packages], { timeout: INSTALL_TIMEOUT_MS });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(
      `Dagster ${version} cannot be installed with ${python}. The integration tests need Python's venv (Debian: apt-get ` +
        'install python3-venv) and a package index that pip reaches; or set SKIP_DAGSTER=1 to leave these tests out',
      { cause: error }
    );
  }
}

/** One that is there; else, as root on Debian, the one that is installed now. */
async function findPython(): Promise<string> {
  const found = (await suitablePython()) ?? ((await installPython()) ? await suitablePython() : undefined);
  if (found === undefined) {
    throw new Error(
      'The integration tests need Python 3.10 to 3.13 with venv for a real Dagster. Install one (Debian: apt-get install ' +
        'python3 python3-venv), or set SKIP_DAGSTER=1 to leave these tests out'
    );
  }
  return found;
}

async function installPython(): Promise<boolean> {
  if (process.getuid?.() !== 0) {
    return false;
  }
  try {
    const packages = ['python3', 'python3-venv'];
    await promisify(execFile)('scripts/installPackages.sh', packages, { timeout: INSTALL_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
}

async function suitablePython(): Promise<string | undefined> {
  for (const python of PYTHONS) {
    const works = await promisify(execFile)(python, [
      '-c',
      'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))',
    ]).then(
      () => true,
      () => false
    );
    if (works) {
      return python;
    }
  }
  return undefined;
}
