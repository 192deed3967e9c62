import type { ObjectiveLineage } from '../evaluation/results';
import type { LineageAsset } from '../sources/contract';
import { pointInTimeObjective } from './results.testing';

/** A fresh, stable asset, changed where a test needs it. */
export function lineageAsset(asset: string, overrides: Partial<LineageAsset> = {}): LineageAsset {
  return {
    asset,
    selected: false,
    state: 'fresh',
    reliability: null,
    unstable: false,
    unstableSources: [],
    beyondUnresolved: false,
    kinds: [],
    ...overrides,
  };
}

/** mart ← model ← (shaky, border), of which mart and model are the objective's. */
export function lineage(overrides: Partial<ObjectiveLineage> = {}): ObjectiveLineage {
  const derived = { unstableSources: ['shaky'], beyondUnresolved: true, selected: true };
  return {
    objective: pointInTimeObjective(),
    direction: 'upstream',
    assets: [
      lineageAsset('border', { state: 'unresolved', beyondUnresolved: true }),
      lineageAsset('mart', { ...derived, reliability: { good: 3, bad: 1 } }),
      lineageAsset('model', { ...derived, state: 'stale', group: 'sqlmesh', kinds: ['sqlmesh'] }),
      lineageAsset('shaky', { unstable: true, url: 'http://dagster/assets/shaky' }),
    ],
    edges: [
      { from: 'border', to: 'model' },
      { from: 'model', to: 'mart' },
      { from: 'shaky', to: 'model' },
    ],
    notices: [],
    executed: ['AssetGraph {}'],
    ...overrides,
  };
}
