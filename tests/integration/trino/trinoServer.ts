import { execFile, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { installOnce } from '../installOnce';
import { end, freePort, spawnServer, whenReady } from '../serverProcess';
import { askTrino } from './askTrino';
import { ensureTrino, type Installation } from './installation';

const READY_TIMEOUT_MS = 180_000;
const ARCHIVE_TIMEOUT_MS = 300_000;
const SHOWN_LOG_LINES = 50;

// Compiling less and collecting with one thread makes starting and seeding twice as fast on two cores.
const JVM_FLAGS = [
  '-Xmx1G',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-XX:+ExitOnOutOfMemoryError',
  '-Djdk.attach.allowAttachSelf=true',
  '--add-modules=jdk.incubator.vector',
  '--sun-misc-unsafe-memory-access=allow',
];

export interface ServerOptions {
  /** Whether Trino takes requests with X-Forwarded-For, as Grafana sends them; false: it answers them with HTTP 406. */
  processForwarded?: boolean;
  /** Rules of file-based access control, as JSON. */
  accessControl?: object;
  /** Resource groups, as JSON. */
  resourceGroups?: object;
  /** More lines of config.properties. */
  config?: Record<string, string>;
  /** More files below etc/, by their path. */
  files?: Record<string, string>;
  /** A folder of configuration as docker-compose.yml mounts it at /etc/trino; only the port is another. */
  etc?: string;
}

export interface TrinoServer {
  version: string;
  /** Base without trailing slash, on 127.0.0.1. */
  url: string;
  /** Of its configuration, data and log. */
  folder: string;
  stop(): Promise<void>;
}

let started = 0;

/**
 * Starts a Trino with memory and tpch catalogs, which knows no passwords: X-Trino-User is believed. It ends with this
 * process at the latest. Rejects with the end of its log when it does not become ready.
 */
export async function startTrino(options: ServerOptions = {}): Promise<TrinoServer> {
  const installation = await ensureTrino();
  const archive = await ensureClassArchive(installation);
  const { stop, ...server } = await start(installation, options, [`-XX:AOTCache=${archive}`]);
  // Nothing of it is to be kept, so it need not put its affairs in order.
  return { ...server, stop: () => stop(0) };
}

/**
 * The file, in the user's cache folder, that holds Trino's classes as a Java has loaded and linked them: from it Trino starts with 14 s
 * of processor time instead of 37. Java 24 cannot write it, and starts without.
 */
async function ensureClassArchive(installation: Installation): Promise<string> {
  const { stderr: java } = await promisify(execFile)(installation.java, ['-version']);
  const key = createHash('sha256')
    .update(JSON.stringify([java, JVM_FLAGS]))
    .digest('hex')
    .slice(0, 16);
  const folder = await installOnce(`trino-${installation.version}-classes-${key}`, async (empty) => {
    process.stderr.write(`Keeping the loaded classes of Trino in ${empty}, once\n`);
    rmSync(empty, { recursive: true, force: true });
    mkdirSync(empty, { recursive: true });
    const unfinished = join(empty, 'unfinished');
    const recording = ['-XX:+IgnoreUnrecognizedVMOptions', `-XX:AOTCacheOutput=${unfinished}`];
    const { stop } = await start(installation, {}, recording);
    // Java writes it as it ends.
    await stop(ARCHIVE_TIMEOUT_MS);
    if (existsSync(unfinished)) {
      renameSync(unfinished, join(empty, 'classes.aot'));
    }
  });
  return join(folder, 'classes.aot');
}

async function start(
  installation: Installation,
  options: ServerOptions,
  flags: string[]
): Promise<Omit<TrinoServer, 'stop'> & { stop(graceMs: number): Promise<void> }> {
  const folder = join(tmpdir(), `error-budget-trino-${process.pid}-${++started}-${Date.now()}`);
  const port = await freePort();
  configure(folder, port, options);
  const server = launch(installation, folder, flags);
  const url = `http://127.0.0.1:${port}`;
  const stop = async (graceMs: number) => {
    await end(server, graceMs);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await whenReady(server, READY_TIMEOUT_MS, () => isReady(url));
  } catch (error) {
    const log = readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n').slice(-SHOWN_LOG_LINES);
    await stop(0);
    throw new Error(`Trino did not become ready at ${url}:\n${log.join('\n')}`, { cause: error });
  }
  return { version: installation.version, url, folder, stop };
}

function configure(folder: string, port: number, options: ServerOptions): void {
  const { processForwarded = true, accessControl, resourceGroups, config, files, etc } = options;
  const own = {
    'etc/catalog/memory.properties': properties({ 'connector.name': 'memory' }),
    'etc/catalog/tpch.properties': properties({ 'connector.name': 'tpch' }),
    ...(accessControl && {
      'etc/access-control.properties': properties({
        'access-control.name': 'file',
        'security.config-file': join(folder, 'etc/rules.json'),
      }),
      'etc/rules.json': JSON.stringify(accessControl),
    }),
    ...(resourceGroups && {
      'etc/resource-groups.properties': properties({
        'resource-groups.configuration-manager': 'file',
        'resource-groups.config-file': join(folder, 'etc/resource-groups.json'),
      }),
      'etc/resource-groups.json': JSON.stringify(resourceGroups),
    }),
  };
  mkdirSync(folder);
  if (etc) {
    copyMounted(etc, join(folder, 'etc'));
  }
  const given = Object.entries(files ?? {}).map(([path, text]) => [join('etc', path), text]);
  for (const [path, text] of [...(etc ? [] : Object.entries(own)), ...given]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const configFile = join(folder, 'etc/config.properties');
  writeFileSync(
    configFile,
    properties({
      coordinator: 'true',
      'node-scheduler.include-coordinator': 'true',
      ...(etc ? readProperties(configFile) : processForwarded && { 'http-server.process-forwarded': 'true' }),
      'http-server.http.port': String(port),
      'discovery.uri': `http://127.0.0.1:${port}`,
      ...config,
    })
  );
}

function copyMounted(etc: string, to: string): void {
  cpSync(etc, to, { recursive: true });
  for (const name of readdirSync(to).filter((file) => file.endsWith('.properties'))) {
    const file = join(to, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('/etc/trino/', `${to}/`));
  }
}

function properties(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function readProperties(file: string): Record<string, string> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const pairs = lines.filter((line) => /^[^#].*=/.test(line)).map((line) => line.split(/=(.*)/, 2));
  return Object.fromEntries(pairs);
}

function launch({ java, folder: home }: Installation, folder: string, further: string[]): ChildProcess {
  const log = openSync(join(folder, 'log'), 'w');
  const flags = [
    ...JVM_FLAGS,
    ...further,
    '-Dnode.environment=test',
    `-Dnode.data-dir=${join(folder, 'data')}`,
    `-Dplugin.dir=${join(home, 'plugin')}`,
    `-Dconfig=${join(folder, 'etc/config.properties')}`,
    '-cp',
    join(home, 'lib', '*'),
    'io.trino.server.TrinoServer',
  ];
  const server = spawnServer(java, flags, { cwd: folder, stdio: ['ignore', log, log] });
  server.on('error', (error) => writeFileSync(join(folder, 'log'), error.message));
  // A shared server outlives its suite, and must not keep the test run from ending.
  server.unref();
  return server;
}

/** It says that it has started before it knows the node that it runs queries on. */
async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/v1/info`);
  const { starting }: { starting?: boolean } = answer.ok ? await answer.json() : {};
  if (starting !== false) {
    return false;
  }
  await askTrino(url, 'SELECT count(*) FROM tpch.tiny.nation');
  return true;
}
