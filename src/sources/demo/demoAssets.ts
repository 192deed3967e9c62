import { DAY_MS, HOUR_MS } from '../../budget/durations';
import type { Objective } from '../../catalogue/objective';
import type { AssetFreshness } from '../contract';
import { CORE_ASSETS, type CoreAsset } from './coreAssets';
import { noise, seedOf } from './noise';
import { itemsOf } from './scenarios';

const USUAL: Omit<CoreAsset, 'asset'> = {
  intervalMs: 7 * DAY_MS,
  intervalFrom: 'default',
  owners: ['team:data'],
};

/**
 * As many assets as the objective has items. The bad ones are stale: what was never materialized first, the others for as long
 * as the items have been out of compliance.
 */
export function demoAssets(objective: Objective, nowMs: number): AssetFreshness[] {
  const { total, bad, never = [], outForHours = 1 } = itemsOf(objective);
  const known = new Map(CORE_ASSETS.map((one) => [one.asset, one]));
  const usually = [...known.keys()].filter((asset) => !bad.includes(asset));
  const good = Array.from({ length: total - bad.length }, (_, index) => usually[index] ?? `${usually[0]}_${index}`);
  const configured = (asset: string): CoreAsset => known.get(asset) ?? { asset, ...USUAL };
  return [
    ...bad.map((asset) => staleAsset(configured(asset), never.includes(asset), outForHours * HOUR_MS, nowMs)),
    ...good.map((asset) => freshAsset(configured(asset), nowMs)),
  ];
}

function staleAsset(one: CoreAsset, isNew: boolean, staleForMs: number, nowMs: number): AssetFreshness {
  const ageMs = isNew ? null : one.intervalMs + staleForMs;
  return {
    ...one,
    fresh: false,
    decidedBy: isNew ? 'never materialized' : 'stale',
    staleSinceMs: isNew ? null : nowMs - staleForMs,
    lastMaterializationMs: ageMs === null ? null : nowMs - ageMs,
    ageMs,
    checks: isNew ? [] : [{ name: 'row_count', result: 'not run' }],
  };
}

/** One in ten is older than its interval and fresh by its audits. */
function freshAsset(one: CoreAsset, nowMs: number): AssetFreshness {
  const { asset, intervalMs } = one;
  const seed = seedOf(asset);
  const isAudited = noise(seed, 1) < 0.4;
  const byAudits = noise(seed, 1) < 0.1;
  const ageMs = byAudits ? intervalMs + 5 * HOUR_MS : (0.05 + 0.9 * noise(seed, 0)) * Math.min(intervalMs, 2 * DAY_MS);
  const checks = ['row_count', ...(noise(seed, 2) < 0.5 ? ['no_duplicate_keys'] : [])];
  return {
    ...one,
    fresh: true,
    decidedBy: byAudits ? 'audits' : 'materialized',
    staleSinceMs: null,
    lastMaterializationMs: nowMs - ageMs,
    ageMs,
    checks: isAudited ? checks.map((name) => ({ name, result: 'passed' })) : [],
  };
}
