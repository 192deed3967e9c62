import type { AssetFreshness } from '../../contract';
import { assetUrl } from '../client/deepLinks';
import type { AssetCheckState } from './assetChecks';
import type { FreshnessVerdict } from './judgeFreshness';

/** A verdict in the words of the contract that all sources share. `pageUrl`: where people open Dagster. */
export function assetFreshness(verdict: FreshnessVerdict, pageUrl?: string): AssetFreshness {
  const { asset, fresh, decidedBy, staleSinceMs, lastMaterialization, ageMs, interval, checks, owners } = verdict;
  return {
    asset,
    fresh,
    decidedBy,
    staleSinceMs,
    lastMaterializationMs: lastMaterialization?.atMs ?? null,
    ageMs,
    intervalMs: interval.longestMs,
    intervalFrom: interval.problem === undefined ? interval.origin : `${interval.origin} (${interval.problem})`,
    checks: checks.map((check) => ({ name: check.name, result: resultOf(check) })),
    owners,
    ...(pageUrl ? { url: assetUrl(pageUrl, asset) } : {}),
  };
}

function resultOf({ latest }: AssetCheckState): string {
  if (latest === null) {
    return 'not run';
  }
  const { evaluation, status } = latest;
  if (evaluation === null) {
    return status.toLowerCase().replaceAll('_', ' ');
  }
  return evaluation.passed ? 'passed' : evaluation.severity === 'WARN' ? 'failed (warning)' : 'failed';
}
