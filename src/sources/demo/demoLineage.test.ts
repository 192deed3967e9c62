import { shippedCatalogue } from '../../catalogue/shippedCatalogue';
import type { LineageRequest } from '../contract';
import { demoLineage } from './demoLineage';

const judging = shippedCatalogue.objectives.filter(({ indicator }) => indicator.source === 'Dagster');
const unstable = judging.filter(({ policy }) => policy.data === 'unstable');

function lineageOf(id: string, direction: LineageRequest['direction'] = 'upstream') {
  const objective = judging.find((one) => one.id === id);
  if (!objective) {
    throw new Error(`no ${id}`);
  }
  return demoLineage({ objective, direction, judging, unstable, fromMs: 0, toMs: 1, nowMs: 1 });
}

describe('the lineage of demo data', () => {
  it('goes from SQLMesh back to its sources, with one broken border and unstable sources behind some', () => {
    const { assets, edges } = lineageOf('sqlmesh-materialization');
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

  it('shows the same stale assets as the freshness of core data', () => {
    const { assets } = lineageOf('core-freshness');
    expect(assets.filter(({ state }) => state === 'stale').map(({ asset }) => asset)).toEqual([
      'github_archive/events',
    ]);
  });

  it('tells what derives from unstable data', () => {
    const { assets } = lineageOf('unstable-materialization', 'downstream');
    expect(assets.filter(({ selected }) => !selected).map(({ asset }) => asset)).toEqual([
      'metrics/funding_metrics_v1',
      'metrics/int_funding',
      'metrics/stg_expenses',
    ]);
  });
});
