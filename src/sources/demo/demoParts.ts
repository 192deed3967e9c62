import type { Objective, SourceType } from '../../catalogue/objective';

/** A part of the events and of the failures, as shares. */
export interface DemoPart {
  name: string;
  ofBad: number;
  ofTotal: number;
  /** When it last failed, in hours ago. */
  hoursAgo?: number;
  message?: string;
}

const CORE: DemoPart[] = [
  {
    name: 'github_archive/events',
    ofBad: 0.45,
    ofTotal: 0.05,
    hoursAgo: 31,
    message: 'BigQuery answered 503 while the day was read',
  },
  { name: 'superchain/traces', ofBad: 0.25, ofTotal: 0.04, hoursAgo: 52, message: 'Step was killed: out of memory' },
  {
    name: 'gitcoin/rounds_by_matching_pool',
    ofBad: 0.15,
    ofTotal: 0.006,
    hoursAgo: 214,
    message: 'The indexer of a chain does not answer',
  },
  { name: 'prices/spot', ofBad: 0.1, ofTotal: 0.03, hoursAgo: 271, message: 'The API limit of the source was reached' },
  { name: 'npm/downloads', ofBad: 0.05, ofTotal: 0.03, hoursAgo: 266, message: 'Connection reset by peer' },
];

/** Half of them are candidates for removal; of one it is not known yet. */
const UNSTABLE: DemoPart[] = [
  {
    name: 'farcaster/engagement',
    ofBad: 0.27,
    ofTotal: 0.09,
    hoursAgo: 3,
    message: 'The hub closed the stream after 30 min',
  },
  {
    name: 'open_collective/transactions_by_currency',
    ofBad: 0.22,
    ofTotal: 0.09,
    hoursAgo: 9,
    message: 'The API limit of the source was reached',
  },
  {
    name: 'discourse/topics_of_governance_forums',
    ofBad: 0.16,
    ofTotal: 0.07,
    hoursAgo: 14,
    message: 'HTTP 403 from two of eleven forums, so that the day is incomplete and the check of row counts fails',
  },
  { name: 'dune/labels', ofBad: 0.11, ofTotal: 0.06, hoursAgo: 40, message: 'Query execution timed out' },
  { name: 'lens/followers', ofBad: 0.08, ofTotal: 0.09, hoursAgo: 22, message: 'Schema changed: no field profileId' },
  { name: 'opensea/sales', ofBad: 0.06, ofTotal: 0.09, hoursAgo: 61, message: 'HTTP 429 from the source' },
  { name: 'farcaster/casts', ofBad: 0.05, ofTotal: 0.14, hoursAgo: 75, message: 'Connection reset by peer' },
  { name: 'rss/feeds', ofBad: 0.03, ofTotal: 0.12, hoursAgo: 96, message: '3 of 240 feeds are not XML' },
  { name: 'defillama/tvl', ofBad: 0.01, ofTotal: 0.14, hoursAgo: 140, message: 'HTTP 502 from the source' },
  { name: 'mirror/posts', ofBad: 0.01, ofTotal: 0.003, hoursAgo: 190, message: 'The gateway of the source is gone' },
];

/** An attempt that fails an audit leaves everything downstream undone: parts overlap. */
const SQLMESH: DemoPart[] = ['metrics/int_events', 'metrics/code_metrics_v1', 'metrics/timeseries_metrics_v1'].map(
  (name) => ({
    name,
    ofBad: 1,
    ofTotal: 1,
    hoursAgo: 199,
    message: 'Audit not_null(to_artifact_id) of metrics.int_events failed: 12 rows',
  })
);

const BY_OBJECTIVE: Record<string, DemoPart[]> = {
  'unstable-materialization': UNSTABLE,
  'sqlmesh-materialization': SQLMESH,
};

const BY_SOURCE: Record<SourceType, DemoPart[]> = {
  Dagster: CORE,
  // They divide in several ways: demoQueryParts.ts.
  Trino: [],
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

/** What an objective's events divide into, the largest part of its failures first. */
export function demoParts({ id, indicator, policy, application, category }: Objective): DemoPart[] {
  if (policy.groupBy === 'instance') {
    return [{ name: (application ?? category).displayName, ofBad: 1, ofTotal: 1 }];
  }
  return Object.hasOwn(BY_OBJECTIVE, id) ? BY_OBJECTIVE[id] : BY_SOURCE[indicator.source];
}

/** Whether an event is of several parts. */
export function partsOverlap(parts: readonly DemoPart[]): boolean {
  return parts.length > 1 && parts.every(({ ofBad }) => ofBad === 1);
}
