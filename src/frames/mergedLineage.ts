import type { ObjectiveLineage } from '../evaluation/results';
import type { LineageAnswer, LineageAsset } from '../sources/contract';

/** The lineages of several objectives as one graph, in which every asset and every edge occurs once. */
export function mergedLineage(found: readonly ObjectiveLineage[]): Pick<LineageAnswer, 'assets' | 'edges'> {
  const assets = new Map<string, LineageAsset>();
  for (const asset of found.flatMap((one) => one.assets)) {
    const before = assets.get(asset.asset);
    assets.set(
      asset.asset,
      before
        ? {
            ...before,
            selected: before.selected || asset.selected,
            reliability: before.reliability ?? asset.reliability,
          }
        : asset
    );
  }
  const edges = new Map(found.flatMap((one) => one.edges).map((edge) => [JSON.stringify([edge.from, edge.to]), edge]));
  return { assets: [...assets.values()], edges: [...edges.values()] };
}
