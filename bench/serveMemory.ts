import { DAY_MS, MINUTE_MS } from '../src/budget/durations';
import type { Objective } from '../src/catalogue/objective';
import { objectiveOf } from '../src/evaluation/objective.testing';
import type { AssetFreshness } from '../src/sources/contract';
import { createSource } from '../src/sources/createSource';
import { countedPrometheus, OverviewServer } from './servedOverview';
import { severalObjectives } from './severalObjectives';

/** What a server holds, in MB of resident memory after a collection of garbage. */
export interface ServeMemory {
  objectives: number;
  assets: number;
  rounds: number;
  /** After rounds in which everything was asked for: the first ones, and those after all others. */
  firstMb: number;
  lastMb: number;
  mostMb: number;
}

const ASSETS = 1_000;
/** Rounds of everything: as many as are kept, and one more. */
const WHOLE = 4;
/** Of the objectives that the other rounds read, in turn; each of these rounds answers anew what ten minutes of them asked. */
const IN_TURN = 4;
const LOOK_EVERY = 500;

/** A server whose clock goes a minute on in each round, before the Prometheus at that URL, whose samples end at `endMs`. */
async function measure(url: string, endMs: number, objectives: number, rounds: number): Promise<ServeMemory> {
  let nowMs = endMs - Math.ceil(((rounds + 2 * WHOLE) * MINUTE_MS) / DAY_MS) * DAY_MS;
  const { source } = countedPrometheus(url, () => nowMs);
  const assets = createSource('Demo', {
    assets: async () => ({ assets: assetsAt(nowMs), notices: [], executed: [] }),
    items: async () => ({
      items: { asOfMs: nowMs, good: ASSETS, total: ASSETS, bad: [] },
      notices: [],
      executed: [],
    }),
  });
  const ofAssets = objectiveOf({ id: 'assets', window: { type: 'pointInTime' } });
  const ofCounters = severalObjectives(objectives - 1);
  const server = new OverviewServer([...ofCounters, ofAssets], { Prometheus: source, Demo: assets });
  await server.start();
  let mostMb = 0;
  const round = async (of: Objective[]) => {
    nowMs += MINUTE_MS;
    await server.round(nowMs, of);
    await server.overview({ of, also: (atMs) => [{ kind: 'freshness', request: { nowMs: atMs } }] });
  };
  const whole = async () => {
    for (let i = 0; i < WHOLE; i++) {
      await round([...ofCounters, ofAssets]);
    }
    return residentMb();
  };
  const firstMb = await whole();
  for (let i = 0; i < rounds; i++) {
    const from = (i * IN_TURN) % ofCounters.length;
    await round([...ofCounters.slice(from, from + IN_TURN), ofAssets]);
    if (i % LOOK_EVERY === 0) {
      mostMb = Math.max(mostMb, residentMb());
    }
  }
  const lastMb = await whole();
  server.stop();
  return {
    objectives,
    assets: ASSETS,
    rounds,
    firstMb,
    lastMb,
    mostMb: Math.max(mostMb, firstMb, lastMb),
  };
}

function assetsAt(nowMs: number): AssetFreshness[] {
  return Array.from({ length: ASSETS }, (_, i) => ({
    asset: `group_${i % 20}/asset_${i}`,
    fresh: true,
    decidedBy: 'materialized within its interval',
    staleSinceMs: null,
    lastMaterializationMs: nowMs - i * MINUTE_MS,
    ageMs: i * MINUTE_MS,
    intervalMs: DAY_MS,
    intervalFrom: 'default',
    checks: [],
    owners: ['team:data'],
  }));
}

function residentMb(): number {
  global.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

const [url, ...numbers] = process.argv.slice(2);
const [endMs, objectives, rounds] = numbers.map(Number);
measure(url, endMs, objectives, rounds).then(
  (memory) => {
    process.stdout.write(JSON.stringify(memory));
    process.exit();
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  }
);
