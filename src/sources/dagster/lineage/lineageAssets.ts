import type { LineageAnswer, LineageAsset, LineageRequest } from '../../contract';
import type { AssetGraph, AssetKey, AssetNode } from '../model';
import { downstream, upstream } from './lineage';
import { unresolvedBorders, unstableSources } from './unstableSources';

/** What the lineage of some assets is made from. */
export interface LineageFacts {
  graph: AssetGraph;
  /** The assets from which the lineage begins. */
  selected: ReadonlySet<AssetKey>;
  unstable: ReadonlySet<AssetKey>;
  direction: LineageRequest['direction'];
}

/** What else is known of an asset: null where it has not been judged. */
export interface AssetFigures {
  freshOf(key: AssetKey): boolean | null;
  reliabilityOf(key: AssetKey): LineageAsset['reliability'];
  urlOf(key: AssetKey): string | undefined;
}

/** Keys of everything that a lineage holds, in order. */
export function lineageKeys({ graph, selected, direction }: LineageFacts): AssetKey[] {
  return [...lineageOf({ graph, selected, direction }).assets].sort();
}

/**
 * The lineage of the selected assets, each asset with the unstable sources behind it. These are looked for in the whole graph:
 * going downstream, an asset's other parents may be unstable too.
 */
export function lineageAssets(facts: LineageFacts, figures: AssetFigures): Pick<LineageAnswer, 'assets' | 'edges'> {
  const { graph, selected, unstable } = facts;
  const { assets, edges } = lineageOf(facts);
  const sources = unstableSources(graph, (key) => unstable.has(key));
  const borders = unresolvedBorders(graph);
  return {
    assets: [...assets].sort().map((asset): LineageAsset => {
      const node = graph.nodes.get(asset);
      const url = figures.urlOf(asset);
      return {
        asset,
        selected: selected.has(asset),
        state: stateOf(node, figures),
        reliability: figures.reliabilityOf(asset),
        unstable: unstable.has(asset),
        unstableSources: sources.get(asset) ?? [],
        beyondUnresolved: node === undefined || borders.has(asset),
        ...(node?.group ? { group: node.group } : {}),
        kinds: node?.kinds ?? [],
        ...(url === undefined ? {} : { url }),
      };
    }),
    edges,
  };
}

function lineageOf({ graph, selected, direction }: Omit<LineageFacts, 'unstable'>) {
  return direction === 'upstream' ? upstream(graph, selected) : downstream(graph, selected);
}

/** What can be materialized but has no partition yet holds nothing that could be fresh or stale. */
function stateOf(node: AssetNode | undefined, { freshOf }: AssetFigures): LineageAsset['state'] {
  if (node === undefined) {
    return 'unresolved';
  }
  const fresh = node.isMaterializable ? freshOf(node.key) : null;
  return fresh === null ? 'notMaterializable' : fresh ? 'fresh' : 'stale';
}
