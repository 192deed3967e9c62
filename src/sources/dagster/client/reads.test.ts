import { executedTexts } from './executed';
import { GraphqlApi } from './graphqlApi';
import { readAssetChecks } from './readAssetChecks';
import { readAssetGraph } from './readAssetGraph';
import { readInstance } from './readInstance';
import { readLatestMaterializations } from './readLatestMaterializations';
import { readPartitions, type PartitionStates } from './readPartitions';
import { readRunDetails } from './readRunDetails';
import { readRuns } from './readRuns';
import { recordedPort } from './testdata/recordedPort';
import newest from './testdata/dagster-1.13.27.json';
import oso from './testdata/dagster-1.11.16.json';
import oldest from './testdata/dagster-1.7.16.json';

const { signal } = new AbortController();
const NOW_MS = Date.UTC(2026, 10, 22);

describe.each([
  ['1.13.27', newest],
  ['1.11.16', oso],
  ['1.7.16', oldest],
])('read from Dagster %s', (version, recorded) => {
  const port = recordedPort(recorded);
  const api = new GraphqlApi(port);
  const hasNewFreshness = version !== '1.7.16';

  it('the instance is read-only, and one of two code locations does not load, for a reason without stack trace', async () => {
    expect((await readInstance(api, signal)).value).toEqual({
      version,
      granted: [],
      codeLocations: [
        { name: 'main', loaded: true },
        { name: 'broken', loaded: false, error: 'RuntimeError: secret_path_does_not_load' },
      ],
    });
  });

  describe('the asset graph', () => {
    it('holds each asset with its group, kinds, tags and owners', async () => {
      const { nodes } = (await readAssetGraph(api, signal)).value;
      expect(nodes.get('daily_asset')).toMatchObject({
        group: 'g',
        kinds: ['python'],
        owners: ['a@b.co', 'team:data'],
        codeLocation: 'main',
        isMaterializable: true,
        isPartitioned: true,
        opNames: ['daily_asset'],
      });
      expect(nodes.get('daily_asset')?.tags).toContainEqual({ key: 'core', value: '' });
      expect(nodes.get('static_asset')?.tags).toContainEqual({ key: 'x', value: 'y' });
      expect(nodes.get('checked')?.kinds).toEqual(['sqlmesh']);
    });

    it('has one op for all assets of a multi-asset', async () => {
      const { nodes } = (await readAssetGraph(api, signal)).value;
      expect([nodes.get('m1')?.opNames, nodes.get('m2')?.opNames]).toEqual([['multi_out'], ['multi_out']]);
    });

    it('keeps a parent that no one defines as a key', async () => {
      const { nodes } = (await readAssetGraph(api, signal)).value;
      expect(nodes.get('checked')?.parents).toEqual(['daily_asset', 'missing_source']);
      expect(nodes.get('missing_source')?.isMaterializable ?? false).toBe(false);
    });

    it('has each freshness policy that this release knows', async () => {
      const { nodes } = (await readAssetGraph(api, signal)).value;
      const legacy = { from: 'legacy', maximumLagMs: 3_600_000, cron: '0 6 * * *', timeZone: 'UTC' };
      expect(nodes.get('fresh_legacy')?.freshness).toEqual(legacy);
      expect(nodes.get('m1')?.freshness).toBeNull();
      if (hasNewFreshness) {
        expect(nodes.get('fresh_window')?.freshness).toEqual({ from: 'timeWindow', failAfterMs: 36 * 3_600_000 });
        const cron = { from: 'cron', deadlineCron: '0 6 * * *', lowerBoundMs: 3 * 3_600_000, timeZone: 'UTC' };
        expect(nodes.get('fresh_cron')?.freshness).toEqual(cron);
      }
    });

    it('takes one request and says which', async () => {
      expect(executedTexts((await readAssetGraph(api, signal)).executed)).toEqual(['AssetGraph {}']);
    });
  });

  it('runs come newest first, with times in milliseconds and no selection where all assets were meant', async () => {
    const { value: runs } = await readRuns(api, { createdAfterMs: 0 }, signal);
    expect(runs).toHaveLength(19);
    expect(runs.filter(({ status }) => status === 'FAILURE')).toHaveLength(7);
    for (const run of runs) {
      expect(run.createdMs).toBeGreaterThan(Date.UTC(2020, 0));
      expect(run.endMs ?? 0).toBeGreaterThanOrEqual(run.startMs ?? 0);
      expect(run.assetSelection).toBeNull();
    }
    const created = runs.map(({ createdMs }) => createdMs);
    expect(created).toEqual([...created].sort((a, b) => b - a));
    expect(runs.filter(({ tags }) => tags.get('dagster/partition') === '2026-01-03')).toHaveLength(2);
  });

  it('the last materialization carries its time and partition, and is absent of an asset that has none', async () => {
    const keys = [...(await readAssetGraph(api, signal)).value.nodes.keys()];
    const { value } = await readLatestMaterializations(api, keys, signal);
    const byAsset = new Map(value.map((latest) => [latest.asset, latest]));
    expect(byAsset.get('daily_asset')?.partition).toBe('2026-01-05');
    expect(byAsset.get('m1')?.atMs).toBeGreaterThan(Date.UTC(2020, 0));
    expect(byAsset.has('fresh_legacy')).toBe(false);
  });

  it('checks report whether they block, and their last result with its severity', async () => {
    const keys = [...(await readAssetGraph(api, signal)).value.nodes.keys()];
    const checked = (await readAssetChecks(api, keys, signal)).value.find(({ asset }) => asset === 'checked');
    expect(checked?.checks).toMatchObject([
      { name: 'ok', blocking: true, latest: { status: 'SUCCEEDED', evaluation: { passed: true, severity: 'ERROR' } } },
      { name: 'warns', blocking: false, latest: { evaluation: { passed: false, severity: 'WARN' } } },
    ]);
  });

  describe('partitions', () => {
    let byAsset: Map<string, PartitionStates>;
    const missing = (asset: string) => (byAsset.get(asset)?.missing ?? []).map(({ key }) => key);

    beforeAll(async () => {
      const { nodes } = (await readAssetGraph(api, signal)).value;
      const keys = [...nodes.values()].filter(({ isPartitioned }) => isPartitioned).map(({ key }) => key);
      byAsset = new Map((await readPartitions(api, keys, NOW_MS, signal)).value.map((found) => [found.asset, found]));
    });

    it('stay materialized when a later attempt fails', () => {
      expect(byAsset.get('daily_asset')).toMatchObject({ kind: 'time', total: 10, materialized: 3, failed: 2 });
      const days = ['01', '04', '06', '07', '08', '09', '10'].map((day) => `2026-01-${day}`);
      expect(missing('daily_asset')).toEqual(days);
      expect(byAsset.get('static_asset')).toMatchObject({ kind: 'static', total: 4, materialized: 2, failed: 2 });
      // Dagster 1.7 lists them in any order.
      expect(missing('static_asset').sort()).toEqual(['c', 'd']);
    });

    it('close at midnight of their own time zone', () => {
      expect(byAsset.get('daily_asset')?.missing[1]).toEqual({
        key: '2026-01-04',
        window: 3,
        others: '',
        closedMs: Date.parse('2026-01-05T00:00:00-05:00'),
      });
      expect(byAsset.get('daily_asset')?.newestClosed).toEqual({
        key: '2026-01-10',
        window: 9,
        closedMs: Date.parse('2026-01-11T00:00:00-05:00'),
        materialized: false,
      });
    });

    it('of dynamic definitions are those that exist now', () => {
      expect(byAsset.get('dyn_asset')).toMatchObject({
        kind: 'dynamic',
        total: 2,
        materialized: 1,
        newestClosed: null,
      });
      expect(missing('dyn_asset')).toEqual(['d2']);
    });

    it('of two dimensions are counted by pairs', () => {
      expect(byAsset.get('multi2_asset')).toMatchObject({ kind: 'multi', total: 8, materialized: 1, failed: 1 });
      expect(missing('multi2_asset')).toEqual(['red|b', 'red|c', 'red|d', 'green|a', 'green|b', 'green|c', 'green|d']);
      expect(byAsset.get('multi_asset')).toMatchObject({ total: 40, materialized: 3, failed: 1 });
      expect(missing('multi_asset')).not.toContain('2026-01-02|a');
    });
  });

  it('what a Dagster can do is asked once', () => {
    expect(port.sent.filter(({ operationName }) => operationName === 'Features')).toHaveLength(1);
  });
});

