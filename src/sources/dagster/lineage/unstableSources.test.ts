import fc from 'fast-check';
import type { AssetGraph, AssetKey } from '../model';
import { graphOf } from './graphs.fixture';
import { upstream } from './lineage';
import { unresolvedBorders, unstableSources } from './unstableSources';

const startsWithU = (key: AssetKey) => key.startsWith('u');

/** By a walk over the graph an asset. */
function naively(graph: AssetGraph, isWanted: (key: AssetKey) => boolean) {
  return [...graph.nodes.keys()].sort().flatMap((key) => {
    const found = [...upstream(graph, [key]).assets].filter((other) => other !== key && isWanted(other)).sort();
    return found.length > 0 ? [[key, found]] : [];
  });
}

describe('the unstable sources of an asset', () => {
  it('are found however far away they are', () => {
    const graph = graphOf({
      u1: [],
      u2: [],
      stable: [],
      model: ['u1', 'stable'],
      mart: ['model'],
      both: ['mart', 'u2'],
    });
    expect(unstableSources(graph, startsWithU)).toEqual(
      new Map([
        ['model', ['u1']],
        ['mart', ['u1']],
        ['both', ['u1', 'u2']],
      ])
    );
  });

  it('are not the asset itself, though what derives from it may have others', () => {
    const graph = graphOf({ u1: [], u2: ['u1'], mart: ['u2'] });
    expect(unstableSources(graph, startsWithU)).toEqual(
      new Map([
        ['u2', ['u1']],
        ['mart', ['u1', 'u2']],
      ])
    );
  });

  it('are not the asset itself where its partitions derive from earlier ones', () => {
    expect(unstableSources(graphOf({ u1: ['u1'] }), startsWithU)).toEqual(new Map());
  });

  it('may have no node of their own', () => {
    expect(unstableSources(graphOf({ model: ['u-gone'] }), startsWithU).get('model')).toEqual(['u-gone']);
  });

  it('are those of the whole cycle within one', () => {
    const graph = graphOf({ u1: ['b'], a: ['u1'], b: ['a'], mart: ['b'] });
    expect(unstableSources(graph, startsWithU)).toEqual(
      new Map([
        ['a', ['u1']],
        ['b', ['u1']],
        ['mart', ['u1']],
      ])
    );
  });

  it('are what a walk from each asset finds, in any graph', () => {
    const keys = Array.from({ length: 45 }, (_, i) => `${i % 3 === 1 ? 's' : 'u'}${i}`);
    const graphs = fc
      .array(fc.tuple(fc.constantFrom(...keys.slice(0, 40)), fc.array(fc.constantFrom(...keys), { maxLength: 4 })))
      .map((parents) => graphOf(Object.fromEntries(parents)));
    fc.assert(
      fc.property(graphs, (graph) => {
        expect([...unstableSources(graph, startsWithU)].filter(([key]) => graph.nodes.has(key)).sort()).toEqual(
          naively(graph, startsWithU)
        );
      }),
      { numRuns: 300 }
    );
  });
});

describe('the unresolved borders of an asset', () => {
  it('are the parents without node that it derives from, however far away', () => {
    const graph = graphOf({ model: ['oso/external', 'a'], a: [], mart: ['model'] });
    expect(unresolvedBorders(graph)).toEqual(
      new Map([
        ['model', ['oso/external']],
        ['mart', ['oso/external']],
      ])
    );
  });

  it('are none where every parent is known', () => {
    expect(unresolvedBorders(graphOf({ a: [], b: ['a'] }))).toEqual(new Map());
  });
});

describe('finding unstable sources among 10,000 assets', () => {
  const COUNT = 10_000;

  it('follows a chain of all of them', () => {
    const chain = Object.fromEntries(
      Array.from({ length: COUNT }, (_, i) => [`m${i}`, i === 0 ? ['u'] : [`m${i - 1}`]])
    );
    for (const graph of [graphOf(chain), graphOf(Object.fromEntries(Object.entries(chain).reverse()))]) {
      expect(unstableSources(graph, startsWithU).size).toBe(COUNT);
    }
  });

  it('copes with 1,000 sources behind most of them', () => {
    const layered = Object.fromEntries(
      Array.from({ length: COUNT }, (_, i) => [
        i < 1000 ? `u${i}` : `m${i}`,
        i < 1000 ? [] : [7, 31, 101].map((prime) => (i * prime) % (i - 500)).map((p) => (p < 1000 ? `u${p}` : `m${p}`)),
      ])
    );
    const graph = graphOf(layered);
    expect(unstableSources(graph, startsWithU).size).toBe(COUNT - 1000);
  });
});
