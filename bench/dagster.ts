import { setMaxListeners } from 'node:events';
import { DAY_MS, floorTo, HOUR_MS } from '../src/budget/durations';
import type { Objective } from '../src/catalogue/objective';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { GraphqlApi } from '../src/sources/dagster/client/graphqlApi';
import { readRunDetails } from '../src/sources/dagster/client/readRunDetails';
import { readRuns } from '../src/sources/dagster/client/readRuns';
import { dagsterSource, type DagsterSource } from '../src/sources/dagster/dagsterSource';
import type { RecordStore } from '../src/sources/dagster/persistence/recordStore';
import { createTransport } from '../src/transport/createTransport';
import { createNodePort } from '../src/transport/nodePort';
import type { HttpPort } from '../src/transport/port';
import { prepareDagster, type DagsterFixture } from '../tests/integration/dagster/fixture';
import type { Scope } from '../tests/integration/dagster/truth';
import { timed } from './median';

const LARGE = { runs: 20_000, failures: 0.1 };
/** Small enough to ask for every run by itself. */
const SMALL = { runs: 1_000, failures: 0.1 };
/** All that the seeder writes. */
const WINDOW_MS = 66 * DAY_MS;
/** The runs of this time before the end are new to the page that was loaded before them. */
const AWAY_MS = 22 * HOUR_MS;
const never = new AbortController().signal;
// Every request of a load listens to it.
setMaxListeners(0, never);

const OBJECTIVES: Array<{ id: string; scope: Scope; counting: 'afterRetries' | 'everyAttempt' }> = [
  { id: 'core-materialization', scope: 'core', counting: 'afterRetries' },
  { id: 'unstable-materialization', scope: 'unstable', counting: 'afterRetries' },
  { id: 'sqlmesh-materialization', scope: 'sqlmesh', counting: 'everyAttempt' },
];

/** One load of all objectives that count runs. */
export interface DagsterLoad {
  ms: number;
  requests: number;
  /** The most requests that it may take, from what the seeder knows. */
  bound: number;
}

export interface DagsterBench {
  version: string;
  runs: number;
  newRuns: number;
  first: DagsterLoad;
  /** Of the open page, after the new runs. */
  refresh: DagsterLoad;
  /** A page that finds what the first load kept, after the new runs. */
  reload: DagsterLoad;
  keptBytes: number;
  /** On a smaller history, measured whole: our first load against asking for each run's details by itself. */
  small: { runs: number; ours: { ms: number; requests: number }; naive: { ms: number; requests: number } };
}

/** First load, refresh and reload of the reliability objectives on real Dagsters whose history is known. */
export async function benchDagster(): Promise<DagsterBench> {
  return { ...(await withDagster(LARGE, benchLarge)), small: await withDagster(SMALL, benchSmall) };
}

async function withDagster<T>(size: typeof LARGE, work: (dagster: DagsterFixture) => Promise<T>): Promise<T> {
  const dagster = await prepareDagster({ size });
  try {
    return await work(dagster);
  } finally {
    await dagster.stop();
  }
}

async function benchLarge(dagster: DagsterFixture): Promise<Omit<DagsterBench, 'small'>> {
  const { endMs, truth, version } = dagster;
  const leftMs = endMs - AWAY_MS;
  const { all, needingDetail } = runsOf(dagster);
  const isNew = (id: string) => (all.get(id) ?? 0) >= leftMs;
  const newRuns = [...all.keys()].filter(isNew).length;
  const newDetails = [...needingDetail].filter(isNew).length;
  const store = new Kept();
  const port = new CountingPort(dagster.url);
  const page = dagsterSource({ port, store });
  port.createdBeforeMs = leftMs;
  const first = await port.measure(() => loadAll(page, leftMs));
  await page.save();
  const keptBytes = store.bytes();
  port.createdBeforeMs = undefined;
  const refresh = await port.measure(async () => refuseWrong(dagster, await loadAll(page, endMs)));
  const next = dagsterSource({ port, store });
  const reload = await port.measure(async () => refuseWrong(dagster, await loadAll(next, endMs)));
  const boundOfNews = 3 + Math.ceil(newRuns / 20);
  return {
    version,
    runs: truth.runs,
    newRuns,
    first: {
      ...first,
      bound: Math.ceil((all.size - newRuns) / 250) + Math.ceil((needingDetail.size - newDetails) / 20) + 20,
    },
    refresh: { ...refresh, bound: boundOfNews },
    // The page also asks what the schema has.
    reload: { ...reload, bound: boundOfNews + 1 },
    keptBytes,
  };
}

