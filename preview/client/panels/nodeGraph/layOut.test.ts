import fc from 'fast-check';
import { layOut } from './layOut';
import type { Graph } from './readGraph';

const ROOM = 40;

/** A graph from pairs of ids: `['a b']` is an edge from a to b. */
function graphOf(ids: string[], edges: string[]): Pick<Graph, 'nodes' | 'edges'> {
  const nodes = ids.map((id) => ({
    id,
    title: id,
    subtitle: '',
    mainStat: '',
    secondaryStat: '',
    arcs: [],
    radius: 40,
    details: [],
    links: [],
  }));
  return {
    nodes,
    edges: edges.map((edge) => {
      const [source, target] = edge.split(' ');
      return { id: edge, source, target, color: undefined, thickness: 1, dashes: undefined };
    }),
  };
}

const placesOf = (ids: string[], edges: string[]) => layOut(graphOf(ids, edges), ROOM);

describe('the layout of a node graph', () => {
  it('puts every node right of all that it derives from', () => {
    const { nodes } = placesOf(['d', 'c', 'b', 'a'], ['a b', 'b c', 'a c', 'c d']);
    expect(['a', 'b', 'c', 'd'].map((id) => nodes.get(id)?.layer)).toEqual([0, 1, 2, 3]);
  });

  it('puts a source directly before what needs it first', () => {
    const { nodes } = placesOf(['a', 'b', 'c', 'late'], ['a b', 'b c', 'late c']);
    expect(nodes.get('late')?.layer).toBe(1);
  });

  it('bends a long edge in every layer that it passes, apart from the nodes there', () => {
    const { nodes, edges } = placesOf(['a', 'b', 'c'], ['a b', 'b c', 'a c']);
    const route = edges.get('a c') ?? [];
    expect(route.map(({ layer }) => layer)).toEqual([0, 1, 2]);
    expect(Math.abs(route[1].y - (nodes.get('b')?.y ?? 0))).toBeGreaterThanOrEqual(ROOM * 0.5);
  });

  it('lets edges cross no more than they must', () => {
    const { nodes } = placesOf(['a', 'b', 'c', 'z', 'y', 'x'], ['a x', 'b y', 'c z']);
    const ys = (ids: string[]) => ids.map((id) => nodes.get(id)?.y ?? NaN);
    const rankOf = (values: number[]) => values.map((value) => values.filter((other) => other < value).length);
    expect(rankOf(ys(['a', 'b', 'c']))).toEqual(rankOf(ys(['x', 'y', 'z'])));
  });

  it('leaves no gap between parts that nothing connects', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'x', 'y'];
    const { nodes, height } = placesOf(ids, ['a b', 'a c', 'a d', 'a e', 'a f', 'x y']);
    const ys = [...nodes.values()].map(({ y }) => y).sort((a, b) => a - b);
    expect(Math.max(...ys.slice(1).map((y, index) => y - ys[index]))).toBeLessThanOrEqual(ROOM);
    expect(height).toBe(ys[ys.length - 1]);
  });

  it('copes with cycles, with loose nodes and with nothing', () => {
    expect(placesOf(['a', 'b'], ['a b', 'b a']).nodes.size).toBe(2);
    expect(placesOf(['a', 'b'], []).height).toBe(ROOM);
    expect(placesOf([], [])).toMatchObject({ layers: 0, height: 0 });
  });

  it('never puts two nodes into one place, and keeps the order of derivation', () => {
    const pairs = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
    fc.assert(
      fc.property(pairs, (found) => {
        const ids = Array.from({ length: 12 }, (_, index) => `n${index}`);
        const edges = new Set(found.filter(([from, to]) => from < to).map(([from, to]) => `n${from} n${to}`));
        const { nodes } = placesOf(ids, [...edges]);
        const places = [...nodes.values()];
        places.forEach((one, index) =>
          places.slice(index + 1).forEach((other) => {
            expect(one.layer !== other.layer || Math.abs(one.y - other.y) > ROOM - 1e-6).toBe(true);
          })
        );
        edges.forEach((edge) => {
          const [from, to] = edge.split(' ').map((id) => nodes.get(id)?.layer ?? NaN);
          expect(from).toBeLessThan(to);
        });
      })
    );
  });
});
