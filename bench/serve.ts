import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { MINUTE_MS } from '../src/budget/durations';
import { localEvaluation } from '../src/evaluation/evaluations';
import { prepareFixture } from '../tests/integration/prometheus/fixture';
import { countedPrometheus, never, OverviewServer, overviewAt, type Fetched } from './servedOverview';
import type { ServeMemory } from './serveMemory';
import { severalObjectives } from './severalObjectives';

/** One load of the overview's evaluations. */
export interface ServeLoad {
  objectives: number;
  name: string;
  /** What the client sends, and what the upstream receives meanwhile. */
  requests: number;
  upstreamRequests: number;
  /** What the client receives: compressed by the server, or the upstream's answers. */
  bytes: number;
  /** Of the objectives, those whose evaluations are sent, in whole or what changed in them. */
  changed: number;
  ms: number;
}

export interface ServeBench {
  loads: ServeLoad[];
  memory: ServeMemory;
}

/** How large the larger installation is, and for how many rounds its memory is watched. */
export interface ServeSize {
  objectives: number;
  rounds: number;
}

/** The overview of 19 and of more objectives of one real Prometheus, directly and through a server, and the server's memory. */
export async function benchServe({ objectives, rounds }: ServeSize): Promise<ServeBench> {
  const fixture = await prepareFixture({ scale: 'bench' });
  try {
    const loads: ServeLoad[] = [];
    for (const count of [19, objectives]) {
      loads.push(...(await loadsOf(fixture, count)));
    }
    return { loads, memory: await memoryAfter(fixture, { objectives, rounds }) };
  } finally {
    await fixture.stop();
  }
}

async function loadsOf({ url, endMs }: { url: string; endMs: number }, count: number): Promise<ServeLoad[]> {
  const objectives = severalObjectives(count);
  const firstMs = endMs - 10 * MINUTE_MS;
  const loads: ServeLoad[] = [];
  const direct = countedPrometheus(url, () => firstMs);
  const evaluate = localEvaluation({ sources: { Prometheus: direct.source }, catalogue: { objectives } });
  const startMs = performance.now();
  await Promise.all(
    overviewAt(firstMs).flatMap(({ kind, request }) =>
      objectives.map((objective) => evaluate(kind, objective, request as never, never))
    )
  );
  const { requests, bytes } = direct.sent;
  const of = { objectives: count, changed: count };
  const ms = performance.now() - startMs;
  loads.push({ ...of, name: 'directly, first load', requests, upstreamRequests: requests, bytes, ms });

  const { sent, source } = countedPrometheus(url, () => firstMs);
  const server = new OverviewServer(objectives, { Prometheus: source });
  await server.start();
  try {
    const load = async (name: string, work: () => Promise<Fetched>) => {
      const before = sent.requests;
      const { wireBytes, lines, ms: tookMs } = await work();
      const changed = lines.filter((line) => /"(answer|changes)":/.test(line)).length / overviewAt(0).length;
      const upstreamRequests = sent.requests - before;
      loads.push({ objectives: count, name, requests: 1, upstreamRequests, bytes: wireBytes, changed, ms: tookMs });
    };
    await server.round(firstMs, objectives);
    await load('server, first client after its round', () => server.overview());
    await load('server, every other client', () => server.overview());
    await load('server, refresh within its round', () => server.overview({ byCursor: true }));
    await server.round(firstMs + MINUTE_MS, objectives);
    await load('server, refresh after a minute', () => server.overview({ byCursor: true }));
    await server.round(firstMs + 5 * MINUTE_MS, objectives);
    await load('server, refresh after five minutes', () => server.overview({ byCursor: true }));
    return loads;
  } finally {
    server.stop();
  }
}

/** In a process of its own, so that nothing else is in its memory. */
async function memoryAfter({ url, endMs }: { url: string; endMs: number }, size: ServeSize): Promise<ServeMemory> {
  const numbers = [endMs, size.objectives, size.rounds].map(String);
  const args = ['--import', 'tsx', '--expose-gc', 'bench/serveMemory.ts', url, ...numbers];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout));
}
