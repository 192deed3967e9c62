import type { AssetKey } from '../model';

/**
 * Pages of Dagster's interface, the same in Dagster and Dagster+. `base` is the address that people open, which for Dagster+ ends
 * with the deployment: `https://acme.dagster.cloud/prod`.
 */
export function assetUrl(base: string, key: AssetKey): string {
  return `${withoutSlash(base)}/assets/${key.split('/').map(encodeURIComponent).join('/')}`;
}

export function runUrl(base: string, runId: string): string {
  return `${withoutSlash(base)}/runs/${encodeURIComponent(runId)}`;
}

function withoutSlash(base: string): string {
  return base.replace(/\/+$/, '');
}
