import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED_RUNBOOKS } from './annotations';
import { RUNBOOK_MARKER } from './runbookPages';

/**
 * Removes the pages of runbooks that were generated before and no longer are, such as that of an objective that has left the
 * catalogue. Pages without the marker of generated ones stay. Returns the paths below `folder` that it removed.
 *
 * @param written paths below `folder` of what is generated now.
 */
export function removeGoneRunbooks(folder: string, written: readonly string[]): string[] {
  const runbooks = join(folder, GENERATED_RUNBOOKS);
  const gone = (existsSync(runbooks) ? readdirSync(runbooks) : [])
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${GENERATED_RUNBOOKS}/${name}`)
    .filter((path) => !written.includes(path) && isGenerated(join(folder, path)));
  gone.forEach((path) => rmSync(join(folder, path)));
  return gone;
}

function isGenerated(path: string): boolean {
  return readFileSync(path, 'utf8').split('\n').includes(RUNBOOK_MARKER);
}
