import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What Trino 476 refuses to start below. */
const OLDEST = 24;

const JVM_FOLDERS = ['/usr/lib/jvm', '/opt', '/usr/local', '/Library/Java/JavaVirtualMachines'];

/**
 * The `java` of JAVA_HOME if Trino runs on it, else the newest of the usual folders. Rejects with what to install.
 */
export async function findJava(): Promise<string> {
  const homes = JVM_FOLDERS.flatMap((folder) => [
    ...subfolders(folder),
    ...subfolders(folder).map((home) => join(home, 'Contents', 'Home')),
  ]);
  const found = await Promise.all(
    [...(process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []), ...homes].map(async (home, rank) => {
      const java = join(home, 'bin', 'java');
      return { java, rank, version: await majorVersion(java) };
    })
  );
  const [preferred] = found
    .filter(({ version }) => version >= OLDEST)
    .sort((one, other) => Number(isNamed(other)) - Number(isNamed(one)) || other.version - one.version);
  if (preferred === undefined) {
    throw new Error(
      `The integration tests need Java ${OLDEST} or newer for a real Trino, in JAVA_HOME or below ${JVM_FOLDERS[0]}. Install ` +
        'one (Temurin 25: adoptium.net), or set SKIP_TRINO=1 to leave these tests out'
    );
  }
  return preferred.java;
}

function isNamed({ rank }: { rank: number }): boolean {
  return process.env.JAVA_HOME !== undefined && rank === 0;
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** 0 where there is no Java. */
async function majorVersion(java: string): Promise<number> {
  try {
    const { stderr } = await promisify(execFile)(java, ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
