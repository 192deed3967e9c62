import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Something built, and what it is built from. */
export interface Built {
  /** Files and folders; tests in them count for nothing. */
  inputs: string[];
  /** A file that every build writes. */
  output: string;
  /** Remembers what the output was built from. */
  stampFile: string;
}

const NO_INPUT = /\.(test|testing|fixture)\.tsx?$/;

/** Whether the output is as the last noted build left it, from inputs that have not changed since. */
export async function isFresh(built: Built): Promise<boolean> {
  try {
    return (await readFile(built.stampFile, 'utf8')) === (await stampOf(built));
  } catch {
    return false;
  }
}

/** Notes that the output was just built. */
export async function noteBuild(built: Built): Promise<void> {
  await mkdir(dirname(built.stampFile), { recursive: true });
  await writeFile(built.stampFile, await stampOf(built));
}

/** Contents rather than times: a checkout gives every file a new time. The output has a time, to notice other builds. */
async function stampOf({ inputs, output }: Built): Promise<string> {
  const files = (await Promise.all(inputs.map(filesBelow))).flat().sort();
  const hash = createHash('sha256');
  for (const [index, content] of (await Promise.all(files.map((file) => readFile(file)))).entries()) {
    hash.update(`${relative(dirname(output), files[index])}\0${content.length}\0`).update(content);
  }
  const { mtimeMs, size } = await stat(output);
  return `${hash.digest('hex')} ${mtimeMs} ${size}`;
}

async function filesBelow(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) {
    return [path];
  }
  const entries = await readdir(path, { withFileTypes: true });
  const nested = entries.map((entry) => {
    const below = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(below) : NO_INPUT.test(entry.name) ? [] : [below];
  });
  return (await Promise.all(nested)).flat();
}
