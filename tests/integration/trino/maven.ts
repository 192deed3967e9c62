import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const TIMEOUT_MS = 900_000;
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** Where Maven keeps what it downloads, below the folder that it copies to. */
export const MAVEN_CACHE = 'maven';

/**
 * Copies an artifact into the folder. Maven knows where its repository is, also where a mirror replaces it. As root on
 * Debian it is installed where it lacks. Rejects with what Maven said.
 *
 * @param coordinates group:artifact:version:packaging
 */
export async function copyByMaven(coordinates: string, folder: string): Promise<void> {
  const flags = [
    '--batch-mode',
    '--quiet',
    `-Dmaven.repo.local=${join(folder, MAVEN_CACHE)}`,
    COPY,
    `-Dartifact=${coordinates}`,
    `-DoutputDirectory=${folder}`,
  ];
  // Not in the project's folder, where Maven would look for a project of its own.
  const copy = () => promisify(execFile)('mvn', flags, { cwd: folder, timeout: TIMEOUT_MS });
  await copy().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || process.getuid?.() !== 0) {
      throw error;
    }
    await promisify(execFile)('scripts/installPackages.sh', ['maven'], { timeout: TIMEOUT_MS });
    await copy();
  });
}
