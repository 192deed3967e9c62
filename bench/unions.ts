import { setMaxListeners } from 'node:events';
import { parseCatalogue } from '../src/catalogue/parseCatalogue';
import type { Objective } from '../src/catalogue/objective';
import { evaluateCatalogue } from '../src/evaluation/evaluateCatalogue';
import { isQueryTimeout } from '../src/sources/prometheus/queryTimeout';
import { prometheusSource, UNITE_WITHIN_MS } from '../src/sources/prometheus/prometheusSource';
import { createTransport } from '../src/transport/createTransport';
import { createNodePort } from '../src/transport/nodePort';
import { PROCESS_LIMITS } from '../src/transport/requestLimits';
import { prepareFixture, type Fixture } from '../tests/integration/prometheus/fixture';
import { fixtureText } from '../tests/integration/prometheus/objectives';
import { median } from './median';

const SERVICES = ['s1', 's2', 's3', 's4', 's5', 's6'];
const PROBES = ['p1', 'p2', 'p3', 'p4', 'p5'];
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

/** Objectives over the services and probes of the fixture in turn, each with queries of its own. */
function severalObjectives(count: number): Objective[] {
  const rounds = Array.from({ length: Math.ceil(count / (SERVICES.length + PROBES.length)) }, (_, round) =>
    fixtureText(SERVICES, PROBES)
      .replaceAll(/application="(\w+)"/g, `application=~"$1|none${round}"`)
      .replaceAll(/name: ([sp]\d)\b/g, `name: $1-${round}`)
  );
  const [first, ...others] = rounds;
  const { objectives, problems } = parseCatalogue([first, ...others.map(withoutService)].join('\n---\n'));
  if (problems.length > 0) {
    throw new Error(problems.map(({ message }) => message).join('\n'));
  }
  return objectives.slice(0, count);
}

function withoutService(text: string): string {
  return text.slice(text.indexOf('---') + 4);
}
