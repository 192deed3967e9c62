import { DAY_MS, HOUR_MS } from '../../src/budget/durations';
import type { Objective } from '../../src/catalogue/objective';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { evaluateLineage } from '../../src/evaluation/evaluateLineage';
import type { ObjectiveLineage } from '../../src/evaluation/results';
import type { LineageAsset } from '../../src/sources/contract';
import { dagsterSource, type DagsterSource } from '../../src/sources/dagster/dagsterSource';
import { createNodePort } from '../../src/transport/nodePort';
import type { HttpPort } from '../../src/transport/port';
import { describeWithDagster } from './dagster/describeWithDagster';
import { type DagsterFixture, prepareDagster } from './dagster/fixture';
import type { Scope } from './dagster/truth';

const PREPARE_TIMEOUT_MS = 1_200_000;
const never = new AbortController().signal;

const DEFILLAMA = ['defillama/protocols', 'defillama/tvl'];
const FARCASTER = ['farcaster/casts', 'farcaster/profiles'];

/** What demo/dagster/definitions.py makes its models from; every other model is made from core data alone. */
const UNSTABLE_SOURCES: Record<string, string[]> = {
  'metrics/stg_tvl': DEFILLAMA,
  'metrics/onchain_metrics_v1': DEFILLAMA,
  'metrics/timeseries_v1': DEFILLAMA,
  'metrics/stg_casts': FARCASTER,
  'metrics/int_social': FARCASTER,
  'metrics/social_metrics_v1': FARCASTER,
};
/** `warehouse/legacy_events` has no definition anywhere. */
const UNRESOLVED = ['metrics/social_metrics_v1', 'metrics/stg_legacy'];
const MODELS = 18;

const COUNTING: Array<[Scope, 'afterRetries' | 'everyAttempt']> = [
  ['core', 'afterRetries'],
  ['unstable', 'afterRetries'],
  ['sqlmesh', 'everyAttempt'],
];

function shipped(id: string): Objective {
  const objective = shippedCatalogue.objectives.find((candidate) => candidate.id === id);
  if (!objective) {
    throw new Error(`no objective ${id}`);
  }
  return objective;
}

function lineageOf(
  source: DagsterSource,
  id: string,
  direction: 'upstream' | 'downstream',
  atMs: number
): Promise<ObjectiveLineage> {
  const moment = { atMs, nowMs: atMs };
  return evaluateLineage(shipped(id), direction, shippedCatalogue, { Dagster: source }, moment, never);
}

const byKey = ({ assets }: ObjectiveLineage) => new Map(assets.map((asset) => [asset.asset, asset]));

/** The models that derive from unstable sources, each with these. */
function unstableModels({ assets }: ObjectiveLineage): Record<string, string[]> {
  const marked = assets.filter(({ selected, unstableSources }) => selected && unstableSources.length > 0);
  return Object.fromEntries(marked.map(({ asset, unstableSources }) => [asset, unstableSources]));
}

