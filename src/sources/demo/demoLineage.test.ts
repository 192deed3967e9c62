import { DAY_MS } from '../../budget/durations';
import { shippedCatalogue } from '../../catalogue/shippedCatalogue';
import type { LineageRequest } from '../contract';
import { demoSource } from './demoSource';

const judging = shippedCatalogue.objectives.filter(({ indicator }) => indicator.source === 'Dagster');
const unstable = judging.filter(({ policy }) => policy.data === 'unstable');

const nowMs = Date.parse('2026-11-23T00:00:00Z');
const range = { fromMs: nowMs - 30 * DAY_MS, toMs: nowMs, nowMs };
const source = demoSource();
const { signal } = new AbortController();

function find(id: string) {
  const objective = judging.find((one) => one.id === id);
  if (!objective) {
    throw new Error(`no ${id}`);
  }
  return objective;
}

function lineageOf(id: string, direction: LineageRequest['direction'] = 'upstream') {
  return source.read('lineage', { objective: find(id), direction, judging, unstable, ...range }, signal);
}

describe('the lineage of demo data', () => {
  it('goes from SQLMesh back to its sources, with one broken border and unstable sources behind some', async () => {
    const { assets, edges } = await lineageOf('sqlmesh-materialization');
    expect(assets.length).toBeGreaterThan(30);
    expect(assets.filter(({ state }) => state === 'unresolved').map(({ asset }) => asset)).toEqual([
      'warehouse/legacy_metrics',
    ]);
    const marked = assets.filter(({ selected, unstableSources }) => selected && unstableSources.length > 0);
    expect(marked.map(({ asset }) => asset)).toEqual([
      'metrics/funding_metrics_v1',
      'metrics/int_funding',
      'metrics/stg_expenses',
    ]);
    const keys = new Set(assets.map(({ asset }) => asset));
    expect(edges.every(({ from, to }) => keys.has(from) && keys.has(to))).toBe(true);
  });

  it('shows the same stale assets as the freshness of core data', async () => {
    const { assets } = await lineageOf('core-freshness');
    expect(assets.filter(({ state }) => state === 'stale').map(({ asset }) => asset)).toEqual([
      'github_archive/events',
    ]);
  });

  it('shows what derives from unstable data', async () => {
    const { assets } = await lineageOf('unstable-materialization', 'downstream');
    expect(assets.filter(({ selected }) => !selected).map(({ asset }) => asset)).toEqual([
      'metrics/funding_metrics_v1',
      'metrics/int_funding',
      'metrics/stg_expenses',
    ]);
  });

  it.each(['unstable-materialization', 'sqlmesh-materialization'])(
    'gives the assets of %s the failures that its contributors have',
    async (id) => {
      const { assets } = await lineageOf(id);
      const { contributors } = await source.read('contributors', { objective: find(id), ...range }, signal);
      const shown = new Map(assets.map(({ asset, reliability }) => [asset, reliability]));
      expect(contributors.map(({ name }) => shown.get(name))).toEqual(
        contributors.map(({ bad, total }) => ({ bad, good: Number(total) - bad }))
      );
      const named = new Set(contributors.map(({ name }) => name));
      const others = assets.filter(({ asset, selected }) => selected && !named.has(asset));
      expect(others.length).toBeGreaterThan(0);
      expect(others.filter(({ reliability }) => reliability?.bad !== 0)).toEqual([]);
    }
  );
});
