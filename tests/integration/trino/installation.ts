import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { installOnce } from '../installOnce';
import { findJava } from './javaRuntime';
import { copyByMaven, MAVEN_CACHE } from './maven';

/** The last release whose server is in Maven's repository. */
const VERSION = '476';

const GROUP = 'io.trino';
const PLUGINS = ['memory', 'tpch'];

interface Artifact {
  artifact: string;
  packaging: 'tar.gz' | 'zip';
}

const SERVER: Artifact = { artifact: 'trino-server-core', packaging: 'tar.gz' };

const SHA256: Record<string, string> = {
  'trino-server-core-476.tar.gz': '0f388f9967c177ae70a47c099082fc95387f0c3cb96d8000d1d41fc3a5223158',
  'trino-memory-476.zip': 'bade81c52e2f7177a7b867aee1b10fae48fefda9c38f3ec6aeb006fdde5f0378',
  'trino-tpch-476.zip': 'd83467efe864b1e77013208c293835e197bc3135318c2895521c1efbb7f232bd',
};

/** A Trino that can be started: its folder, with `lib/` and `plugin/`, and a Java that it runs on. */
export interface Installation {
  version: string;
  folder: string;
  java: string;
}

/**
 * Trino's core with the connectors memory and tpch in the user's cache folder, so that only the first run downloads it
 * (223 MB, by Maven, or from TRINO_REPOSITORY). Several processes may ask at once. Rejects with what to do when there is no
 * suitable Java or the files cannot be had.
 */
export async function ensureTrino(): Promise<Installation> {
  const java = await findJava();
  const folder = await installOnce(`trino-${VERSION}`, install);
  return { version: VERSION, folder, java };
}

async function install(folder: string): Promise<void> {
  process.stderr.write(`Installing Trino ${VERSION} into ${folder}, once\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'plugin'), { recursive: true });
  try {
    const server = await obtain(SERVER, folder);
    await promisify(execFile)('tar', ['-xzf', server, '-C', folder, '--strip-components=1']);
    rmSync(server);
    for (const name of PLUGINS) {
      const artifact = `trino-${name}`;
      await unzip(await obtain({ artifact, packaging: 'zip' }, folder), folder);
      renameSync(join(folder, `${artifact}-${VERSION}`), join(folder, 'plugin', name));
    }
    rmSync(join(folder, MAVEN_CACHE), { recursive: true, force: true });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(
      `Trino ${VERSION} cannot be installed: ${error instanceof Error ? error.message : error}. It needs Maven (Debian: ` +
        'apt-get install maven) and the repository that Maven reaches, or TRINO_REPOSITORY, the URL of a Maven repository that ' +
        'has io.trino:trino-server-core; or set SKIP_TRINO=1 to leave these tests out',
      { cause: error }
    );
  }
}

/** @throws Error when the file cannot be had, or is not the known one. */
async function obtain(wanted: Artifact, folder: string): Promise<string> {
  const name = `${wanted.artifact}-${VERSION}.${wanted.packaging}`;
  const file = join(folder, name);
  const repository = process.env.TRINO_REPOSITORY?.replace(/\/+$/, '');
  if (repository) {
    await download(`${repository}/${GROUP.replace('.', '/')}/${wanted.artifact}/${VERSION}/${name}`, file);
  } else {
    await copyByMaven(`${GROUP}:${wanted.artifact}:${VERSION}:${wanted.packaging}`, folder);
  }
  const found = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  if (found !== SHA256[name]) {
    throw new Error(`${name} has the SHA-256 ${found}, expected ${SHA256[name]}`);
  }
  return file;
}

async function download(url: string, file: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Error(`${url} answered ${answer.status}`);
  }
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
}

async function unzip(zip: string, folder: string): Promise<void> {
  for (const [path, content] of Object.entries(unzipSync(await readFile(zip)))) {
    if (path.endsWith('/')) {
      mkdirSync(join(folder, path), { recursive: true });
    } else {
      writeFileSync(join(folder, path), content);
    }
  }
  rmSync(zip);
}
