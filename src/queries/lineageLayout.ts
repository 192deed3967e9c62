import { Graph, layout } from '@dagrejs/dagre';
import type { LineageAnswer } from '../sources/contract';

/** Where the node graph panel draws an asset: the middle of its ring, in that panel's units, x to the right and y downwards. */
export interface LineagePlace {
  asset: string;
  x: number;
  y: number;
}

/** A ring and the two lines of text below it, as Grafana draws them: 140 units wide at most. */
const NODE = { height: 100, above: 32, below: 68 };
/** From rank to rank. Where there are many, the widest texts of neighbours would touch: every other rank is a line lower. */
const RANK = { narrowest: 135, widest: 170, text: 140 };
const LINE = 16;
/** What the panel of a dashboard has room for at 1440 px beside Grafana's menu. */
const ROOM = 1090;
/** Grafana draws the legend over the lower edge of the panel. */
const LEGEND = 45;
/** How dagre may align what it draws; which of them takes the least room depends on the graph. */
const ALIGNMENTS = [undefined, 'UL', 'UR', 'DL', 'DR'] as const;

/**
 * A layered drawing from sources at the left to what derives from them, as small as texts allow: Grafana fits no drawing to its
 * panel. Assets without an edge, which a layered drawing would put into one long column, are below it in rows as wide as it is.
 * 0, 0 is the middle of what Grafana shows; the drawing has its middle there, above the legend.
 */
export function lineageLayout({ assets, edges }: Pick<LineageAnswer, 'assets' | 'edges'>): LineagePlace[] {
  const drawn = edges.filter(({ from, to }) => from !== to);
  const joined = new Set(drawn.flatMap(({ from, to }) => [from, to]));
  const names = assets.map(({ asset }) => asset);
  const layered = lowest(
    names.filter((name) => joined.has(name)),
    drawn
  );
  return centred([
    ...layered,
    ...inRows(
      names.filter((name) => !joined.has(name)),
      layered
    ),
  ]);
}

function lowest(names: readonly string[], edges: LineageAnswer['edges']): LineagePlace[] {
  const drawings = ALIGNMENTS.map((align) => inLayers(names, edges, align));
  const heightOf = (places: LineagePlace[]) => extent(places.map(({ y }) => y)).size;
  return spread(drawings.reduce((best, other) => (heightOf(other) < heightOf(best) ? other : best)));
}

/** Ranks are one unit apart. */
function inLayers(
  names: readonly string[],
  edges: LineageAnswer['edges'],
  align: (typeof ALIGNMENTS)[number]
): LineagePlace[] {
  const graph = new Graph().setGraph({ rankdir: 'LR', nodesep: 0, edgesep: 0, ranksep: 0, align });
  names.forEach((name) => graph.setNode(name, { width: 1, height: NODE.height }));
  edges.forEach(({ from, to }) => graph.setEdge(from, to, {}));
  layout(graph);
  return graph.nodes().map((asset) => {
    const { x, y } = graph.node(asset);
    return { asset, x, y };
  });
}

function spread(places: LineagePlace[]): LineagePlace[] {
  const { least, size } = extent(places.map(({ x }) => x));
  const step = Math.min(RANK.widest, Math.max(RANK.narrowest, (ROOM - RANK.text) / size));
  const lowered = step < RANK.text ? LINE : 0;
  return places.map(({ asset, x, y }) => {
    const rank = Math.round(x - least);
    return { asset, x: rank * step, y: y + (rank % 2) * lowered };
  });
}

function inRows(assets: readonly string[], above: readonly LineagePlace[]): LineagePlace[] {
  const { least, size } = extent(above.map(({ x }) => x));
  const top = above.length === 0 ? 0 : Math.max(...above.map(({ y }) => y)) + NODE.height;
  const columns = Math.max(Math.ceil(Math.sqrt(assets.length)), Math.floor(size / RANK.widest) + 1);
  return assets.map((asset, index) => ({
    asset,
    x: least + (index % columns) * RANK.widest,
    y: top + Math.floor(index / columns) * NODE.height,
  }));
}

function centred(places: LineagePlace[]): LineagePlace[] {
  const [x, y] = [extent(places.map((place) => place.x)), extent(places.map((place) => place.y))];
  const down = (NODE.above - NODE.below - LEGEND) / 2;
  return places.map((place) => ({
    ...place,
    x: place.x - x.least - x.size / 2,
    y: place.y - y.least - y.size / 2 + down,
  }));
}

function extent(values: readonly number[]): { least: number; size: number } {
  const least = Math.min(...values);
  return values.length === 0 ? { least: 0, size: 0 } : { least, size: Math.max(...values) - least };
}
