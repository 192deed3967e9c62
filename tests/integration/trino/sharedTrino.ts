import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTrino, type TrinoServer } from './trinoServer';

const FOLDER = /^error-budget-trino-(\d+)/;

/**
 * The one server of this process: started and seeded by who asks first, found by the others, ended by the kernel together
 * with the process. Suites have modules of their own, so that only a file can show one suite the server of another.
 */
export async function sharedTrino(seed: (url: string) => Promise<void>): Promise<TrinoServer> {
  const note = join(tmpdir(), `error-budget-trino-${process.pid}.json`);
  const noted = readNote(note);
  const found = noted && (await answers(noted.url)) ? noted : await start(seed, note);
  return { ...found, stop: () => Promise.resolve() };
}

async function start(seed: (url: string) => Promise<void>, note: string): Promise<Omit<TrinoServer, 'stop'>> {
  removeLeftovers();
  const { stop, ...server } = await startTrino();
  try {
    await seed(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  writeFileSync(note, JSON.stringify(server));
  return server;
}

function readNote(note: string): Omit<TrinoServer, 'stop'> | undefined {
  try {
    return JSON.parse(readFileSync(note, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The note may be of an earlier process with the same id. */
async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/v1/info`).then(
    ({ ok }) => ok,
    () => false
  );
}

/** Of processes that are gone: a kernel ends servers, but removes no folders. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(FOLDER.exec(name)?.[1]);
    if (pid && pid !== process.pid && !isAlive(pid)) {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
