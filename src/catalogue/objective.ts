/**
 * What a validated catalogue says, in the words of the domain: the types that every room downstream trusts.
 * OpenSLO's own shapes end in this folder. Everything here survives JSON, because the shipped catalogue is compiled.
 */

/** A category of the service document: an OpenSLO `Service`. */
export interface Category {
  /** `metadata.name` of the Service. */
  id: string;
  displayName: string;
  description: string;
}

/** One thing that users reach (label `application`); the unit of a remedial sprint where it exists. */
export interface Application {
  id: string;
  displayName: string;
}

/** One objective: one entry of an SLO's `objectives[]` with everything needed to measure and to judge it. */
export interface Objective {
  /** `metadata.name` of the SLO; `name/2`, `name/3`, … for further entries of its `objectives[]`. */
  id: string;
  displayName: string;
  description: string;
  category: Category;
  application?: Application;
  /** Target as a fraction, (0, 1]; 1 leaves no budget: met or not met. */
  target: number;
  budgeting: BudgetingMethod;
  window: ObjectiveWindow;
  indicator: Indicator;
  policy: ObjectivePolicy;
  labels: Record<string, string[]>;
}

/** OpenSLO `budgetingMethod` (README, section SLO). */
export type BudgetingMethod =
  | { method: 'Occurrences' }
  /** A slice is good if its ratio of good events ≥ `sliceTarget`, in (0, 1]. */
  | { method: 'Timeslices'; sliceMs: number; sliceTarget: number }
  /** The SLI is the mean of the slices' ratios. */
  | { method: 'RatioTimeslices'; sliceMs: number };

export type ObjectiveWindow =
  | { type: 'rolling'; durationMs: number }
  | {
      type: 'calendar';
      /** Length of a period: `count` calendar units in `timeZone`. */
      count: number;
      unit: CalendarUnit;
      /** First period's start as wall-clock time in `timeZone`: "YYYY-MM-DD hh:mm:ss". */
      startTime: string;
      /** IANA name. */
      timeZone: string;
    }
  /** No `timeWindow` in the document: items now, no events over time. */
  | { type: 'pointInTime' };

/** OpenSLO's duration-shorthand units: minute, hour, day, week, Month, Quarter, Year. */
export type CalendarUnit = 'm' | 'h' | 'd' | 'w' | 'M' | 'Q' | 'Y';

/** Our annotations: what OpenSLO cannot say. One table in docs/catalogue.md documents them. */
export interface ObjectivePolicy {
  /**
   * What unobserved time counts as. `unknown`: lowers coverage and nothing else (default). `bad` and `good`: time-based
   * indicators only.
   */
  noData: 'unknown' | 'bad' | 'good';
  /** Planned maintenance: buckets that overlap [fromMs, toMs) count for nothing. */
  exclusions: Exclusion[];
  /** How often an event is expected; "nothing ran" after twice as long. */
  expectedEveryMs?: number;
  /** Bad events without which no burn rate raises an alert; absent: 3 for pages, 2 for tickets. */
  minBadEvents?: number;
  /** The most urgent alert that this objective may raise. */
  severity: 'page' | 'ticket' | 'none';
  /** Label by which events are split into contributors. */
  groupBy?: string;
  /** An error metric that the server does not know is no reason for doubt: it is born with its first error. */
  emptyBad?: 'expected';
  /** The assets of its selection are known unstable sources: whatever derives from them is marked (Dagster only). */
  data?: 'unstable';
  /** Events are observed minutes or probes, so that a budget in minutes has a meaning. */
  timeBased: boolean;
}

export interface Exclusion {
  fromMs: number;
  toMs: number;
  reason: string;
}

/** How an objective is measured: one kind of upstream, one of OpenSLO's four shapes. */
export type Indicator =
  | { source: 'Prometheus'; dataSource?: string; measure: Measure<PrometheusSpec> }
  | { source: 'Dagster'; dataSource?: string; measure: Measure<DagsterSpec> }
  /** `probe`: the objective whose id the spec names, without a probe of its own. */
  | { source: 'Trino'; dataSource?: string; measure: Measure<TrinoSpec>; probe?: Objective }
  | { source: 'Demo'; dataSource?: string; measure: Measure<DemoSpec> };

export type SourceType = Indicator['source'];

export const SOURCE_TYPES = ['Prometheus', 'Dagster', 'Trino', 'Demo'] as const satisfies readonly SourceType[];

