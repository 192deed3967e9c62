import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArgumentError } from '../argumentError';
import { makeFolder } from '../makeFolder';
import { textOf, type GeneratedDashboard } from '../../dashboards/generator/generateDashboards';
import { UID_PREFIX } from '../../dashboards/generator/ids';
import { withUidPrefix } from '../../dashboards/generator/uidPrefix';

/**
 * Writes dashboards into a folder and removes its other dashboards of ours, so that none of a category that is gone stays.
 * What else lies there is left alone.
 *
 * @param prefix of their uids, instead of our usual one.
 * @throws ArgumentError, before anything is written, where a file that is not ours has the name of one of ours, or is in the folder's way.
 */
export function replaceDashboards(folder: string, generated: readonly GeneratedDashboard[], prefix?: string): void {
  const isOurs = (path: string) => isOurDashboard(path, prefix === undefined ? UID_PREFIX : `${prefix}-`);
  makeFolder(folder, '--into');
  const inTheWay = generated.map(({ file }) => join(folder, file)).find((path) => existsSync(path) && !isOurs(path));
  if (inTheWay !== undefined) {
    throw new ArgumentError(
      `${inTheWay} is no dashboard of Error Budget and would be lost; expected a folder for its dashboards alone: ` +
        'name another one with --into, or move the file'
    );
  }
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))
    .filter(isOurs)
    .forEach((path) => rmSync(path));
  for (const one of generated) {
    const text = textOf(one);
    writeFileSync(join(folder, one.file), prefix === undefined ? text : withUidPrefix(text, prefix));
  }
}

function isOurDashboard(path: string, prefix: string): boolean {
  try {
    const { uid }: { uid?: unknown } = JSON.parse(readFileSync(path, 'utf8')) ?? {};
    return typeof uid === 'string' && uid.startsWith(prefix);
  } catch {
    return false;
  }
}
