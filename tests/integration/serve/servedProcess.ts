import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { end, spawnServer, whenReady } from '../serverProcess';

const ROOT = join(__dirname, '../../..');
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/** One line of the log, with all that it says. */
export type LogLine = z.infer<typeof logLine>;

const logLine = z.looseObject({ event: z.string(), found: z.optional(z.string()) });

export interface ServeOptions {
  /** Beside `--port`. */
  args: readonly string[];
  /** What its clock shows when it starts, epoch milliseconds. */
  nowMs: number;
  /** How much faster its clock runs. */
  speed?: number;
  environment?: Readonly<Record<string, string>>;
  /** What its files may grow to, in blocks of 1024 bytes, as `ulimit -f` of bash counts them. */
  largestFile?: number;
}

/** A running `error-budget serve`. */
export interface Served {
  /** Base without trailing slash, once it listens. */
  url(): Promise<string>;
  log(): LogLine[];
  /** Resolves at the first line of the event, after `from` lines. */
  logged(event: string, from?: number): Promise<LogLine>;
  /** The exposition, once there is one. */
  metrics(): Promise<string>;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Ends it as a service manager does. */
  stop(): Promise<void>;
}

/** Starts `error-budget serve` as a process of its own, which ends with this one. */
export function startServed({ args, nowMs, speed = 1, environment, largestFile }: ServeOptions): Served {
  const script = largestFile === undefined ? 'exec "$0" "$@"' : `ulimit -f ${largestFile} && exec "$0" "$@"`;
  const child = spawnServer(
    'bash',
    [
      ...['-c', script, process.execPath, '--import', 'tsx', '--import', clockModule(nowMs, speed)],
      ...['command/main.ts', 'serve', '--port', '0', ...args],
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...environment },
    }
  );
  const text = keepText(child);
  const log = () => linesOf(text());
  const logged = async (event: string, from = 0) => {
    let found: LogLine | undefined;
    await whenReady(child, READY_TIMEOUT_MS, async () => {
      found = log()
        .slice(from)
        .find((line) => line.event === event);
      return found !== undefined;
    }).catch((error: unknown) => {
      throw new Error(`No ${event} in:\n${text()}`, { cause: error });
    });
    return found ?? { event };
  };
  const url = async () => z.string().parse((await logged('listening')).url);
  return {
    url,
    log,
    logged,
    async metrics() {
      const base = await url();
      let exposed = '';
      await whenReady(child, READY_TIMEOUT_MS, async () => {
        const answer = await fetch(`${base}/metrics`);
        exposed = await answer.text();
        return answer.ok;
      });
      return exposed;
    },
    kill: () => end(child, 0),
    stop: () => end(child, STOP_TIMEOUT_MS),
  };
}

/** A module that sets the clock of the process; timers are left alone. */
function clockModule(nowMs: number, speed: number): string {
  const code = `
    const Real = Date;
    const beganMs = Real.now();
    const now = () => Math.round(${nowMs} + (Real.now() - beganMs) * ${speed});
    globalThis.Date = class extends Real {
      constructor(...values) {
        super(...(values.length === 0 ? [now()] : values));
      }
      static now() {
        return now();
      }
    };`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

function keepText(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (more) => (text += more));
  }
  return () => text;
}

/** The last line may be cut, and what is no JSON is no line of the log. */
function linesOf(text: string): LogLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [logLine.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

/** Values of a metric by its labels, as the exposition writes them. */
export function samplesOf(metrics: string, name: string): Map<string, number> {
  return new Map(
    [...metrics.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].flatMap(([, metric, labels = '', value]) =>
      metric === name ? [[labels, Number(value)] as const] : []
    )
  );
}

const answerLine = z.looseObject({ objective: z.optional(z.int()), answer: z.optional(z.unknown()) });
const catalogueAnswer = z.object({
  objectives: z.array(z.looseObject({ id: z.string() })),
  hashes: z.array(z.string()),
});

/**
 * What the read API answers about every objective of its catalogue over its own window, as of the round `asOfMs`, by id.
 * @param request what is asked, but for `nowMs`
 */
export async function askServed(
  url: string,
  kind: string,
  windowMs: number,
  request: (nowMs: number) => object
): Promise<{ asOfMs: number; answers: Map<string, unknown> }> {
  const get = async (path: string) => (await fetch(`${url}/api/v1/${path}`)).json();
  const { asOfMs } = z.object({ asOfMs: z.number() }).parse(await get('state'));
  const { objectives, hashes } = catalogueAnswer.parse(await get('catalogue'));
  const body = {
    reads: [
      {
        kind,
        request: { ...request(asOfMs), nowMs: asOfMs },
        objectives: objectives.map(({ id }, i) => ({ id, hash: hashes[i], windowMs })),
      },
    ],
  };
  const answer = await fetch(`${url}/api/v1/evaluations`, { method: 'POST', body: JSON.stringify(body) });
  const lines = (await answer.text()).split('\n').filter((line) => line !== '');
  const answers = new Map<string, unknown>();
  for (const line of lines) {
    const { objective, answer: one } = answerLine.parse(JSON.parse(line));
    if (objective !== undefined) {
      answers.set(objectives[objective].id, one);
    }
  }
  return { asOfMs, answers };
}
