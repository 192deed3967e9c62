import { DAY_MS, HOUR_MS } from '../../budget/durations';
import type { Objective } from '../../catalogue/objective';
import type { AssetFreshness } from '../contract';
import { noise, seedOf } from './noise';
import { itemsOf } from './scenarios';

const SOURCES = ['github', 'optimism', 'base', 'ethereum', 'npm', 'gitcoin', 'farcaster', 'crates'];
const TABLES = ['events', 'blocks', 'transactions', 'traces', 'packages', 'grants'];
const INTERVAL_MS = 7 * DAY_MS;

/** As many assets as the objective has items, the bad ones stale for as long as its items have been out of compliance. */
export function demoAssets(objective: Objective, nowMs: number): AssetFreshness[] {
  const { total, bad, outForHours = 1 } = itemsOf(objective);
  const names = SOURCES.flatMap((source) => TABLES.map((table) => `${source}/${table}`));
  const good = Array.from({ length: total - bad.length }, (_, index) => names[index] ?? `${names[0]}_${index}`);
  return [
    ...bad.map((asset) => assetOf(asset, INTERVAL_MS + outForHours * HOUR_MS, nowMs)),
    ...good.map((asset) => assetOf(asset, noise(seedOf(asset), 0) * 2 * DAY_MS, nowMs)),
  ];
}

function assetOf(asset: string, ageMs: number, nowMs: number): AssetFreshness {
  const fresh = ageMs <= INTERVAL_MS;
  return {
    asset,
    fresh,
    decidedBy: fresh ? 'materialized' : 'stale',
    staleSinceMs: fresh ? null : nowMs - ageMs + INTERVAL_MS,
    lastMaterializationMs: nowMs - ageMs,
    ageMs,
    intervalMs: INTERVAL_MS,
    intervalFrom: 'default',
    checks: noise(seedOf(asset), 1) < 0.4 ? [{ name: 'row_count', result: fresh ? 'passed' : 'not run' }] : [],
    owners: ['team:data'],
  };
}
