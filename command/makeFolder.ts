import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { ArgumentError, messageOf } from './argumentError';

/**
 * Creates a folder that files are written into, and those above it, where they do not exist yet.
 *
 * @param option the option that named the folder, such as `--into`.
 * @throws ArgumentError where a file is in the way.
 */
export function makeFolder(folder: string, option: string): void {
  const file = fileInTheWay(folder);
  if (file !== undefined) {
    throw new ArgumentError(
      `${option}: the folder ${folder} cannot be created, because ${file} is a file; name a folder, or move the file`
    );
  }
  try {
    makeEach(folder);
  } catch (error) {
    throw new ArgumentError(`${option}: the folder ${folder} cannot be created (${messageOf(error)}); name another`);
  }
}

/** One by one: where the system refuses one as if its parent did not exist, Node's recursive mkdir never ends. */
function makeEach(folder: string): void {
  if (!existsSync(folder)) {
    makeEach(dirname(folder));
    mkdirSync(folder);
  }
}

/** A folder as seen from where the command was called. */
export function folderInWords(folder: string): string {
  const path = relative(process.cwd(), folder);
  return path.startsWith('..') ? folder : path || 'this folder';
}

/** The nearest of a path and those above it that exists, unless it is a folder. */
function fileInTheWay(path: string): string | undefined {
  if (existsSync(path)) {
    return statSync(path).isDirectory() ? undefined : path;
  }
  const above = dirname(path);
  return above === path ? undefined : fileInTheWay(above);
}
