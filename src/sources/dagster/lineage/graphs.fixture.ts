import { asset } from '../freshness/assets.fixture';
import type { AssetGraph, AssetKey } from '../model';

/** A graph from lists of parents: `{ b: ['a'] }` says that b derives from a; a has a node only if it is listed itself. */
export function graphOf(parents: Record<AssetKey, AssetKey[]>): AssetGraph {
  const nodes = Object.entries(parents).map(([key, ones]) => asset({ key, parents: ones }));
  return { nodes: new Map(nodes.map((node) => [node.key, node])), codeLocations: [{ name: 'core', loaded: true }] };
}
