import type { Objective } from './objective';

/** True where bad events divide into contributors; Prometheus needs a label for it. */
export function hasContributors({ indicator, policy }: Pick<Objective, 'indicator' | 'policy'>): boolean {
  return indicator.source !== 'Prometheus' || policy.groupBy !== undefined;
}
