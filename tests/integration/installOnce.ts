import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const INSTALL_TIMEOUT_MS = 900_000;
const POLL_MS = 1_000;

/**
 * The folder `name` in the user's cache folder, which `install` fills the first time that it is asked for. Several
 * processes may ask at once: one installs, the others wait. Rejects as `install` does, which is then tried again by the next.
 */
export async function installOnce(name: string, install: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'error-budget', name);
  const lock = `${folder}.lock`;
  const complete = join(folder, 'complete');
  const deadline = Date.now() + INSTALL_TIMEOUT_MS;
  mkdirSync(dirname(folder), { recursive: true });
  while (!existsSync(complete)) {
    if (claim(lock)) {
      try {
        // Another process may have finished between the look and the claim.
        if (!existsSync(complete)) {
          await install(folder);
          writeFileSync(complete, '');
        }
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
    } else if (Date.now() > deadline) {
      throw new Error(`Another process has been installing ${name} for long. If none is, remove ${lock}`);
    } else {
      await wait(POLL_MS);
    }
  }
  return folder;
}

function claim(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
