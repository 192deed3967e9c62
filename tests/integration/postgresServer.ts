import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { end, freePort, keepLog, spawnServer, whenReady } from './serverProcess';

const run = promisify(execFile);

/** Where Debian has the programs of each version. */
const VERSIONS = '/usr/lib/postgresql';
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

export interface PostgresServer {
  /** Of the database `postgres`, on 127.0.0.1. */
  url: string;
  /** Runs one of the programs that come with the server, such as `pg_dump`. Rejects when it fails. */
  run(program: string, args: readonly string[]): Promise<void>;
  /** Ends every process of the server at once, as a crash does, and starts it on the same data and port. */
  crashAndRestart(): Promise<void>;
  /** Resolves when the server has ended and its directory is gone. */
  stop(): Promise<void>;
}

/**
 * `describe` for suites that need a real PostgreSQL. Only SKIP_POSTGRES=1 leaves them out, and that is printed; a suite that cannot
 * get its server fails.
 */
export function describeWithPostgres(name: string, suite: () => void): void {
  if (process.env.SKIP_POSTGRES === '1') {
    process.stderr.write(`SKIP_POSTGRES=1: skipped "${name}"\n`);
    describe.skip(name, suite);
  } else {
    describe(name, suite);
  }
}

/** Starts Debian's PostgreSQL on data of its own. Rejects with the end of its log when it does not become ready. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = await installedPrograms();
  const directory = mkdtempSync(join(tmpdir(), 'error-budget-postgres-'));
  const data = join(directory, 'data');
  // PostgreSQL refuses to run as root.
  const { uid, gid } = await user();
  chownSync(directory, uid, gid);
  const asUser = process.getuid?.() === 0 ? ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'] : [];
  await run('setpriv', [
    ...asUser,
    join(programs, 'initdb'),
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-N',
    '-E',
    'UTF8',
  ]);
  const port = await freePort();
  const start = async () => {
    const server = spawnServer(
      'setpriv',
      [...asUser, join(programs, 'postgres'), '-D', data, '-p', String(port), '-k', directory, '-h', '127.0.0.1'],
      { stdio: ['ignore', 'ignore', 'pipe'] }
    );
    const log = keepLog(server);
    try {
      await whenReady(server, READY_TIMEOUT_MS, async () => {
        await run(join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]);
        return true;
      });
    } catch (error) {
      await end(server, 0);
      throw new Error(`PostgreSQL did not become ready on port ${port}:\n${log.join('\n')}`, { cause: error });
    }
    return server;
  };
  let server = await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async run(program, args) {
      await run(join(programs, program), args);
    },
    async crashAndRestart() {
      await end(server, 0);
      server = await start();
    },
    async stop() {
      // SIGTERM waits for connections to end.
      server.kill('SIGINT');
      await end(server, STOP_TIMEOUT_MS);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function user(): Promise<{ uid: number; gid: number }> {
  if (process.getuid?.() !== 0) {
    return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  }
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (option) => Number((await run('id', [option, 'postgres'])).stdout))
  );
  return { uid, gid };
}

async function installedPrograms(): Promise<string> {
  const found = newestPrograms();
  if (found !== undefined) {
    return found;
  }
  if (process.getuid?.() !== 0) {
    throw new Error(
      'The integration tests need a PostgreSQL. Install it (Debian: apt-get install postgresql), run the tests as root, or ' +
        'set SKIP_POSTGRES=1 to leave these tests out'
    );
  }
  await run('scripts/installPackages.sh', ['postgresql']);
  const installed = newestPrograms();
  if (installed === undefined) {
    throw new Error(`apt-get installed the package postgresql, yet ${VERSIONS} holds no server`);
  }
  return installed;
}

function newestPrograms(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((programs) => existsSync(join(programs, 'postgres')) && existsSync(join(programs, 'initdb')));
}
