import type { QueryType } from './query';

interface QueryTypeText {
  label: string;
  /** What the query answers, and where it is useful. */
  help: string;
  /** Windows other than the objectives' own make a difference. */
  hasWindow: boolean;
}

export const QUERY_TYPE_TEXTS: Record<QueryType, QueryTypeText> = {
  status: {
    label: 'Status',
    help: 'One row an objective: target, SLI, budget, burn rates, forecast and status, at the end of the time range. For tables and stats.',
    hasWindow: true,
  },
  category: {
    label: 'Category',
    help: 'One row a category: its worst status, worst objective and counts per status. For tiles, without transformations.',
    hasWindow: true,
  },
  sli: {
    label: 'SLI',
    help: 'One series an objective: at each instant, the SLI over the window that ends there. The target is a threshold.',
    hasWindow: true,
  },
  budget: {
    label: 'Budget remaining',
    help: 'One series an objective: at each instant, the share of the error budget that is left; below zero it is overspent.',
    hasWindow: true,
  },
  burnRate: {
    label: 'Burn rate',
    help: 'One series an objective and lookback: how many times faster than allowed the budget is being spent.',
    hasWindow: false,
  },
  events: {
    label: 'Events',
    help: 'Good and bad events of each bucket: the counts from which everything else follows.',
    hasWindow: false,
  },
  alerts: {
    label: 'Burn-rate alerts',
    help: 'One row a burn-rate alert of an objective: threshold, lookbacks, burn rates now, and whether it would fire.',
    hasWindow: true,
  },
  contributors: {
    label: 'Contributors',
    help: 'One row a contributor of an objective: what spent the budget, by label value, asset, error code or user.',
    hasWindow: true,
  },
  freshness: {
    label: 'Freshness',
    help: 'One row an asset: fresh or stale since when, what decided, last materialization, checks and owners.',
    hasWindow: false,
  },
  partitions: {
    label: 'Partitions',
    help: 'One row a partitioned asset: share materialized, which partitions are missing, failed or under way.',
    hasWindow: false,
  },
  lineage: {
    label: 'Lineage',
    help: 'Where an objective’s assets come from, or what derives from them, with the unstable sources behind each. As a graph or a table.',
    hasWindow: true,
  },
  queryOutcomes: {
    label: 'Query outcomes',
    help: 'One row an objective of Trino: how its queries ended, and the SLI with and without user errors.',
    hasWindow: true,
  },
  trinoState: {
    label: 'Trino state',
    help: 'One row a Trino as it is now: state, version, uptime, active nodes, running and queued queries.',
    hasWindow: false,
  },
  remediation: {
    label: 'Remedial sprints',
    help: 'One row a sprint: from the first breach of a service’s objectives until all have complied for a day.',
    hasWindow: true,
  },
  queries: {
    label: 'Queries',
    help: 'One row a query that ran for the figures of an objective, as it was sent to its upstream.',
    hasWindow: true,
  },
  breaches: {
    label: 'Breaches',
    help: 'One row a breach of an objective, with its beginning and its end. Also as annotations.',
    hasWindow: true,
  },
  maintenance: {
    label: 'Planned maintenance',
    help: 'One row a declared exclusion, with its reason. Also as annotations.',
    hasWindow: false,
  },
};
