import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const TIMEOUT_MS = 60_000;

interface Process {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

function run(args: string[], environment: Record<string, string> = {}): Process {
  const child = spawn(process.execPath, ['--import', 'tsx', 'command/main.ts', 'exporter', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...environment },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'exit').then(([code]: Array<number | null>) => code);
  return { child, output: () => output, ended };
}

/** A server of ours in the place of an upstream. */
async function listening(
  answer: (request: IncomingMessage, response: ServerResponse, url: string) => void
): Promise<{ url: string; stop(): void }> {
  const server = createServer((request, response) => answer(request, response, url));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function until(process: Process, pattern: RegExp): Promise<string> {
  for (;;) {
    const [, found] = pattern.exec(process.output()) ?? [];
    if (found !== undefined) {
      return found;
    }
    if (process.child.exitCode !== null) {
      throw new Error(`ended without ${pattern}:\n${process.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('npm run exporter', () => {
  const started: Process[] = [];
  const start = (...call: Parameters<typeof run>) => {
    const process = run(...call);
    started.push(process);
    return process;
  };

  afterEach(() => started.splice(0).forEach(({ child }) => child.kill('SIGKILL')));

  it(
    'serves the shipped objectives on demo data, one JSON line per round of a source, until it is stopped',
    async () => {
      const exporter = start(['--demo', '--port', '0']);
      const url = await until(exporter, /"event":"listening","url":"([^"]+)"/);
      await until(exporter, /"event":"(round)","source":"Prometheus","read":13,"failed":0/);
      await until(exporter, /"event":"(round)","source":"Trino","read":1,"failed":0/);
      await until(exporter, /"event":"(round)","source":"Dagster","read":5,"failed":0/);
      const text = await (await fetch(`${url}/metrics`)).text();
      expect(text.match(/^slo_status\{.*\} 1$/gm)).toHaveLength(19);
      for (const line of exporter.output().trim().split('\n')) {
        expect(JSON.parse(line)).toMatchObject({ time: expect.any(String), level: 'info', event: expect.any(String) });
      }
      exporter.child.kill('SIGTERM');
      expect(await exporter.ended).toBe(0);
    },
    TIMEOUT_MS
  );

  it(
    'stops within five seconds of SIGINT while its upstream hangs, leaves out what has no upstream, and shows no secret',
    async () => {
      const authorizations = new Set<string | undefined>();
      const hanging = createServer(({ headers }) => authorizations.add(headers.authorization));
      hanging.listen(0, '127.0.0.1');
      await once(hanging, 'listening');
      const address = hanging.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      try {
        const exporter = start(['--port', '0'], {
          PROMETHEUS_URL: `http://127.0.0.1:${port}`,
          PROMETHEUS_TOKEN: 'hunter2',
        });
        await until(exporter, /"event":"(listening)"/);
        expect(exporter.output()).toMatch(/"event":"leftOut","source":"Dagster".*"core-materialization"/);
        while (authorizations.size === 0) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        expect([...authorizations]).toEqual(['Bearer hunter2']);
        const beganMs = performance.now();
        exporter.child.kill('SIGINT');
        expect(await exporter.ended).toBe(0);
        expect(performance.now() - beganMs).toBeLessThan(5_000);
        expect(exporter.output()).not.toContain('hunter2');
      } finally {
        hanging.close();
        hanging.closeAllConnections();
      }
    },
    TIMEOUT_MS
  );

  it(
    'cancels what runs in Trino when it is stopped, also while Trino holds back its answer',
    async () => {
      const posted: string[] = [];
      const polled: string[] = [];
      const cancelled: string[] = [];
      const trino = await listening(({ method, url: path = '' }, response, url) => {
        if (method === 'POST') {
          const id = `q${posted.length}`;
          posted.push(id);
          const nextUri = `${url}/v1/statement/executing/${id}/y/1`;
          response.setHeader('Content-Type', 'application/json');
          response.end(JSON.stringify({ id, infoUri: url, nextUri, stats: { state: 'RUNNING' } }));
          return;
        }
        const [, id] = /executing\/([^/]+)/.exec(path) ?? [];
        (method === 'DELETE' ? cancelled : polled).push(id);
        if (method === 'DELETE') {
          response.writeHead(204).end();
        }
      });
      try {
        const exporter = start(['--port', '0', '--trino', trino.url]);
        while (polled.length === 0) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        const beganMs = performance.now();
        exporter.child.kill('SIGTERM');
        expect(await exporter.ended).toBe(0);
        expect(performance.now() - beganMs).toBeLessThan(4_000);
        expect(cancelled).toEqual(expect.arrayContaining(polled));
      } finally {
        trino.stop();
      }
    },
    TIMEOUT_MS
  );

