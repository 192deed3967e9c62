import { graphOf } from './graphs.fixture';
import { downstream, upstream } from './lineage';

const graph = graphOf({ a: [], b: ['a'], c: ['a', 'gone'], d: ['b', 'c'], e: ['d'], apart: [] });

describe('the lineage of assets', () => {
  it('upstream holds everything that they derive from, and they themselves', () => {
    const { assets, edges } = upstream(graph, ['d']);
    expect([...assets].sort()).toEqual(['a', 'b', 'c', 'd', 'gone']);
    expect(edges.map(({ from, to }) => `${from}>${to}`).sort()).toEqual(['a>b', 'a>c', 'b>d', 'c>d', 'gone>c']);
  });

  it('downstream holds everything that derives from them, and no edge from outside', () => {
    const { assets, edges } = downstream(graph, ['c']);
    expect([...assets].sort()).toEqual(['c', 'd', 'e']);
    expect(edges).toEqual([
      { from: 'c', to: 'd' },
      { from: 'd', to: 'e' },
    ]);
  });

  it('names parents without a node as unresolved', () => {
    expect(upstream(graph, ['d']).unresolved).toEqual(['gone']);
    expect(upstream(graph, ['b']).unresolved).toEqual([]);
  });

  it('can begin at such a border', () => {
    expect([...downstream(graph, ['gone']).assets].sort()).toEqual(['c', 'd', 'e', 'gone']);
  });

  it('of several assets is one graph', () => {
    expect([...upstream(graph, ['b', 'apart']).assets].sort()).toEqual(['a', 'apart', 'b']);
  });

  it('comes to an end in a cycle', () => {
    const cycle = graphOf({ a: ['c'], b: ['a'], c: ['b'] });
    expect([...upstream(cycle, ['a']).assets].sort()).toEqual(['a', 'b', 'c']);
  });
});
