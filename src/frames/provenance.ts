import type { LineageAsset } from '../sources/contract';

/** What an asset is made of, as far as its lineage can be followed. */
export type Provenance = 'unstable' | 'unresolved' | 'stable';

/** How it reads in a frame. Dashboards map these words to colours. */
export const PROVENANCE_WORDS: Record<Provenance, string> = {
  unstable: 'unstable',
  unresolved: 'unresolved',
  stable: 'stable',
};

/** How the freshness of an asset of a lineage reads in a frame; short, because it is shown inside a node. */
export const LINEAGE_STATE_WORDS: Record<LineageAsset['state'], string> = {
  fresh: 'fresh',
  stale: 'stale',
  notMaterializable: 'not judged',
  unresolved: 'unresolved',
};

/** Unresolved is never stable: nothing says what lies beyond. */
export function provenanceOf({ unstable, unstableSources, beyondUnresolved }: LineageAsset): Provenance {
  return unstable || unstableSources.length > 0 ? 'unstable' : beyondUnresolved ? 'unresolved' : 'stable';
}

/** The mark of a node; null where there is nothing to say. */
export function markOf(asset: LineageAsset): string | null {
  const { state, unstable, unstableSources, beyondUnresolved } = asset;
  if (state === 'unresolved') {
    return 'not defined anywhere';
  }
  if (unstable) {
    return 'unstable source';
  }
  const count = unstableSources.length;
  if (count === 0) {
    return beyondUnresolved ? 'from unresolved sources' : null;
  }
  return `from ${count}${beyondUnresolved ? ' or more' : ''} unstable ${count === 1 && !beyondUnresolved ? 'source' : 'sources'}`;
}
