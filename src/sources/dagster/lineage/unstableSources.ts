import type { AssetGraph, AssetKey } from '../model';
import { ancestorsWhere } from './ancestorsWhere';

/** The unstable assets that each asset derives from, directly or not, in order of key. Assets without any are absent. */
export function unstableSources(graph: AssetGraph, isUnstable: (key: AssetKey) => boolean): Map<AssetKey, AssetKey[]> {
  return ancestorsWhere(graph, isUnstable);
}

/**
 * The parents without a node of its own that each asset derives from, directly or not: there its lineage breaks off, and
 * whether what lies beyond is stable is unknown. Assets without any are absent.
 */
export function unresolvedBorders(graph: AssetGraph): Map<AssetKey, AssetKey[]> {
  return ancestorsWhere(graph, (key) => !graph.nodes.has(key));
}
