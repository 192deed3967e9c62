import type { Objective, SourceType } from '../../catalogue/objective';
import type { Contributor } from '../contract';

/** A part of the events and of the failures, as shares. */
interface Part {
  name: string;
  ofBad: number;
  ofTotal: number;
  message?: string;
}

const ASSETS: Part[] = [
  {
    name: 'github_archive/events',
    ofBad: 0.55,
    ofTotal: 0.12,
    message: 'BigQuery answered 503 while the day was read',
  },
  { name: 'superchain/traces', ofBad: 0.27, ofTotal: 0.2, message: 'Step was killed: out of memory' },
  { name: 'open_collective/expenses', ofBad: 0.18, ofTotal: 0.06, message: 'The API limit of the source was reached' },
];

const PARTS: Record<SourceType, Part[]> = {
  Dagster: ASSETS,
  Trino: [
    { name: 'REMOTE_TASK_ERROR', ofBad: 0.52, ofTotal: 0.01, message: 'A worker did not answer in time' },
    { name: 'CLUSTER_OUT_OF_MEMORY', ofBad: 0.33, ofTotal: 0.01 },
    { name: 'GENERIC_INTERNAL_ERROR', ofBad: 0.15, ofTotal: 0.01 },
  ],
  Prometheus: [
    { name: '503', ofBad: 0.61, ofTotal: 0 },
    { name: '502', ofBad: 0.28, ofTotal: 0 },
    { name: '500', ofBad: 0.11, ofTotal: 0 },
  ],
  Demo: [
    { name: 'first', ofBad: 0.7, ofTotal: 0.5 },
    { name: 'second', ofBad: 0.3, ofTotal: 0.5 },
  ],
};

/** What failed, as the objective's upstream might divide it. Bad events add up to those of the objective. */
export function demoContributors(objective: Objective, bad: number, total: number): Contributor[] {
  const parts = partsOf(objective);
  const counts = parts.map(({ ofBad }) => Math.floor(ofBad * bad));
  counts[0] += bad - counts.reduce((sum, count) => sum + count, 0);
  return parts.map(({ name, ofTotal, message }, index) => ({
    name,
    bad: counts[index],
    total: Math.max(counts[index], Math.round(ofTotal * total)),
    ...(message === undefined ? {} : { message }),
  }));
}

function partsOf({ indicator, policy, application, category }: Objective): Part[] {
  return policy.groupBy === 'instance'
    ? [{ name: (application ?? category).displayName, ofBad: 1, ofTotal: 1 }]
    : PARTS[indicator.source];
}