  it(
    'shows no secret that an upstream repeats on its error pages',
    async () => {
      const mirror = await listening(({ headers }, response) => {
        response.writeHead(400, { 'Content-Type': 'application/json' });
        const message = `denied: ${headers.authorization}`;
        response.end(JSON.stringify({ status: 'error', errorType: 'bad_data', error: message, errors: [{ message }] }));
      });
      try {
        const exporter = start(['--port', '0'], {
          PROMETHEUS_URL: mirror.url.replace('//', '//me:hunter2@'),
          DAGSTER_URL: mirror.url,
          DAGSTER_TOKEN: 'hunter3',
        });
        const url = await until(exporter, /"event":"listening","url":"([^"]+)"/);
        await until(exporter, /"event":"(round)","source":"Prometheus"/);
        await until(exporter, /"event":"(round)","source":"Dagster"/);
        const shown = [
          exporter.output(),
          ...(await Promise.all(['/readyz', '/metrics'].map(async (path) => (await fetch(`${url}${path}`)).text()))),
        ].join('\n');
        expect(shown).toContain('denied: Bearer [secret]');
        expect(shown).toContain('denied: Basic [secret]');
        expect(shown).not.toMatch(/hunter|bWU6aHVudGVyMg/);
      } finally {
        mirror.stop();
      }
    },
    TIMEOUT_MS
  );

  it(
    'says what to do where its port is in use',
    async () => {
      const other = await listening(() => undefined);
      try {
        const exporter = start(['--demo', '--port', new URL(other.url).port]);
        expect(await exporter.ended).toBe(2);
        expect(exporter.output()).toMatch(
          /^--port: \d+ is in use \(EADDRINUSE\)\. Stop what listens there, or choose another, such as --port \d+$/m
        );
      } finally {
        other.stop();
      }
    },
    TIMEOUT_MS
  );

  it.each([
    [['--demo', '--catalogue', 'nowhere.yaml'], '--catalogue: cannot read nowhere.yaml'],
    [['--demo', '--host', '192.0.2.1'], '--host: this machine has no address 192.0.2.1'],
  ])(
    'refuses the call %j with what was expected',
    async (args, message) => {
      const exporter = start(args);
      expect(await exporter.ended).toBe(2);
      expect(exporter.output()).toContain(message);
      expect(exporter.output()).not.toMatch(/^ {4}at /m);
    },
    TIMEOUT_MS
  );

  it.each([
    ['memory.db', 'npm install libsql, or name a PostgreSQL'],
    ['postgres://me@127.0.0.1/slo', 'npm install pg, or name a file'],
  ])(
    'says in one line what to install where the optional package for --store %s is missing, and does without otherwise',
    async (store, remedy) => {
      const directory = mkdtempSync(join(tmpdir(), 'error-budget-exporter-'));
      try {
        const file = join(directory, 'withoutPackages.mjs');
        writeFileSync(file, WITHOUT_PACKAGES);
        const environment = { NODE_OPTIONS: `--import=${file}` };
        const exporter = start(['--demo', '--port', '0', '--store', store], environment);
        expect(await exporter.ended).toBe(2);
        expect(exporter.output().trim().split('\n')).toEqual([expect.stringContaining(remedy)]);
        await until(start(['--demo', '--port', '0'], environment), /"event":"(listening)"/);
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
    TIMEOUT_MS
  );

  it(
    'serves figures while its store is away, shows that, and never its password',
    async () => {
      const exporter = start(['--demo', '--port', '0'], {
        SERVE_STORE: 'postgres://me@127.0.0.1:9/slo',
        SERVE_STORE_PASSWORD: 'hunter2',
      });
      const url = await until(exporter, /"event":"listening","url":"([^"]+)"/);
      await until(exporter, /"event":"(round)","source":"Prometheus","read":13,"failed":0/);
      await until(exporter, /"event":"(round)","source":"Dagster","read":5,"failed":0/);
      await until(exporter, /"event":"(round)","source":"Trino","read":1,"failed":0/);
      const text = await (await fetch(`${url}/metrics`)).text();
      expect(text).toMatch(/^slo_memory_up 0$/m);
      expect(text.match(/^slo_status\{.*\} 1$/gm)).toHaveLength(19);
      expect(exporter.output()).toContain('"event":"memoryFailing","found":"PostgreSQL cannot be reached');
      expect(exporter.output() + text).not.toContain('hunter2');
    },
    TIMEOUT_MS
  );

  it(
    'says where the catalogue is wrong, and serves the rest of it',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'error-budget-exporter-'));
      try {
        const file = join(directory, 'objectives.yaml');
        writeFileSync(file, CATALOGUE);
        const exporter = start(['--demo', '--port', '0', '--catalogue', file]);
        await until(exporter, /"event":"(round)","source":"Demo","read":1,"failed":0/);
        expect(exporter.output()).toMatch(
          /"level":"error","event":"catalogue","file":"[^"]+objectives.yaml","line":\d+/
        );
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
    TIMEOUT_MS
  );
});

const SLO = (name: string, target: number) => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name}, displayName: ${name} }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: ${target} }]
  indicator:
    metadata: { name: ${name} }
    spec:
      ratioMetric:
        counter: true
        raw: { metricSource: { type: Demo, spec: { eventsPerHour: 60, errorRatio: 0.01 } } }
        rawType: success
`;

/** Neither of the optional packages can be found, however it is loaded. */
const WITHOUT_PACKAGES = `
import Module, { register } from 'node:module';
const missing = (name) => {
  if (name === 'libsql' || name === 'pg') {
    throw Object.assign(new Error('Cannot find it'), { code: 'ERR_MODULE_NOT_FOUND' });
  }
};
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (name, ...more) {
  missing(name);
  return resolveFilename.call(this, name, ...more);
};
const hooks = 'const missing = ' + missing + '; export function resolve(name, context, next) { missing(name); return next(name, context); }';
register('data:text/javascript,' + encodeURIComponent(hooks));
`;

const CATALOGUE = [
  `
apiVersion: openslo/v1
kind: Service
metadata: { name: shop, displayName: Shop }
spec: { description: Where things are bought }
`,
  SLO('checkout', 0.99),
  SLO('impossible', 99),
].join('---\n');
