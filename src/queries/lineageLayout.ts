import { Graph, layout } from '@dagrejs/dagre';
import type { LineageAnswer } from '../sources/contract';

/** Where the node graph panel draws an asset: the middle of its ring, in that panel's units, x to the right and y downwards. */
export interface LineagePlace {
  asset: string;
  x: number;
  y: number;
}

/** A ring with its texts below, as Grafana draws it. */
const NODE = { width: 170, height: 130 };
const BETWEEN = { nodes: 20, ranks: 50 };

/**
 * A layered drawing from sources at the left to what derives from them. Assets without an edge, which a layered drawing would put
 * into one long column, stand below it in rows as wide as it is. Its middle is at 0, 0, the middle of what Grafana shows.
 */
export function lineageLayout({ assets, edges }: Pick<LineageAnswer, 'assets' | 'edges'>): LineagePlace[] {
  const drawn = edges.filter(({ from, to }) => from !== to);
  const joined = new Set(drawn.flatMap(({ from, to }) => [from, to]));
  const graph = new Graph().setGraph({ rankdir: 'LR', nodesep: BETWEEN.nodes, ranksep: BETWEEN.ranks });
  assets.filter(({ asset }) => joined.has(asset)).forEach(({ asset }) => graph.setNode(asset, { ...NODE }));
  drawn.forEach(({ from, to }) => graph.setEdge(from, to, {}));
  layout(graph);
  const layered = graph.nodes().map((asset) => {
    const { x, y } = graph.node(asset);
    return { asset, x, y };
  });
  const loose = assets.filter(({ asset }) => !joined.has(asset)).map(({ asset }) => asset);
  return centred([...layered, ...inRows(loose, layered)]);
}

function centred(places: LineagePlace[]): LineagePlace[] {
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const [x, y] = [middle(places.map((place) => place.x)), middle(places.map((place) => place.y))];
  return places.map((place) => ({ ...place, x: place.x - x, y: place.y - y }));
}

function inRows(assets: readonly string[], above: readonly LineagePlace[]): LineagePlace[] {
  const step = { x: NODE.width + BETWEEN.nodes, y: NODE.height + BETWEEN.nodes };
  const right = Math.max(0, ...above.map(({ x }) => x));
  const top = above.length === 0 ? NODE.height / 2 : Math.max(...above.map(({ y }) => y)) + step.y;
  const columns = Math.max(Math.ceil(Math.sqrt(assets.length)), Math.floor(right / step.x) + 1);
  return assets.map((asset, index) => ({
    asset,
    x: NODE.width / 2 + (index % columns) * step.x,
    y: top + Math.floor(index / columns) * step.y,
  }));
}
