import type { AssetGraph, AssetKey } from '../model';
import { assetEdges, reachable } from '../selection/assetEdges';

/** Part of the asset graph around some assets, they themselves included. */
export interface Lineage {
  assets: Set<AssetKey>;
  /** Direct derivations between these assets. */
  edges: Array<{ from: AssetKey; to: AssetKey }>;
  /** Those of `assets` that no loaded code location defines: what lies beyond is unknown, and nothing says it is stable. */
  unresolved: AssetKey[];
}

/** Everything that the given assets derive from, directly or not. */
export function upstream(graph: AssetGraph, keys: Iterable<AssetKey>): Lineage {
  return lineageAlong('upstream', graph, keys);
}

/** Everything that derives from the given assets, directly or not. */
export function downstream(graph: AssetGraph, keys: Iterable<AssetKey>): Lineage {
  return lineageAlong('downstream', graph, keys);
}

function lineageAlong(direction: 'upstream' | 'downstream', graph: AssetGraph, keys: Iterable<AssetKey>): Lineage {
  const edges = assetEdges(graph);
  const start = [...keys];
  const assets = new Set([...start, ...reachable(start, edges[direction])]);
  return {
    assets,
    edges: [...assets].flatMap((to) =>
      (edges.upstream.get(to) ?? []).filter((from) => assets.has(from)).map((from) => ({ from, to }))
    ),
    unresolved: [...assets].filter((key) => !graph.nodes.has(key)),
  };
}
