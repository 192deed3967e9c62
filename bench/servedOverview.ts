import { setMaxListeners } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { createGunzip } from 'node:zlib';
import { listen } from '../command/listen';
import { readRound } from '../command/serve/round';
import { ReadApi } from '../serve/readApi';
import { Rounds } from '../serve/rounds';
import { DAY_MS } from '../src/budget/durations';
import type { Objective } from '../src/catalogue/objective';
import type { Sources } from '../src/evaluation/evaluateObjective';
import type { EvaluationKind } from '../src/evaluation/evaluations';
import { definitionHash, READ_API } from '../src/evaluation/readApi';
import { isQueryTimeout } from '../src/sources/prometheus/queryTimeout';
import { prometheusSource, UNITE_WITHIN_MS } from '../src/sources/prometheus/prometheusSource';
import { createTransport } from '../src/transport/createTransport';
import { createNodePort } from '../src/transport/nodePort';
import { PROCESS_LIMITS } from '../src/transport/requestLimits';

// Every request of a load listens to one signal, and every query of a read to another.
setMaxListeners(0);
export const never = new AbortController().signal;

/** The evaluations that the panels of the overview ask for of each objective. */
export function overviewAt(nowMs: number): Array<{ kind: EvaluationKind; request: object }> {
  const moment = { atMs: nowMs, nowMs };
  const range = { fromMs: nowMs - 30 * DAY_MS, toMs: nowMs, nowMs };
  return [
    { kind: 'objective', request: moment },
    { kind: 'alerts', request: moment },
    { kind: 'breaches', request: range },
    { kind: 'judgedBreaches', request: range },
    { kind: 'series', request: { ...range, at: 'figures', figures: ['remaining'], lookbacksMs: [] } },
  ];
}

/** Objectives belong to the reader of their source. */
const READER = 'Prometheus';

const noReads: typeof overviewAt = () => [];

/** A source of the Prometheus there; `sent` counts what it asks. */
export function countedPrometheus(url: string, clock: () => number) {
  const port = createNodePort({ bases: { prometheus: url } });
  const sent = { requests: 0, bytes: 0 };
  const counting = createTransport(
    {
      async send(request, signal) {
        sent.requests++;
        const answer = await port.send(request, signal);
        sent.bytes += answer.text.length;
        return answer;
      },
    },
    { limits: PROCESS_LIMITS, retries: { isFinal: isQueryTimeout } }
  );
  return { sent, source: prometheusSource({ port: counting, clock, uniteWithinMs: UNITE_WITHIN_MS }) };
}

/** A server of the read API in this process, whose rounds the caller begins and ends. */
export class OverviewServer {
  private readonly rounds: Rounds;
  private readonly server: Server;
  private port = 0;
  private cursors: string[] = [];
  private nowMs = 0;

  constructor(
    private readonly objectives: Objective[],
    sources: Sources
  ) {
    const catalogue = { categories: [objectives[0].category], objectives, problems: [] };
    this.rounds = new Rounds({ readers: [READER], intervalMs: 60_000, sources, catalogue });
    const api = new ReadApi({
      rounds: this.rounds,
      catalogue,
      version: '0',
      report(error) {
        throw error;
      },
    });
    this.server = createServer((request, response) => void api.handle(request, response));
  }

  async start(): Promise<void> {
    this.port = await listen(this.server, { host: '127.0.0.1', port: 0 });
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Begins a round; with objectives, reads these as the server itself does. */
  async round(nowMs: number, objectives: readonly Objective[] = []): Promise<void> {
    this.nowMs = nowMs;
    const { sources } = this.rounds.begin(READER, nowMs);
    await readRound(objectives, sources, nowMs, never);
    await this.rounds.prepare(READER, never);
    this.rounds.end(READER);
  }

  /** Asks for the overview as of the current round, by its cursors where they are to be used. */
  async overview({ byCursor = false, of = this.objectives, also = noReads } = {}): Promise<Fetched> {
    const objectives = of.map((objective) => ({
      id: objective.id,
      hash: definitionHash(objective),
      ...(objective.window.type === 'rolling' ? { windowMs: objective.window.durationMs } : {}),
    }));
    const reads = [...overviewAt(this.nowMs), ...also(this.nowMs)].map(({ kind, request }, index) =>
      byCursor ? { cursor: this.cursors[index], request } : { kind, request, objectives }
    );
    const fetched = await fetchLines(this.port, JSON.stringify({ reads }));
    for (const line of fetched.lines) {
      const { read, cursor, refused, failed } = JSON.parse(line);
      if (refused !== undefined || failed !== undefined) {
        throw new Error(`The server refuses: ${line}`);
      }
      if (cursor !== undefined) {
        this.cursors[read] = cursor;
      }
    }
    return fetched;
  }
}

export interface Fetched {
  /** Body of the answer as it is sent, compressed. */
  wireBytes: number;
  firstLineMs: number;
  ms: number;
  lines: string[];
}

/** By HTTP, which leaves the compressed bytes to count. */
function fetchLines(port: number, body: string): Promise<Fetched> {
  const startMs = performance.now();
  const headers = { 'Accept-Encoding': 'gzip', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: READ_API.evaluations, headers });
    sent.on('error', reject).on('response', (response) => {
      let [wireBytes, firstLineMs, text] = [0, NaN, ''];
      response.on('data', (chunk: Buffer) => (wireBytes += chunk.byteLength));
      const plain = response.pipe(createGunzip());
      plain.setEncoding('utf8').on('data', (chunk: string) => {
        firstLineMs = Number.isNaN(firstLineMs) ? performance.now() - startMs : firstLineMs;
        text += chunk;
      });
      plain.on('error', reject).on('end', () => {
        const lines = text.split('\n').filter((line) => line !== '');
        resolve({ wireBytes, firstLineMs, ms: performance.now() - startMs, lines });
      });
    });
    sent.end(body);
  });
}