async function benchSmall(dagster: DagsterFixture): Promise<DagsterBench['small']> {
  const port = new CountingPort(dagster.url);
  const ours = await port.measure(async () =>
    refuseWrong(dagster, await loadAll(dagsterSource({ port }), dagster.endMs))
  );
  const naive = await port.measure(async () => {
    const api = new GraphqlApi(port);
    const { value: runs } = await readRuns(api, { createdAfterMs: dagster.endMs - WINDOW_MS }, never);
    await Promise.all(runs.map(({ id }) => readRunDetails(api, [id], new AbortController().signal)));
  });
  return { runs: dagster.truth.runs, ours, naive };
}

/** Events of each objective in the whole window. */
async function loadAll(source: DagsterSource, nowMs: number): Promise<Map<string, { good: number; total: number }>> {
  const toMs = floorTo(nowMs, HOUR_MS);
  const range = { stepMs: HOUR_MS, fromMs: toMs - WINDOW_MS, toMs, nowMs };
  const sums = await Promise.all(
    OBJECTIVES.map(async ({ id }) => {
      const { counts } = await source.read('counts', { objective: shipped(id), ...range }, never);
      return [id, { good: sum(counts.good), total: sum(counts.total) }] as const;
    })
  );
  return new Map(sums);
}

/** Speed is worth nothing where figures are wrong. */
function refuseWrong({ truth, endMs }: DagsterFixture, found: Map<string, { good: number; total: number }>): void {
  for (const { id, scope, counting } of OBJECTIVES) {
    const settled = truth.reliability[scope][counting].filter(
      ({ kind, atMs }) => kind === 'settled' && atMs < floorTo(endMs, HOUR_MS)
    );
    const expected = `${settled.filter(({ good }) => good).length} of ${settled.length}`;
    const { good, total } = found.get(id) ?? { good: NaN, total: NaN };
    if (`${good} of ${total}` !== expected) {
      throw new Error(`${id}: found ${good} good of ${total}, expected ${expected}`);
    }
  }
}

/** Creation of every run by its id, and the runs whose rows do not say enough: failed ones, and all of SQLMesh. */
function runsOf({ truth }: DagsterFixture): { all: Map<string, number>; needingDetail: Set<string> } {
  const all = new Map<string, number>();
  const needingDetail = new Set<string>();
  for (const { scope, counting } of OBJECTIVES) {
    for (const { runIds, groupCreatedMs, good } of truth.reliability[scope][counting]) {
      for (const id of runIds) {
        all.set(id, groupCreatedMs);
        if (!good || counting === 'everyAttempt') {
          needingDetail.add(id);
        }
      }
    }
  }
  return { all, needingDetail };
}

function shipped(id: string): Objective {
  const objective = shippedCatalogue.objectives.find((candidate) => candidate.id === id);
  if (!objective) {
    throw new Error(`The shipped catalogue has no objective ${id}`);
  }
  return objective;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A port as the plugin has it, which counts, and which can hide the runs that were created last. */
class CountingPort implements HttpPort {
  createdBeforeMs?: number;
  private requests = 0;
  private readonly port: HttpPort;

  constructor(url: string) {
    this.port = createTransport(createNodePort({ bases: { dagster: url } }));
  }

  async measure(work: () => Promise<unknown>): Promise<{ ms: number; requests: number }> {
    this.requests = 0;
    const ms = await timed(work);
    return { ms, requests: this.requests };
  }

  send(request: Parameters<HttpPort['send']>[0], signal: AbortSignal): ReturnType<HttpPort['send']> {
    this.requests += 1;
    const body = JSON.parse(request.body ?? '{}');
    const { createdBeforeMs } = this;
    if (createdBeforeMs !== undefined && body.operationName === 'Runs') {
      const { filter } = body.variables;
      filter.createdBefore = Math.min(filter.createdBefore ?? Infinity, createdBeforeMs / 1000);
    }
    return this.port.send({ ...request, body: JSON.stringify(body) }, signal);
  }
}

/** Keeps as a browser does, in a form of its own. */
class Kept implements RecordStore {
  private readonly records = new Map<string, string>();

  read(name: string): Promise<unknown> {
    const record = this.records.get(name);
    return Promise.resolve(record === undefined ? undefined : JSON.parse(record));
  }

  write(name: string, record: unknown): Promise<void> {
    this.records.set(name, JSON.stringify(record));
    return Promise.resolve();
  }

  bytes(): number {
    return [...this.records.values()].reduce((total, record) => total + record.length, 0);
  }
}
