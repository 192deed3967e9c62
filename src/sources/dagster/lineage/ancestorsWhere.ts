import type { AssetGraph, AssetKey } from '../model';
import { type AssetEdges, assetEdges } from '../selection/assetEdges';
import { BitRows } from './bitRows';

/**
 * For each asset those of its ancestors that are wanted, in order of key; assets without any are absent, and no asset is its
 * own ancestor, cycles or not. One bit per asset and wanted ancestor, handed down from parents to children: asking each asset
 * for its ancestors takes a walk over the graph each.
 */
export function ancestorsWhere(graph: AssetGraph, isWanted: (key: AssetKey) => boolean): Map<AssetKey, AssetKey[]> {
  const { upstream } = assetEdges(graph);
  const order = parentsFirst(graph, upstream);
  const place = new Map(order.map((key, index) => [key, index]));
  const parents = order.map((key) => (upstream.get(key) ?? []).map((parent) => place.get(parent) ?? -1));
  const isCyclic = parents.some((ones, index) => ones.some((parent) => parent > index));
  const wanted = order.filter(isWanted).sort();
  const ancestors = new BitRows(order.length, wanted.length);
  const bitOf = new Map(wanted.map((key, bit) => [key, bit]));
  parents.forEach((ones, index) => {
    for (const parent of ones) {
      const bit = bitOf.get(order[parent]);
      if (bit !== undefined) {
        ancestors.set(index, bit);
      }
    }
  });
  // Without a cycle one pass does; in a cycle, bits go round until nothing changes.
  let changed = true;
  for (let pass = 0; changed && (pass === 0 || isCyclic); pass++) {
    changed = false;
    parents.forEach((ones, index) => {
      for (const parent of ones) {
        changed = ancestors.add(index, parent) || changed;
      }
    });
  }
  const found = new Map<AssetKey, AssetKey[]>();
  order.forEach((key, index) => {
    const keys = ancestors.bitsOf(index).map((bit) => wanted[bit]);
    const others = isCyclic ? keys.filter((ancestor) => ancestor !== key) : keys;
    if (others.length > 0) {
      found.set(key, others);
    }
  });
  return found;
}

/** All keys, parents without node included, so that parents come before their children; within cycles in any order. */
function parentsFirst(graph: AssetGraph, upstream: AssetEdges['upstream']): AssetKey[] {
  const order: AssetKey[] = [];
  const seen = new Set<AssetKey>();
  for (const root of graph.nodes.keys()) {
    // A stack of its own: a chain of 10,000 assets is deeper than calls may nest.
    const path = [{ key: root, next: 0 }];
    const known = seen.has(root);
    seen.add(root);
    while (!known && path.length > 0) {
      const step = path[path.length - 1];
      const parent = upstream.get(step.key)?.[step.next++];
      if (parent === undefined) {
        order.push(step.key);
        path.pop();
      } else if (!seen.has(parent)) {
        seen.add(parent);
        path.push({ key: parent, next: 0 });
      }
    }
  }
  return order;
}