export type Measure<Spec> =
  | { shape: 'goodTotal'; good: Spec; total: Spec }
  | { shape: 'badTotal'; bad: Spec; total: Spec }
  /** `ratioMetric.raw`: the upstream answers the ratio itself (or, for Dagster and Trino, its counts). */
  | { shape: 'raw'; raw: Spec; rawType: 'success' | 'failure' }
  | { shape: 'threshold'; metric: Spec; op: ThresholdOperator; value: number };

export type ThresholdOperator = 'lte' | 'gte' | 'lt' | 'gt';

export interface PrometheusSpec {
  /** PromQL in which `{{.window}}` is the width of a bucket. */
  query: string;
  /**
   * Selectors of the counters in `query`, without range: their samples distinguish a scrape hole from no traffic. Empty for
   * gauges, whose own sample count is their coverage.
   */
  counterSelectors: string[];
  /**
   * Where `query` only adds and subtracts what counters grow by: texts and selectors in turn, which joined are a query whose value
   * grows by what `query` counts.
   */
  counted?: string[];
  /** The catalogue writes `rate` over the bucket, in whose place `query` has `increase`. */
  readAsIncrease?: true;
  /** The query grouped by the objective's `groupBy` label, where that is possible. */
  grouped?: string;
  /** As `counted`, but for `grouped`; absent where that is `counted` itself, summed by the label. */
  groupedCounted?: string[];
  /** Set on good or bad where it is the total narrowed by one label matcher. */
  narrows?: NarrowedTotal;
}

/** Good or bad as part of the total's counter: what is counted, and by which values of which label. */
export interface NarrowedTotal {
  /** The total's selector, without range. */
  selector: string;
  label: string;
  /** PromQL string literal, quotes included: a regular expression over the whole label value. */
  pattern: string;
  /** The part is what does not match. */
  negated: boolean;
}

export interface DagsterSpec {
  measure: 'materializations' | 'freshness' | 'partitions';
  /** Dagster's asset-selection syntax. */
  selection: string;
  /** Materializations only: one event per retry group, or one per attempt. */
  retries: 'after' | 'every-attempt';
  /** Manual re-execution after the group settled: an event of its own, or a late rescue. */
  manualReruns: 'separate' | 'rescue';
  /** A failed blocking check of severity ERROR makes its asset's event bad, or is no part of it. */
  blockingChecks: 'bad' | 'ignore';
  retrySettleMs: number;
  pendingDeadlineMs: number;
  /** Freshness interval of assets that declare none. */
  defaultIntervalMs: number;
  /** Freshness interval by asset key (`a/b`), for assets that cannot declare one. */
  intervalsMs: Record<string, number>;
  /** Partitions count as missing only this long after their window closed; absent: the asset's own interval. */
  partitionGraceMs?: number;
}

export interface TrinoSpec {
  measure: 'queries';
  /** User errors leave numerator and denominator, or count as good. */
  userErrors: 'excluded' | 'good';
  /** Error codes that count as unexpected although Trino files them under USER_ERROR. */
  alsoBad: string[];
  /** Error codes that leave numerator and denominator. */
  ignore: string[];
  /** Which queries count, by who sent them, with what, and where Trino queued them (`global.adhoc`). */
  users: Admission;
  sources: Admission;
  resourceGroups: Admission;
  history: TrinoHistory;
  /** No query runs longer: where a history only has creation times, those of [from - longestRun, to) are read. */
  longestRunMs: number;
  /** Id of the availability objective whose down buckets make this one unknown. */
  probe?: string;
}

/** Values that count (all, where `include` is empty) and values that do not. */
export interface Admission {
  include: string[];
  exclude: string[];
}

export type TrinoHistory =
  /** `system.runtime.queries`: the coordinator's memory. */
  | { kind: 'runtime' }
  /** The table that Trino's MySQL event listener writes. */
  | { kind: 'mysqlListener'; table: string }
  | { kind: 'table'; table: string; columns: TrinoColumns }
  /** Trino's own metrics in Prometheus; `selector` is the text between the braces of a PromQL selector. */
  | { kind: 'counters'; selector: string };

/** Names of a history table's columns. Either `end`, or `created` and `elapsedMs`, says when a query ended. */
export interface TrinoColumns {
  state: string;
  errorType: string;
  source: string;
  /** timestamp or timestamp with time zone; without a zone it is UTC. */
  end?: string;
  created?: string;
  /** From creation to end, in milliseconds. */
  elapsedMs?: string;
  errorCode?: string;
  user?: string;
  /** varchar, its segments joined by dots. */
  resourceGroup?: string;
  queryId?: string;
  message?: string;
}

export interface DemoSpec {
  /** Mean events an hour. */
  eventsPerHour: number;
  /** Mean share of bad events outside incidents, 0 to 1. */
  errorRatio: number;
}
