import type { AssetKey } from '../model';

/** The key as Dagster's interface and selections write it. */
export function assetKeyOf({ path }: { path: string[] }): AssetKey {
  return path.join('/');
}

/** The other way round; a segment that holds a slash itself comes out as two, and Dagster finds no such asset. */
export function pathOf(key: AssetKey): { path: string[] } {
  return { path: key.split('/') };
}
