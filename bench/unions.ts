import { setMaxListeners } from 'node:events';
import type { Objective } from '../src/catalogue/objective';
import { evaluateCatalogue } from '../src/evaluation/evaluateCatalogue';
import { isQueryTimeout } from '../src/sources/prometheus/queryTimeout';
import { prometheusSource, UNITE_WITHIN_MS } from '../src/sources/prometheus/prometheusSource';
import { createTransport } from '../src/transport/createTransport';
import { createNodePort } from '../src/transport/nodePort';
import { PROCESS_LIMITS } from '../src/transport/requestLimits';
import { prepareFixture, type Fixture } from '../tests/integration/prometheus/fixture';
import { median } from './median';
import { severalObjectives } from './severalObjectives';

const ROUNDS = 3;
const never = new AbortController().signal;
// Every request of a load listens to it.
setMaxListeners(0, never);

type Server = Pick<Fixture, 'url' | 'endMs'>;

/** A first load of all rows of a table. */
export interface UnionsLoad {
  objectives: number;
  united: boolean;
  requests: number;
  /** Milliseconds until the first and the last row, medians of interleaved rounds. */
  firstRowMs: number;
  lastRowMs: number;
  serverCpuMs: number;
}

/** First loads of 19 and of 100 objectives of one real Prometheus, each query by itself and united. */
export async function benchUnions(): Promise<UnionsLoad[]> {
  const fixture = await prepareFixture({ scale: 'bench' });
  try {
    const loads: UnionsLoad[] = [];
    for (const objectives of [1, 19, 100]) {
      loads.push(...(await compared(fixture, severalObjectives(objectives))));
    }
    return loads;
  } finally {
    await fixture.stop();
  }
}

async function compared({ url, endMs }: Server, objectives: Objective[]): Promise<UnionsLoad[]> {
  const kinds = [false, true].map((united) => ({ united, loads: [] as Array<Awaited<ReturnType<typeof load>>> }));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { united, loads } of kinds) {
      const measured = await load({ url, endMs }, objectives, united ? UNITE_WITHIN_MS : 0);
      // The first round warms caches.
      if (round > 0) {
        loads.push(measured);
      }
    }
  }
  return kinds.map(({ united, loads }) => ({
    ...{ objectives: objectives.length, united },
    requests: median(loads.map(({ requests }) => requests)),
    firstRowMs: median(loads.map(({ firstRowMs }) => firstRowMs)),
    lastRowMs: median(loads.map(({ lastRowMs }) => lastRowMs)),
    serverCpuMs: median(loads.map(({ serverCpuMs }) => serverCpuMs)),
  }));
}

async function load({ url, endMs }: Server, objectives: Objective[], uniteWithinMs: number) {
  const port = createNodePort({ bases: { prometheus: url } });
  let requests = 0;
  const counting = createTransport(
    {
      send(request, signal) {
        requests++;
        return port.send(request, signal);
      },
    },
    { limits: PROCESS_LIMITS, retries: { isFinal: isQueryTimeout } }
  );
  const source = prometheusSource({ port: counting, clock: () => endMs, uniteWithinMs });
  const cpuMs = await usedCpuMs(url);
  const startMs = performance.now();
  let firstRowMs = NaN;
  const rows = await evaluateCatalogue(
    objectives,
    { Prometheus: source },
    { atMs: endMs, nowMs: endMs },
    never,
    () => (firstRowMs = Number.isNaN(firstRowMs) ? performance.now() - startMs : firstRowMs)
  );
  const lastRowMs = performance.now() - startMs;
  const failed = rows.find(({ kind }) => kind !== 'events');
  if (failed) {
    throw new Error(`${failed.objective.id} has no figures`);
  }
  return { requests, firstRowMs, lastRowMs, serverCpuMs: (await usedCpuMs(url)) - cpuMs };
}

/** By all queries so far. */
async function usedCpuMs(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return 1000 * Number(/^process_cpu_seconds_total (.*)$/m.exec(metrics)?.[1]);
}
