import { HOUR_MS } from '../../budget/durations';
import { hasContributors } from '../../catalogue/hasContributors';
import type { Objective } from '../../catalogue/objective';
import type { ContributorsAnswer } from '../contract';
import { demoParts, partsOverlap, type DemoPart } from './demoParts';
import { DEMO_QUERY_PARTS } from './demoQueryParts';

/**
 * What failed until `toMs`, as the objective's upstream might divide it. The bad events of a dimension add up to those of the
 * objective, unless its parts overlap; parts that never failed are left out.
 */
export function demoContributors(
  objective: Objective,
  bad: number,
  total: number,
  toMs: number
): Pick<ContributorsAnswer, 'contributors' | 'overlapping'> {
  if (objective.indicator.source === 'Trino') {
    const contributors = Object.entries(DEMO_QUERY_PARTS).flatMap(([dimension, parts]) =>
      divided(parts, bad, toMs).map((part) => ({ dimension, total: null, ...part }))
    );
    return { contributors };
  }
  if (!hasContributors(objective)) {
    return { contributors: [] };
  }
  const parts = demoParts(objective);
  const dimension = dimensionOf(objective);
  const contributors = divided(parts, bad, toMs).map((part, index) => ({
    dimension,
    total: Math.max(part.bad, Math.floor(parts[index].ofTotal * total)),
    ...part,
  }));
  return { contributors, overlapping: partsOverlap(parts) };
}

function divided(parts: ReadonlyArray<Omit<DemoPart, 'ofTotal'>>, bad: number, toMs: number) {
  const counts = parts.map(({ ofBad }) => Math.floor(ofBad * bad));
  counts[0] += Math.max(0, bad - counts.reduce((sum, count) => sum + count, 0));
  return parts.map(({ name, hoursAgo, message }, index) => ({
    name,
    bad: counts[index],
    ...(hoursAgo === undefined ? {} : { lastFailureMs: toMs - hoursAgo * HOUR_MS }),
    ...(message === undefined ? {} : { message }),
  }));
}

function dimensionOf({ indicator, policy }: Objective): string {
  return indicator.source === 'Dagster' ? 'Asset' : (policy.groupBy ?? 'part');
}
