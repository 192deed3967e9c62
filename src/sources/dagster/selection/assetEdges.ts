import type { AssetGraph, AssetKey } from '../model';

/** Both directions of the asset graph, without the edges from an asset to itself that its own partitions make. */
export interface AssetEdges {
  upstream: Edges;
  downstream: Edges;
}

type Edges = ReadonlyMap<AssetKey, readonly AssetKey[]>;

export function assetEdges(graph: AssetGraph): AssetEdges {
  const upstream = new Map<AssetKey, AssetKey[]>();
  const downstream = new Map<AssetKey, AssetKey[]>();
  for (const { key, parents } of graph.nodes.values()) {
    for (const parent of parents) {
      if (parent !== key) {
        addEdge(upstream, key, parent);
        addEdge(downstream, parent, key);
      }
    }
  }
  return { upstream, downstream };
}

function addEdge(edges: Map<AssetKey, AssetKey[]>, from: AssetKey, to: AssetKey): void {
  const known = edges.get(from);
  if (known === undefined) {
    edges.set(from, [to]);
  } else {
    known.push(to);
  }
}

/** What one to `depth` steps along the edges reach; an asset of the start is in it only if a step leads there. */
export function reachable(start: Iterable<AssetKey>, edges: Edges, depth = Infinity): Set<AssetKey> {
  const reached = new Set<AssetKey>();
  let frontier = [...start];
  for (let step = 0; step < depth && frontier.length > 0; step++) {
    const next: AssetKey[] = [];
    for (const key of frontier) {
      for (const neighbour of edges.get(key) ?? []) {
        if (!reached.has(neighbour)) {
          reached.add(neighbour);
          next.push(neighbour);
        }
      }
    }
    frontier = next;
  }
  return reached;
}