describeWithDagster('the lineage of a real Dagster', () => {
  let dagster: DagsterFixture;
  let port: HttpPort;
  let requests: string[] = [];

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

  it('knows of every SQLMesh asset the unstable sources that it derives from', async () => {
    const lineage = await lineageOf(dagsterSource({ port }), 'sqlmesh-materialization', 'upstream', dagster.endMs);
    expect(lineage.error).toBeUndefined();
    expect(lineage.assets.filter(({ selected }) => selected)).toHaveLength(MODELS);
    expect(unstableModels(lineage)).toEqual(UNSTABLE_SOURCES);
  });

  it('breaks off where no one defines a source, and says so of what derives from it', async () => {
    const lineage = await lineageOf(dagsterSource({ port }), 'sqlmesh-materialization', 'upstream', dagster.endMs);
    const unresolved = lineage.assets.filter(({ state }) => state === 'unresolved').map(({ asset }) => asset);
    expect(unresolved).toEqual(['warehouse/legacy_events']);
    const beyond = lineage.assets.filter(({ selected, beyondUnresolved }) => selected && beyondUnresolved);
    expect(beyond.map(({ asset }) => asset)).toEqual(UNRESOLVED);
  });

  it('has every asset as fresh and as reliable as it truly is, whichever objective measures it', async () => {
    const { endMs, truth } = dagster;
    const lineage = await lineageOf(dagsterSource({ port }), 'sqlmesh-materialization', 'upstream', endMs);
    const expected = new Map<string, NonNullable<LineageAsset['reliability']>>();
    for (const [scope, counting] of COUNTING) {
      for (const { kind, good, atMs, assets } of truth.reliability[scope][counting]) {
        if (kind === 'settled' && atMs >= endMs - 30 * DAY_MS && atMs < endMs) {
          for (const asset of assets) {
            const figure = expected.get(asset) ?? { good: 0, bad: 0 };
            figure[good ? 'good' : 'bad']++;
            expected.set(asset, figure);
          }
        }
      }
    }
    const materializable = lineage.assets.filter(({ asset }) => truth.freshness[asset]);
    expect(materializable.length).toBeGreaterThan(MODELS + 10);
    for (const { asset, state, reliability } of materializable) {
      expect({ asset, state, reliability }).toEqual({
        asset,
        state: truth.freshness[asset].fresh ? 'fresh' : 'stale',
        reliability: expected.get(asset) ?? null,
      });
    }
  });

  it('shows downstream what derives from unstable data, and what cannot be materialized is not judged', async () => {
    const source = dagsterSource({ port, pageUrl: 'http://dagster' });
    const downstream = byKey(await lineageOf(source, 'unstable-materialization', 'downstream', dagster.endMs));
    const derived = [...downstream.values()].filter(({ selected }) => !selected).map(({ asset }) => asset);
    expect(derived).toEqual(Object.keys(UNSTABLE_SOURCES).sort());
    expect(downstream.get('defillama/tvl')).toMatchObject({
      unstable: true,
      unstableSources: ['defillama/protocols'],
      url: 'http://dagster/assets/defillama/tvl',
    });
    const upstream = byKey(await lineageOf(source, 'unstable-materialization', 'upstream', dagster.endMs));
    expect(upstream.get('etherscan/labels')?.state).toBe('notMaterializable');
  });

  it('shares the reads of the other panels, and asks nothing again within five minutes', async () => {
    const source = dagsterSource({ port });
    requests = [];
    await lineageOf(source, 'sqlmesh-materialization', 'upstream', dagster.endMs);
    const first = requests.length;
    const counted = (name: string) => requests.filter((one) => one === name).length;
    console.log(
      `lineage: ${first} requests, of which ${counted('Runs')} pages of runs, ${counted('RunDetails')} of details`
    );
    expect(counted('AssetGraph')).toBe(1);
    requests = [];
    await lineageOf(source, 'sqlmesh-materialization', 'upstream', dagster.endMs + 60_000);
    const nowMs = dagster.endMs + 60_000;
    await source.read('assets', { objective: shipped('core-freshness'), nowMs }, never);
    const toMs = Math.floor(dagster.endMs / HOUR_MS) * HOUR_MS;
    const range = { fromMs: toMs - 29 * DAY_MS, toMs, stepMs: HOUR_MS, nowMs };
    for (const id of ['core-materialization', 'unstable-materialization', 'sqlmesh-materialization']) {
      await source.read('counts', { objective: shipped(id), ...range }, never);
    }
    expect(requests).toEqual([]);
  });
});

describeWithDagster('the lineage of a Dagster with a code location that does not load', () => {
  let dagster: DagsterFixture;

  beforeAll(async () => {
    dagster = await prepareDagster({ withBrokenLocation: true });
  }, PREPARE_TIMEOUT_MS);

  afterAll(() => dagster?.stop());

  it('is shown, names that location, and leaves broken borders unresolved', async () => {
    const source = dagsterSource({ port: createNodePort({ bases: { dagster: dagster.url } }) });
    const lineage = await lineageOf(source, 'sqlmesh-materialization', 'upstream', dagster.endMs);
    expect(lineage.error).toBeUndefined();
    expect(unstableModels(lineage)).toEqual(UNSTABLE_SOURCES);
    expect(byKey(lineage).get('warehouse/legacy_events')?.state).toBe('unresolved');
    expect(byKey(lineage).get('metrics/stg_blocks')?.state).toMatch(/^(fresh|stale)$/);
    expect(lineage.notices[0].text).toMatch(
      /^the code location broken does not load \(.*credentials.*unresolved source$/
    );
  });
});
