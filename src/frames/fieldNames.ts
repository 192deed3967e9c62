// Free of Grafana, so that the generator of the dashboards reads them in Node.

/** Names of the `status` frame's fields, which dashboards build on. */
export const STATUS_FIELDS = {
  category: 'Category',
  application: 'Application',
  objective: 'Objective',
  status: 'Status',
  provisional: 'Provisional',
  verdict: 'Verdict',
  worstFirst: 'Worst first',
  target: 'Target',
  window: 'Window',
  sli: 'SLI',
  remaining: 'Budget remaining',
  budget: 'Budget in events',
  allowed: 'Bad events allowed',
  burnRate1h: 'Burn rate 1 h',
  burnRate6h: 'Burn rate 6 h',
  burnRate3d: 'Burn rate 3 d',
  good: 'Good',
  bad: 'Bad',
  total: 'Total',
  exhaustion: 'Time to exhaustion',
  compliance: 'Earliest compliance',
  coverage: 'Coverage',
  asOf: 'As of',
  budgetMinutes: 'Budget in minutes',
  remainingWithoutExclusions: 'Budget remaining without exclusions',
  excluded: 'Excluded time',
  why: 'Why',
  description: 'Description',
  upstream: 'Upstream',
  objectiveId: 'Objective id',
  categoryId: 'Category id',
  applicationId: 'Application id',
} as const;

/** Names of the `category` frame's fields, which dashboards build on. */
export const CATEGORY_FIELDS = {
  category: 'Category',
  status: 'Status',
  provisional: 'Provisional',
  verdict: 'Verdict',
  worst: 'Worst objective',
  remaining: 'Budget remaining',
  sli: 'SLI',
  met: 'Met',
  atRisk: 'At risk',
  breached: 'Breached',
  noData: 'No data',
  failed: 'Failed',
  objectives: 'Objectives',
  coverage: 'Coverage',
  categoryId: 'Category id',
  worstId: 'Worst objective id',
} as const;

/** Names of the `remediation` frame's fields, which dashboards build on. */
export const REMEDIATION_FIELDS = {
  since: 'Since',
  service: 'Service',
  category: 'Category',
  state: 'State',
  began: 'Began',
  until: 'Until',
  duration: 'Duration',
  earliestReturn: 'Earliest return',
  toReturn: 'To return',
  objectives: 'Objectives',
  contributors: 'Contributors',
  serviceId: 'Service id',
  categoryId: 'Category id',
} as const;

/** Names of the `alerts` frame's fields, which dashboards build on. */
export const ALERTS_FIELDS = {
  objective: 'Objective',
  severity: 'Severity',
  state: 'State',
  threshold: 'Threshold',
  lookback: 'Lookback',
  burnRate: 'Burn rate',
  shortLookback: 'Short lookback',
  shortBurnRate: 'Short burn rate',
  budgetFraction: 'Budget spent at firing',
  outageFiresAfter: 'Outage fires after',
  why: 'Why',
  objectiveId: 'Objective id',
  categoryId: 'Category id',
} as const;

/** Names of the `contributors` frame's fields, which dashboards build on. */
export const CONTRIBUTORS_FIELDS = {
  objective: 'Objective',
  dimension: 'Dimension',
  contributor: 'Contributor',
  bad: 'Bad',
  total: 'Total',
  sli: 'SLI',
  shareOfBad: 'Share of bad events',
  budgetConsumed: 'Budget consumed',
  belowTarget: 'Below target',
  lastFailure: 'Last failure',
  message: 'Message',
  link: 'Link',
  objectiveId: 'Objective id',
  categoryId: 'Category id',
} as const;

/** Names of the `freshness` frame's fields, which dashboards build on. */
export const FRESHNESS_FIELDS = {
  asset: 'Asset',
  state: 'State',
  decidedBy: 'Decided by',
  staleSince: 'Stale since',
  lastMaterialization: 'Last materialization',
  age: 'Age',
  interval: 'Interval',
  intervalFrom: 'Interval from',
  checks: 'Checks',
  owners: 'Owners',
  objective: 'Objective',
  link: 'Link',
  objectiveId: 'Objective id',
} as const;

