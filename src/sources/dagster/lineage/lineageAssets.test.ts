import type { AssetGraph } from '../model';
import { graphOf } from './graphs.fixture';
import { type AssetFigures, lineageAssets, lineageKeys } from './lineageAssets';

const graph = graphOf({ core: [], shaky: [], model: ['core', 'shaky'], mart: ['model', 'gone'], apart: ['core'] });
const figures: AssetFigures = {
  freshOf: (key) => key !== 'mart',
  reliabilityOf: (key) => (key === 'model' ? { good: 9, bad: 1 } : null),
  urlOf: (key) => `/assets/${key}`,
};
const facts = { graph, selected: new Set(['mart']), unstable: new Set(['shaky']), direction: 'upstream' as const };

describe('the assets of a lineage', () => {
  const { assets, edges } = lineageAssets(facts, figures);
  const byKey = new Map(assets.map((asset) => [asset.asset, asset]));

  it('are what the selected ones derive from, with the unstable sources behind each', () => {
    expect([...byKey.keys()]).toEqual(['core', 'gone', 'mart', 'model', 'shaky']);
    expect(lineageKeys(facts)).toEqual([...byKey.keys()]);
    expect(byKey.get('mart')).toMatchObject({ selected: true, state: 'stale', unstableSources: ['shaky'] });
    expect(byKey.get('model')).toMatchObject({ reliability: { good: 9, bad: 1 }, unstableSources: ['shaky'] });
    expect(byKey.get('shaky')).toMatchObject({ unstable: true, unstableSources: [], url: '/assets/shaky' });
    expect(edges).toHaveLength(4);
  });

  it('end unresolved where no one defines a parent, and what derives from it may have more behind it', () => {
    expect(byKey.get('gone')).toMatchObject({ state: 'unresolved', beyondUnresolved: true, reliability: null });
    expect(byKey.get('mart')?.beyondUnresolved).toBe(true);
    expect(byKey.get('model')?.beyondUnresolved).toBe(false);
  });

  it('are not judged where nothing can be materialized', () => {
    const core = graph.nodes.get('core');
    const external: AssetGraph = {
      ...graph,
      nodes: new Map([...graph.nodes, ...(core ? [['core', { ...core, isMaterializable: false }] as const] : [])]),
    };
    const found = lineageAssets({ ...facts, graph: external }, figures).assets.find(({ asset }) => asset === 'core');
    expect(found?.state).toBe('notMaterializable');
  });

  it('downstream know unstable sources that are not in the lineage themselves', () => {
    const down = lineageAssets({ ...facts, selected: new Set(['core']), direction: 'downstream' }, figures);
    expect(down.assets.map(({ asset }) => asset)).toEqual(['apart', 'core', 'mart', 'model']);
    expect(down.assets.find(({ asset }) => asset === 'model')?.unstableSources).toEqual(['shaky']);
  });
});

describe('the lineage of many assets', () => {
  it.each([
    [1000, 100],
    [10_000, 1000],
  ])('of %d, of which %d are unstable, is computed at once', (count, sources) => {
    const key = (index: number) => (index < sources ? `u${index}` : `m${index}`);
    const parents = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        key(index),
        index < sources ? [] : [7, 31, 101].map((prime) => key((index * prime) % (index - sources / 2))),
      ])
    );
    const many = {
      graph: graphOf(parents),
      selected: new Set(Array.from({ length: count - sources }, (_, index) => key(index + sources))),
      unstable: new Set(Array.from({ length: sources }, (_, index) => key(index))),
      direction: 'upstream' as const,
    };
    const began = performance.now();
    const { assets, edges } = lineageAssets(many, figures);
    console.log(
      `lineage of ${assets.length} assets, ${edges.length} edges: ${Math.round(performance.now() - began)} ms`
    );
    const models = assets.filter(({ selected }) => selected);
    expect(models).toHaveLength(count - sources);
    expect(models.every(({ unstableSources }) => unstableSources.length > 0)).toBe(true);
  });
});
