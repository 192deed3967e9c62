import type { LineageAnswer, LineageAsset } from '../sources/contract';
import { provenanceOf } from './provenance';

type Graph = Pick<LineageAnswer, 'assets' | 'edges'>;

/**
 * The part of a lineage that can be drawn: at most so many assets, the selected ones first, then the nearest to them; at one
 * distance those on the path of unstable data come first. Edges to what is left out are left out too.
 */
export function drawnLineage({ assets, edges }: Graph, most: number): Graph & { leftOut: number } {
  if (assets.length <= most) {
    return { assets, edges, leftOut: 0 };
  }
  const distances = distancesFromSelected({ assets, edges });
  const rank = ({ asset }: LineageAsset) => distances.get(asset) ?? Infinity;
  const isMarked = (asset: LineageAsset) => Number(provenanceOf(asset) === 'unstable');
  const drawn = [...assets]
    .sort((a, b) => rank(a) - rank(b) || isMarked(b) - isMarked(a) || (a.asset < b.asset ? -1 : 1))
    .slice(0, most);
  const keys = new Set(drawn.map(({ asset }) => asset));
  return {
    assets: drawn,
    edges: edges.filter(({ from, to }) => keys.has(from) && keys.has(to)),
    leftOut: assets.length - drawn.length,
  };
}

function distancesFromSelected({ assets, edges }: Graph): Map<string, number> {
  const neighbours = new Map<string, string[]>(assets.map(({ asset }) => [asset, []]));
  for (const { from, to } of edges) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  let frontier = assets.filter(({ selected }) => selected).map(({ asset }) => asset);
  const distances = new Map(frontier.map((asset) => [asset, 0]));
  for (let distance = 1; frontier.length > 0; distance++) {
    const next: string[] = [];
    for (const asset of frontier.flatMap((one) => neighbours.get(one) ?? [])) {
      if (!distances.has(asset)) {
        distances.set(asset, distance);
        next.push(asset);
      }
    }
    frontier = next;
  }
  return distances;
}