/** Names of the `partitions` frame's fields, which dashboards build on. */
export const PARTITIONS_FIELDS = {
  asset: 'Asset',
  share: 'Share',
  materialized: 'Materialized',
  total: 'Total',
  missing: 'Missing',
  withinGrace: 'Within grace',
  failed: 'Failed',
  materializing: 'Materializing',
  missingPartitions: 'Missing partitions',
  belowTarget: 'Below target',
  objective: 'Objective',
  link: 'Link',
  objectiveId: 'Objective id',
} as const;

/** Names of the fields of a lineage as a table, which dashboards build on. */
export const LINEAGE_FIELDS = {
  asset: 'Asset',
  provenance: 'Provenance',
  unstableSources: 'Unstable sources',
  derivesFrom: 'Derives from',
  mayBeMore: 'May be more',
  freshness: 'Freshness',
  reliability: 'Reliability',
  good: 'Good',
  bad: 'Bad',
  group: 'Group',
  kinds: 'Kinds',
  objective: 'Objective',
  link: 'Link',
  objectiveId: 'Objective id',
} as const;

/** Names of the nodes' fields of a lineage; Grafana's node graph panel looks for them. */
export const LINEAGE_NODE_FIELDS = {
  id: 'id',
  title: 'title',
  subtitle: 'subtitle',
  freshness: 'mainstat',
  reliability: 'secondarystat',
  fresh: 'arc__fresh',
  stale: 'arc__stale',
  notMaterializable: 'arc__not_judged',
  unresolved: 'arc__unresolved',
  failed: 'arc__failed',
  radius: 'noderadius',
  provenance: 'detail__provenance',
  derivesFrom: 'detail__derives_from',
  events: 'detail__events',
  group: 'detail__group',
  kinds: 'detail__kinds',
  link: 'link',
} as const;

/** Names of the edges' fields of a lineage; Grafana's node graph panel looks for them. */
export const LINEAGE_EDGE_FIELDS = {
  id: 'id',
  source: 'source',
  target: 'target',
  provenance: 'mainstat',
  color: 'color',
  thickness: 'thickness',
  dashes: 'strokedasharray',
} as const;

/** Names of the `trinoState` frame's fields, which dashboards build on. */
export const TRINO_STATE_FIELDS = {
  state: 'State',
  detail: 'Detail',
  version: 'Version',
  environment: 'Environment',
  uptime: 'Uptime',
  activeNodes: 'Active nodes',
  running: 'Running',
  queued: 'Queued',
  link: 'Link',
  objectiveId: 'Objective id',
} as const;

/** Names of the `queryOutcomes` frame's fields, which dashboards build on. */
export const QUERY_OUTCOMES_FIELDS = {
  objective: 'Objective',
  total: 'Queries',
  finished: 'Finished',
  unexpected: 'Unexpected errors',
  userErrors: 'User errors',
  ignored: 'Ignored',
  abandoned: 'Abandoned',
  killed: 'Killed',
  sliExcluded: 'SLI without user errors',
  sliGood: 'SLI with user errors as good',
  rule: 'User errors are',
  objectiveId: 'Objective id',
  categoryId: 'Category id',
} as const;

/** Names of the `queries` frame's fields, which dashboards build on. */
export const QUERIES_FIELDS = {
  objective: 'Objective',
  upstream: 'Upstream',
  query: 'Query',
  objectiveId: 'Objective id',
} as const;

/** Names of the `sli` frame's fields beside the time. */
export const SLI_FIELDS = { sli: 'SLI' } as const;

/** Names of the `budget` frame's fields beside the time. */
export const BUDGET_FIELDS = { remaining: 'Budget remaining' } as const;

/** Names of the `burnRate` frame's fields beside the time. */
export const BURN_RATE_FIELDS = { burnRate: 'Burn rate' } as const;

/** Names of the `events` frame's fields beside the time. */
export const EVENTS_FIELDS = { good: 'Good', bad: 'Bad' } as const;

/** Names that Grafana's standard annotation support looks for. */
export const ANNOTATION_FIELDS = {
  time: 'time',
  timeEnd: 'timeEnd',
  title: 'title',
  text: 'text',
  tags: 'tags',
  id: 'id',
} as const;

/** Name of the time field of every frame over time. */
export const TIME_FIELD = 'Time';
