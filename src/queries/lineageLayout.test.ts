import fc from 'fast-check';
import { lineageAsset } from '../frames/lineage.testing';
import { lineageLayout } from './lineageLayout';

function placesOf(names: string[], edges: Array<[string, string]>) {
  const assets = names.map((name) => lineageAsset(name));
  const places = lineageLayout({ assets, edges: edges.map(([from, to]) => ({ from, to })) });
  return new Map(places.map(({ asset, x, y }) => [asset, { x, y }]));
}

describe('the layout of a lineage', () => {
  it('puts every asset right of all that it derives from', () => {
    const places = placesOf(
      ['d', 'c', 'b', 'a'],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['a', 'c'],
        ['c', 'd'],
      ]
    );
    const xs = ['a', 'b', 'c', 'd'].map((name) => places.get(name)?.x ?? NaN);
    expect(xs).toEqual([...xs].sort((one, other) => one - other));
    expect(new Set(xs).size).toBe(4);
  });

  it('spreads assets without an edge over rows, below what is connected', () => {
    const loose = Array.from({ length: 30 }, (_, index) => `loose ${index}`);
    const places = placesOf(['a', 'b', ...loose], [['a', 'b']]);
    const ys = loose.map((name) => places.get(name)?.y ?? NaN);
    expect(Math.min(...ys)).toBeGreaterThan(places.get('b')?.y ?? NaN);
    expect(new Set(ys).size).toBe(5);
  });

  it('places every asset once, with room for its texts, whatever derives from what', () => {
    const pairs = fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 40 });
    fc.assert(
      fc.property(pairs, (found) => {
        const names = Array.from({ length: 15 }, (_, index) => `n${index}`);
        const edges = [...new Map(found.map(([from, to]) => [`${from} ${to}`, [`n${from}`, `n${to}`]]))].map(
          ([, [from, to]]): [string, string] => [from, to]
        );
        const places = placesOf(names, edges);
        expect([...places.keys()].sort()).toEqual([...names].sort());
        const all = [...places.values()];
        all.forEach((one, index) =>
          all.slice(index + 1).forEach((other) => {
            // A ring of 32, and two lines of text below it.
            expect(Math.abs(one.x - other.x) >= 134 || Math.abs(one.y - other.y) >= 99).toBe(true);
          })
        );
      }),
      { numRuns: 60 }
    );
  });

  it('has neighbours of many ranks on lines of their own, as wide as texts may be', () => {
    const names = Array.from({ length: 8 }, (_, index) => `n${index}`);
    const chain = names.slice(1).map((name, index): [string, string] => [names[index], name]);
    const places = [...placesOf(names, chain).values()];
    places.slice(1).forEach(({ x, y }, index) => {
      expect(x - places[index].x < 140).toBe(Math.abs(y - places[index].y) >= 16);
    });
    expect(places[7].x - places[0].x + 140).toBeLessThanOrEqual(1090);
  });

  it('has its middle where the middle of the panel is, above the legend', () => {
    const places = [
      ...placesOf(
        ['a', 'b', 'c', 'd'],
        [
          ['a', 'b'],
          ['b', 'c'],
        ]
      ).values(),
    ];
    expect(Math.min(...places.map(({ x }) => x)) + Math.max(...places.map(({ x }) => x))).toBe(0);
    // Rings reach 32 up, texts 68 down, and the legend 45 into the panel.
    const [top, bottom] = [Math.min(...places.map(({ y }) => y)) - 32, Math.max(...places.map(({ y }) => y)) + 68];
    expect(top + bottom).toBe(-45);
  });

  it('is nothing where there is nothing', () => {
    expect(placesOf([], []).size).toBe(0);
  });
});
