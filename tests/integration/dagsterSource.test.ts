import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { checkDagsterUpstream } from '../../src/evaluation/checkDagsterUpstream';
import { contributorsOfRow } from '../../src/evaluation/evaluateContributors';
import { evaluateObjective } from '../../src/evaluation/evaluateObjective';
import { GraphqlApi } from '../../src/sources/dagster/client/graphqlApi';
import { readLatestMaterializations } from '../../src/sources/dagster/client/readLatestMaterializations';
import { dagsterSource, type DagsterSource } from '../../src/sources/dagster/dagsterSource';
import type { RecordStore } from '../../src/sources/dagster/persistence/recordStore';
import { dagsterSpec } from '../../src/sources/dagster/scope';
import { createNodePort } from '../../src/transport/nodePort';
import type { HttpPort } from '../../src/transport/port';
import { evaluatedBothWays } from './evaluatedBothWays';
import { startFaultyUpstream } from './faultyUpstream';
import { samplesOf, startServed } from './serve/servedProcess';
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

  it('gives every kind of answer through a server as it does directly', async () => {
    const objectives = shippedCatalogue.objectives.filter(({ indicator }) => indicator.source === 'Dagster');
    const sources = () => ({ Dagster: dagsterSource({ port }) });
    const { through, direct, failures } = await evaluatedBothWays(sources, objectives, dagster.endMs);
    expect(through).toEqual(direct);
    expect(failures).toEqual([]);
  });

  describe.each(Object.keys(OBJECTIVES))('%s', (id) => {
    it.each([
      ['hour', HOUR_MS, 60 * DAY_MS],
      ['five minutes', 5 * MINUTE_MS, 4 * DAY_MS],
    ])('counts every event in its own %s', async (_, stepMs, spanMs) => {
      const nowMs = dagster.endMs;
      const toMs = Math.floor(nowMs / stepMs) * stepMs;
      const range = { fromMs: toMs - spanMs, toMs, stepMs };
      const { counts } = await dagsterSource({ port }).read(
        'counts',
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
    const source = dagsterSource({ port });
    const { items } = await source.read('items', { objective, nowMs: dagster.endMs }, never);
    const core = new Set(truly('core-materialization').flatMap(({ assets }) => assets));
    const stale = Object.entries(dagster.truth.freshness).filter(([asset, { fresh }]) => core.has(asset) && !fresh);
    expect(items.bad.filter((asset) => core.has(asset)).sort()).toEqual(stale.map(([asset]) => asset).sort());
    expect(items.total).toBeGreaterThanOrEqual(core.size);
  });

  it('reports for every core asset what decided, since when and by which interval', async () => {
    const objective = shipped('core-freshness');
    const { assets } = await dagsterSource({ port }).read('assets', { objective, nowMs: dagster.endMs }, never);
    const found = Object.fromEntries(
      assets.map(({ asset, fresh, staleSinceMs, intervalMs }) => [asset, { fresh, staleSinceMs, intervalMs }])
    );
    const expected = Object.entries(dagster.truth.freshness).filter(([asset]) => asset in found);
    expect(expected.length).toBe(assets.length);
    for (const [asset, { fresh, sinceMs, interval }] of expected) {
      // With deadlines the interval depends on when the asset was materialized: the longest is reported.
      const hasDeadlines = interval.from === 'cron' || interval.from === 'legacyCron';
      const intervalMs = hasDeadlines ? found[asset].intervalMs : interval.ms;
      expect({ asset, ...found[asset] }).toEqual({ asset, fresh, staleSinceMs: sinceMs, intervalMs });
    }
    // Of two dimensions: late since the first window that is not there in both currencies.
    expect(found['prices/spot']).toMatchObject({ fresh: false, staleSinceMs: expect.any(Number) });
  });

  it('reports for every partitioned core asset what is there, what is missing and what is under way', async () => {
    const objective = shipped('core-partitions');
    const source = dagsterSource({ port, pageUrl: 'http://dagster' });
    const { assets, notices } = await source.read('partitions', { objective, nowMs: dagster.endMs }, never);
    expect(notices).toEqual([]);
    expect(assets.length).toBeGreaterThan(4);
    for (const found of assets) {
      const truth = dagster.truth.partitions[found.asset];
      const missing = truth.due.length;
      expect(found).toMatchObject({
        total: truth.total,
        materialized: truth.materialized,
        missing,
        withinGrace: truth.withinGrace.length,
        failed: truth.failed.length,
        materializing: truth.materializing.length,
        belowTarget: missing > 0.01 * (truth.total - truth.withinGrace.length),
        url: `http://dagster/assets/${found.asset}`,
      });
      // Keys of neighbours are one run: its first and its last key are named, and how many there are.
      const named = [...found.missingInWords.matchAll(/\((\d+)\)|(?:^|, )([^,(]+?)(?=,|$)/g)];
      const counted = named.reduce((sum, [, ofRun]) => sum + Number(ofRun ?? 1), 0);
      expect({ asset: found.asset, words: found.missingInWords, counted }).toMatchObject({ counted: missing });
      const [oldest] = [...truth.due].sort();
      expect(found.missingInWords).toContain(oldest ?? '');
    }
    const { items } = await source.read('items', { objective, nowMs: dagster.endMs }, never);
    expect(items.total - items.good).toBe(assets.reduce((sum, { missing }) => sum + missing, 0));
    expect(items.belowTarget?.sort()).toEqual(
      assets
        .filter(({ belowTarget }) => belowTarget)
        .map(({ asset }) => asset)
        .sort()
    );
    expect(requests.filter((name) => name === 'PartitionStatuses')).toHaveLength(1);
  });

  it('says that a selection has no partitions to judge', async () => {
    const objective = shipped('core-partitions');
    const spec = { ...dagsterSpec(objective), selection: 'key:"github/issues"' };
    const measure = { shape: 'raw', raw: spec, rawType: 'success' } as const;
    const unpartitioned: Objective = { ...objective, indicator: { source: 'Dagster', measure } };
    const source = dagsterSource({ port });
    const { items, notices } = await source.read('items', { objective: unpartitioned, nowMs: dagster.endMs }, never);
    expect(items).toMatchObject({ good: 0, total: 0 });
    expect(notices).toEqual([
      {
        severity: 'warning',
        text: expect.stringMatching(/^none of the 1 assets that key:"github\/issues" selects has partitions/),
      },
    ]);
  });

  it('reads the run table once for both tiers and every objective, and only what changed after five minutes', async () => {
    const source = dagsterSource({ port });
    const nowMs = dagster.endMs;
    const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
    const read = (id: string, atMs: number) =>
      source.read(
        'counts',
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
    const { contributors } = await dagsterSource({ port, pageUrl: 'http://dagster' }).read(
      'contributors',
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

  it.each(Object.keys(OBJECTIVES))(
    'contributors of %s add up to the bad events of its row, unless an event is of several assets',
    async (id) => {
      const sources = { Dagster: dagsterSource({ port }) };
      const moment = { atMs: dagster.endMs, nowMs: dagster.endMs };
      const row = await evaluateObjective(shipped(id), sources, moment, never);
      const { rows, notices } = await contributorsOfRow(row, sources, moment, never);
      if (row.kind !== 'events') {
        throw new Error('no events');
      }
      const { countedFromMs, asOfMs, bad } = row.evaluation;
      const failed = truly(id).filter(
        ({ kind, good, atMs }) => kind === 'settled' && good === false && atMs >= countedFromMs && atMs < asOfMs
      );
      expect(bad).toBe(failed.length);
      const ofAssets = failed.reduce((sum, { assets }) => sum + assets.length, 0);
      expect(rows.reduce((sum, { contributor }) => sum + contributor.bad, 0)).toBe(ofAssets);
      const arithmetic = `contributors by Asset add up to ${ofAssets} bad events, the figure counts ${bad}`;
      expect(notices.some(({ text }) => text.startsWith(arithmetic))).toBe(ofAssets !== bad);
    }
  );

  it('reports for the assets that failed most what Dagster said, with one request', async () => {
    const objective = shipped('unstable-materialization');
    const range = { fromMs: dagster.endMs - 60 * DAY_MS, toMs: dagster.endMs, nowMs: dagster.endMs };
    const { contributors } = await dagsterSource({ port }).read('contributors', { objective, ...range }, never);
    const failed = contributors.filter(({ bad }) => bad > 0).sort((a, b) => b.bad - a.bad);
    expect(failed.length).toBeGreaterThan(3);
    for (const { message } of failed.slice(0, 20)) {
      expect(message).toMatch(/^[A-Z]\w+(Error|Exception): \S/);
      expect(message).not.toMatch(/Traceback|File "/);
    }
    expect(requests.filter((name) => name === 'StepFailures')).toHaveLength(1);
  });

  it('names the assets that failed and that no code location defines now', async () => {
    const range = { fromMs: dagster.endMs - 60 * DAY_MS, toMs: dagster.endMs, nowMs: dagster.endMs };
    const objective = shipped('core-materialization');
    const { notices } = await dagsterSource({ port }).read('contributors', { objective, ...range }, never);
    const outside = dagster.truth.reliability.outside.everyAttempt.filter(
      ({ good, runEndMs }) => good === false && (runEndMs ?? 0) >= range.fromMs
    );
    const assets = [...new Set(outside.flatMap((event) => event.assets))];
    const runs = new Set(outside.map(({ decidingRunId }) => decidingRunId)).size;
    expect(assets.length).toBeGreaterThan(0);
    expect(notices.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(
        new RegExp(`^${runs} failed runs? (is|are) in no .* no longer defined: ${assets.join(', ')}$`)
      )
    );
  });

  it('knows when an asset that no code location defines now was materialized last', async () => {
    const [asset] = dagster.truth.reliability.outside.afterRetries[0].assets;
    const { value } = await readLatestMaterializations(new GraphqlApi(port), [asset], never);
    expect(value).toMatchObject([{ asset, atMs: expect.any(Number) }]);
  });

  it('shows the same after a reload, for the requests of a refresh', async () => {
    const records = new Map<string, unknown>();
    const store: RecordStore = {
      read: (name) => Promise.resolve(structuredClone(records.get(name))),
      write: (name, record) => Promise.resolve(void records.set(name, structuredClone(record))),
    };
    const shownBy = async (source: DagsterSource, nowMs: number) => {
      const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
      const range = { fromMs: toMs - 60 * DAY_MS, toMs, nowMs };
      return Promise.all(
        Object.keys(OBJECTIVES).map(async (id) => {
          const objective = shipped(id);
          const { counts, notices } = await source.read('counts', { objective, stepMs: HOUR_MS, ...range }, never);
          const { contributors } = await source.read('contributors', { objective, ...range }, never);
          return { id, counts, notices, contributors };
        })
      );
    };
    const laterMs = dagster.endMs + 10 * MINUTE_MS;
    const page = dagsterSource({ port, store });
    await shownBy(page, dagster.endMs);
    await page.save();
    requests = [];
    const reloaded = await shownBy(dagsterSource({ port, store }), laterMs);
    // What was updated since, and whether the runs are still there that have been open for long.
    expect([...requests].sort()).toEqual(['AssetGraph', 'Features', 'Runs', 'Runs']);
    expect(reloaded).toEqual(await shownBy(dagsterSource({ port }), laterMs));
  });

  it('is asked for what is new only by a server that is started again with its store, which shows the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'error-budget-dagster-store-'));
    const upstream = await startFaultyUpstream({ behind: dagster.url });
    const laterMs = dagster.endMs + 10 * MINUTE_MS;
    const figuresAt = async (nowMs: number, options: string[]) => {
      upstream.reset();
      const served = startServed({ args: ['--dagster', upstream.url, ...options], nowMs });
      try {
        const events = samplesOf(await served.metrics(), 'slo_window_events');
        return { events, operations: upstream.requests.map(({ body }) => JSON.parse(body || '{}').operationName) };
      } finally {
        await served.stop();
      }
    };
    try {
      const store = ['--store', join(folder, 'memory.db')];
      const first = await figuresAt(dagster.endMs, store);
      const again = await figuresAt(laterMs, store);
      const without = await figuresAt(laterMs, []);
      expect(again.events).toEqual(without.events);
      expect(again.events.size).toBeGreaterThanOrEqual(2 * Object.keys(OBJECTIVES).length);
      const pages = ({ operations }: typeof first) => operations.filter((name) => name === 'Runs').length;
      const details = ({ operations }: typeof first) => operations.filter((name) => name === 'RunDetails').length;
      expect([pages(first), pages(without)]).toEqual([expect.any(Number), pages(first)]);
      expect(pages(again)).toBeLessThan(pages(first));
      expect(details(again)).toBe(0);
    } finally {
      await upstream.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);
});

describeWithDagster('a real Dagster of which a code location does not load', () => {
  let dagster: DagsterFixture;

  beforeAll(async () => {
    dagster = await prepareDagster({ withBrokenLocation: true });
  }, PREPARE_TIMEOUT_MS);

  afterAll(() => dagster?.stop());

  it('counts what loads, names it, and refuses only what selects from it by name', async () => {
    const port = createNodePort({ bases: { dagster: dagster.url } });
    const source = dagsterSource({ port });
    const nowMs = dagster.endMs;
    const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
    const range = { stepMs: HOUR_MS, fromMs: toMs - 30 * DAY_MS, toMs, nowMs };
    const objective = shipped('core-materialization');
    const selecting = (selection: string): Objective => {
      const raw = { ...dagsterSpec(objective), selection };
      const measure = { shape: 'raw', raw, rawType: 'success' } as const;
      return { ...objective, id: selection, indicator: { source: 'Dagster', measure } };
    };
    await expect(
      source.read('counts', { objective: selecting('tag:core or code_location:broken'), ...range }, never)
    ).rejects.toThrow(
      /Dagster: the code location broken does not load \(.+\), so which assets it has is not known\. Fix/
    );
    const expected = dagster.truth.reliability.core.afterRetries.filter(
      ({ kind, atMs }) => kind === 'settled' && atMs >= range.fromMs && atMs < toMs
    );
    const core = 'tag:core and not kind:sqlmesh';
    for (const [selection, provisional] of [
      [core, expect.stringMatching(/^the code location broken does not load \(.+\); what it holds of this objective/)],
      [`${core} and code_location:warehouse`, undefined],
    ]) {
      const answer = await source.read('counts', { objective: selecting(selection), ...range }, never);
      expect(answer.counts.total.reduce((sum, each) => sum + each, 0)).toBe(expected.length);
      expect(answer.provisional).toEqual(provisional);
    }
  });

  it('is warned of by the health check', async () => {
    const health = await checkDagsterUpstream(createNodePort({ bases: { dagster: dagster.url } }), never);
    expect(health).toMatchObject({ upstream: 'dagster', ok: true });
    expect(health.text).toMatch(
      /^Dagster: [\d.]+, \d+ assets, read-only\. Warning: the code location broken does not load/
    );
  });
});

describeWithDagster('a real Dagster that allows changes', () => {
  let dagster: DagsterFixture;

  beforeAll(async () => {
    dagster = await prepareDagster({ writable: true });
  }, PREPARE_TIMEOUT_MS);

  afterAll(() => dagster?.stop());

  it('passes the health check with a warning that says how to start one that does not', async () => {
    const health = await checkDagsterUpstream(createNodePort({ bases: { dagster: dagster.url } }), never);
    expect(health.ok).toBe(true);
    expect(health.text).toMatch(/^Dagster: [\d.]+, \d+ assets\. Warning: Dagster allows changes \(.+ and \d+ more\)/);
    expect(health.text).toMatch(/dagster-webserver --read-only/);
  });
});
