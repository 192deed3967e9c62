import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { DagsterSource } from '../../src/sources/dagster/dagsterSource';
import { dagsterSpec } from '../../src/sources/dagster/scope';
import { createNodePort } from '../../src/transport/nodePort';
import type { HttpPort } from '../../src/transport/port';
import { describeWithDagster } from './dagster/describeWithDagster';
import { type DagsterFixture, prepareDagster } from './dagster/fixture';
import type { Scope, TrueEvent } from './dagster/truth';

const PREPARE_TIMEOUT_MS = 1_200_000;
const never = new AbortController().signal;

const OBJECTIVES: Record<string, { scope: Scope; counting: 'afterRetries' | 'everyAttempt' }> = {
  'core-materialization': { scope: 'core', counting: 'afterRetries' },
  'unstable-materialization': { scope: 'unstable', counting: 'afterRetries' },
  'sqlmesh-materialization': { scope: 'sqlmesh', counting: 'everyAttempt' },
};

function shipped(id: string): Objective {
  const objective = shippedCatalogue.objectives.find((candidate) => candidate.id === id);
  if (!objective) {
    throw new Error(`no objective ${id}`);
  }
  return objective;
}

describeWithDagster('the Dagster source on a real Dagster', () => {
  let dagster: DagsterFixture;
  let requests: string[];
  let port: HttpPort;

  beforeAll(async () => {
    dagster = await prepareDagster();
    const node = createNodePort({ bases: { dagster: dagster.url } });
    port = {
      send: (request, signal) => {
        requests.push(JSON.parse(request.body ?? '{}').operationName);
        return node.send(request, signal);
      },
    };
  }, PREPARE_TIMEOUT_MS);

  afterAll(() => dagster?.stop());

  beforeEach(() => {
    requests = [];
  });

  const truly = (id: string): TrueEvent[] => {
    const { scope, counting } = OBJECTIVES[id];
    return dagster.truth.reliability[scope][counting];
  };

  describe.each(Object.keys(OBJECTIVES))('%s', (id) => {
    it.each([
      ['hour', HOUR_MS, 60 * DAY_MS],
      ['five minutes', 5 * MINUTE_MS, 4 * DAY_MS],
    ])('counts every event in its own %s', async (_, stepMs, spanMs) => {
      const nowMs = dagster.endMs;
      const toMs = Math.floor(nowMs / stepMs) * stepMs;
      const range = { fromMs: toMs - spanMs, toMs, stepMs };
      const { counts } = await new DagsterSource({ port }).readCounts(
        { objective: shipped(id), ...range, nowMs },
        never
      );
      const expected = new Map<number, [good: number, total: number]>();
      for (const { kind, good, atMs } of truly(id)) {
        if (kind === 'settled' && atMs >= range.fromMs && atMs < toMs) {
          const bucket = Math.floor((atMs - range.fromMs) / stepMs);
          const [before, total] = expected.get(bucket) ?? [0, 0];
          expected.set(bucket, [before + (good ? 1 : 0), total + 1]);
        }
      }
      const found = new Map(
        [...counts.total].flatMap((total, bucket) =>
          total > 0 ? [[bucket, [counts.good[bucket], total]] as const] : []
        )
      );
      expect(new Map([...found].sort(([a], [b]) => a - b))).toEqual(new Map([...expected].sort(([a], [b]) => a - b)));
      expect(expected.size).toBeGreaterThan(0);
    });
  });

  it('judges the freshness of every core asset as it truly is', async () => {
    const objective = shipped('core-freshness');
    const source = new DagsterSource({ port });
    const { items } = await source.readItems({ objective, nowMs: dagster.endMs }, never);
    const core = new Set(truly('core-materialization').flatMap(({ assets }) => assets));
    const stale = Object.entries(dagster.truth.freshness).filter(([asset, { fresh }]) => core.has(asset) && !fresh);
    expect(items.bad.filter((asset) => core.has(asset)).sort()).toEqual(stale.map(([asset]) => asset).sort());
    expect(items.total).toBeGreaterThanOrEqual(core.size);
  });

  it('tells of every core asset what decided, since when and by which interval', async () => {
    const objective = shipped('core-freshness');
    const { assets } = await new DagsterSource({ port }).readAssets({ objective, nowMs: dagster.endMs }, never);
    const found = Object.fromEntries(
      assets.map(({ asset, fresh, staleSinceMs, intervalMs }) => [asset, { fresh, staleSinceMs, intervalMs }])
    );
    const expected = Object.entries(dagster.truth.freshness).filter(([asset]) => asset in found);
    expect(expected.length).toBe(assets.length);
    for (const [asset, { fresh, sinceMs, interval }] of expected) {
      // Partitioned by two dimensions: judged by its last materialization, see docs/dagster.md.
      const since = asset === 'prices/spot' ? found[asset].staleSinceMs : sinceMs;
      // With deadlines the interval depends on when the asset was materialized: it is told at its longest.
      const hasDeadlines = interval.from === 'cron' || interval.from === 'legacyCron';
      const intervalMs = hasDeadlines ? found[asset].intervalMs : interval.ms;
      expect({ asset, ...found[asset] }).toEqual({ asset, fresh, staleSinceMs: since, intervalMs });
    }
  });

  it('counts the partitions of core assets as they truly are', async () => {
    const objective = shipped('core-partitions');
    const { items } = await new DagsterSource({ port }).readItems({ objective, nowMs: dagster.endMs }, never);
    expect(dagsterSpec(objective).measure).toBe('partitions');
    const all = Object.values(dagster.truth.partitions);
    expect(items.total).toBeGreaterThan(0);
    expect(items.total).toBeLessThanOrEqual(all.reduce((sum, { total }) => sum + total, 0));
  });

  it('reads the run table once for both tiers and every objective, and only what changed after five minutes', async () => {
    const source = new DagsterSource({ port });
    const nowMs = dagster.endMs;
    const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
    const read = (id: string, atMs: number) =>
      source.readCounts(
        { objective: shipped(id), stepMs: HOUR_MS, fromMs: toMs - 60 * DAY_MS, toMs, nowMs: atMs },
        never
      );
    await Promise.all(Object.keys(OBJECTIVES).map((id) => read(id, nowMs)));
    const pages = requests.filter((name) => name === 'Runs').length;
    const details = requests.filter((name) => name === 'RunDetails').length;
    console.log(
      `${dagster.truth.runs} runs: ${pages} pages, ${details} of details, ${requests.length} requests in all`
    );
    expect(pages).toBeLessThanOrEqual(Math.ceil(dagster.truth.runs / 250) + 10);
    requests = [];
    await Promise.all(Object.keys(OBJECTIVES).map((id) => read(id, nowMs + MINUTE_MS)));
    expect(requests).toEqual([]);
    await Promise.all(Object.keys(OBJECTIVES).map((id) => read(id, nowMs + 6 * MINUTE_MS)));
    expect(requests.length).toBeLessThanOrEqual(3);
  });

  it('names the assets that failed, with their last failure', async () => {
    const objective = shipped('unstable-materialization');
    const range = { fromMs: dagster.endMs - 30 * DAY_MS, toMs: dagster.endMs, nowMs: dagster.endMs };
    const { contributors } = await new DagsterSource({ port, pageUrl: 'http://dagster' }).readContributors(
      { objective, ...range },
      never
    );
    const expected = new Map<string, number>();
    for (const { kind, good, atMs, assets } of truly(objective.id)) {
      if (kind === 'settled' && good === false && atMs >= range.fromMs && atMs < range.toMs) {
        assets.forEach((asset) => expected.set(asset, (expected.get(asset) ?? 0) + 1));
      }
    }
    const found = contributors.filter(({ bad }) => bad > 0).map(({ name, bad }) => [name, bad]);
    expect(new Map(found.sort() as Array<[string, number]>)).toEqual(new Map([...expected].sort()));
    expect(contributors.find(({ bad }) => bad > 0)?.url).toMatch(/^http:\/\/dagster\/runs\//);
  });
});