describe.each([
  ['1.13.27', newest],
  ['1.11.16', oso],
])('read from Dagster %s', (_, recorded) => {
  const api = new GraphqlApi(recordedPort(recorded));

  it('the detail of a run holds what was planned, every attempt, and what was materialized all the same', async () => {
    const { value: runs } = await readRuns(api, { createdAfterMs: 0 }, signal);
    const failed = runs.filter(({ status }) => status === 'FAILURE').map(({ id }) => id);
    const { value: details } = await readRunDetails(api, failed, signal);
    const partial = details.find(({ planned }) => planned?.length === 2);
    expect(partial?.planned?.sort()).toEqual(['m1', 'm2']);
    expect(partial?.steps).toHaveLength(1);
    expect(partial?.steps[0]).toMatchObject({ stepKey: 'multi_out', status: 'FAILURE' });
    expect(partial?.steps[0].materializations.map(({ asset }) => asset)).toEqual(['m1']);
    const retried = details.filter(({ planned }) => planned?.[0] === 'daily_asset');
    expect(retried.map(({ steps }) => steps[0].attempts.length)).toEqual([2, 2]);
  });
});

it("Dagster's own failure is reported without its stack trace, as 1.7 fails on the details of runs", async () => {
  const api = new GraphqlApi(recordedPort(oldest));
  const { value: runs } = await readRuns(api, { createdAfterMs: 0 }, signal);
  const failed = runs.filter(({ status }) => status === 'FAILURE').map(({ id }) => id);
  await expect(readRunDetails(api, failed, signal)).rejects.toThrow(
    "Dagster failed to answer (HTTP 500): 'EventLogEntry' object has no attribute '_metadata'. " +
      'Look for this error in the log of the Dagster web server.'
  );
});
