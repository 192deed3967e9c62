import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import {
  definitionHash,
  type AnswerLine,
  type AskedObjective,
  type ServerCatalogue,
} from '../../src/evaluation/readApi';
import { SERIES_FIGURES } from '../../src/evaluation/results';
import { end, spawnServer } from './serverProcess';

const ROOT = join(__dirname, '../..');
const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
const POLL_MS = 50;

/** By how much a signal sets the clock of the process. */
const CLOCK_SIGNALS = { SIGUSR2: 5 * MINUTE_MS, SIGHUP: -HOUR_MS } as const;

/** A process of `error-budget serve`. */
export interface ServeProcess {
  child: ChildProcess;
  /** Base without trailing slash. */
  url: string;
  port: number;
  /** All that it has written to standard output and standard error. */
  output(): string;
  get(path: string): Promise<{ status: number; text: string }>;
  /** The body of a request for rows, or for charts of 400 days, of every objective of its catalogue as of its current round. */
  body(kind: 'objective' | 'series'): Promise<string>;
  /** Its rows of every objective as of its current round; the lines of the answer, none where it refuses. */
  rows(): Promise<{ status: number; lines: AnswerLine[] }>;
  stop(): Promise<void>;
}

interface ServeCall {
  args: readonly string[];
  environment?: Readonly<Record<string, string>>;
  token?: string;
  /** Lets signals set its clock; with an instant, which then is the time until the first of them, epoch milliseconds. */
  clock?: 'running' | number;
}

/** What a process that is not meant to listen has written, and the status with which it ended. */
export async function refusedServe(call: ServeCall): Promise<{ status: number | null; output: string }> {
  const { child, output } = spawnServe(call);
  await new Promise((resolve) => child.once('exit', resolve));
  return { status: child.exitCode, output: output() };
}

/** Resolves once it listens. Rejects with its output when it ends before. */
export async function startServe(call: ServeCall): Promise<ServeProcess> {
  const { child, output } = spawnServe(call);
  const headers: Record<string, string> = call.token === undefined ? {} : { Authorization: `Bearer ${call.token}` };
  let url: string | undefined;
  for (const deadline = Date.now() + START_WITHIN_MS; url === undefined;) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`serve does not listen:\n${output()}`);
    }
    await wait(POLL_MS);
    [, url] = /"event":"listening","url":"([^"]+)"/.exec(output()) ?? [];
  }
  const base = url;
  const get = async (path: string) => {
    const answer = await fetch(`${base}${path}`, { headers });
    return { status: answer.status, text: await answer.text() };
  };
  const body = async (kind: 'objective' | 'series') => {
    const { asOfMs } = JSON.parse((await get('/api/v1/state')).text);
    const { objectives }: ServerCatalogue = JSON.parse((await get('/api/v1/catalogue')).text);
    return JSON.stringify({ reads: [{ kind, request: requestOf(kind, asOfMs), objectives: objectives.map(asked) }] });
  };
  return {
    child,
    url: base,
    port: Number(new URL(base).port),
    output,
    get,
    body,
    async rows() {
      const answer = await fetch(`${base}/api/v1/evaluations`, {
        method: 'POST',
        headers,
        body: await body('objective'),
      });
      const text = await answer.text();
      return { status: answer.status, lines: answer.ok ? linesOf(text) : [] };
    },
    stop: () => end(child, STOP_WITHIN_MS),
  };
}

/** An objective as clients ask for it. */
function asked(objective: ServerCatalogue['objectives'][number]): AskedObjective {
  const { id, window } = objective;
  return { id, hash: definitionHash(objective), ...(window.type === 'rolling' ? { windowMs: window.durationMs } : {}) };
}

function linesOf(text: string): AnswerLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): AnswerLine => JSON.parse(line));
}

function requestOf(kind: 'objective' | 'series', nowMs: number): object {
  return kind === 'objective'
    ? { atMs: nowMs, nowMs }
    : {
        fromMs: nowMs - 400 * DAY_MS,
        toMs: nowMs,
        nowMs,
        at: 'figures',
        figures: SERIES_FIGURES,
        lookbacksMs: [HOUR_MS],
      };
}

function spawnServe({ args, environment = {}, token, clock }: ServeCall) {
  const sets = Object.entries(CLOCK_SIGNALS).map(
    ([signal, ms]) => `process.on('${signal}', () => { aheadMs += ${ms}; });`
  );
  const now = typeof clock === 'number' ? `() => ${clock}` : 'Date.now';
  const script = `const now = ${now}; let aheadMs = 0; Date.now = () => now() + aheadMs; ${sets.join(' ')}`;
  const withClock = ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
  const imports = ['--import', 'tsx', ...(clock === undefined ? [] : withClock)];
  const child = spawnServer(process.execPath, [...imports, 'command/main.ts', 'serve', '--port', '0', ...args], {
    cwd: ROOT,
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production' },
      ...environment,
      ...(token === undefined ? {} : { SERVE_TOKEN: token }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return { child, output: () => text };
}
