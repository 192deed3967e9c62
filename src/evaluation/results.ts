import type { BreachInterval } from '../budget/breaches';
import type { Evaluation } from '../budget/evaluate';
import type { JudgedItems } from '../budget/pointInTime';
import type { BurnRateRow } from '../budget/burnRatePolicy';
import type { Category, Objective } from '../catalogue/objective';
import type {
  AssetFreshness,
  AssetPartitions,
  Contributor,
  Items,
  LineageAnswer,
  LineageRequest,
  Notice,
  QueryOutcome,
  UpstreamState,
} from '../sources/contract';
import type { SourceError } from '../sources/sourceError';

/** One objective with its figures, or with the failure that kept them away. */
export type ObjectiveRow =
  | { kind: 'events'; objective: Objective; evaluation: Evaluation; notices: Notice[]; executed: string[] }
  | { kind: 'items'; objective: Objective; items: Items; judged: JudgedItems; notices: Notice[]; executed: string[] }
  | { kind: 'failed'; objective: Objective; error: SourceError };

/** What comes with every answer about one objective. */
export interface Answered {
  objective: Objective;
  notices: Notice[];
  /** The queries that ran, for the query inspector. */
  executed: string[];
  /** Why there are no figures. */
  error?: SourceError;
}

/** A row of a table that fills while its sources answer. */
export type PendingRow = ObjectiveRow | { kind: 'loading'; objective: Objective };

/** How a status row reads, whatever kind of row it is. */
export type RowState = 'met' | 'atRisk' | 'breached' | 'noData' | 'failed' | 'loading';

/** Worst first: the order of tables and of a category's verdict. */
export const WORST_FIRST: readonly RowState[] = ['breached', 'failed', 'atRisk', 'noData', 'loading', 'met'];

/** One tile: what a category amounts to. */
export interface CategorySummary {
  category: Category;
  /** The worst of its objectives' states. */
  state: RowState;
  provisional: boolean;
  /** The objective with that state and the least budget. */
  worst: PendingRow;
  counts: Record<RowState, number>;
  /** Mean observed share of the windows of its objectives that count events, 0 to 1; null without any. */
  coverage: number | null;
}

/** What a chart can draw of an objective, parallel to its instants; NaN means null, which every figure is while loading. */
export interface SeriesFigures {
  sli: Float64Array;
  /** Remaining share of the budget. */
  remaining: Float64Array;
  burnRates: Array<{ lookbackMs: number; values: Float64Array }>;
  /** Events of the bucket that ends at each instant. */
  good: Float64Array;
  bad: Float64Array;
}

export type SeriesFigure = keyof SeriesFigures;

export const SERIES_FIGURES = [
  'sli',
  'remaining',
  'burnRates',
  'good',
  'bad',
] as const satisfies readonly SeriesFigure[];

/** Figures of one objective over the instants of a chart: those that were asked for. */
export type ObjectiveSeries<Figure extends SeriesFigure = never> = Answered & {
  state: 'loading' | 'done' | 'failed' | 'notOverTime';
} & Pick<SeriesFigures, Figure>;

/**
 * Where a chart evaluates: bucket ends in epoch milliseconds, ascending, `stepMs` apart; where figures are asked for, the last is the
 * end of the newest bucket of five minutes, nearer to the one before.
 */
export interface Instants {
  stepMs: number;
  timesMs: number[];
}

/** Breaches of one objective within the range of a chart. */
export interface ObjectiveBreaches extends Answered {
  breaches: BreachInterval[];
}

/** A service's remedial sprint: one row of the `remediation` frame. */
export interface SprintRow {
  /** The application, or the category of objectives without one. */
  service: { id: string; displayName: string };
  category: Category;
  fromMs: number;
  /** null while it lasts. */
  toMs: number | null;
  startedBefore: boolean;
  /** Objectives breached at any time in it. */
  objectives: Objective[];
  /** Earliest moment at which it can end if nothing else fails; null where it has ended or this is unknown. */
  earliestReturnMs: number | null;
  /** Its objectives that are breached now; none where it has ended. */
  outstanding: Outstanding[];
  /** What failed most in it, by objective; empty until its sources have answered, and where it has ended. */
  contributors: ObjectiveContributors[];
}

/** What keeps an objective from complying. */
export interface Outstanding {
  objective: Objective;
  /** Bad events (or items), and how many of them the target allows; fewer. */
  bad: number;
  allowed: number;
  /** When it complies if nothing else fails; null where this is unknown. */
  complyAtMs: number | null;
  /** Its figures. */
  row: ObjectiveRow;
  /** Items that must become good, most urgent first; absent for events. */
  badItems?: string[];
}

/** One part of an objective's bad events. */
export interface ContributorRow {
  contributor: Contributor;
  /** bad_i/B; null without bad events. */
  shareOfBad: number | null;
  /** bad_i/((1 - t)·N), may exceed 1; null without a budget. */
  budgetConsumed: number | null;
  /** Whether it would breach the target by itself; null where its own total is unknown. */
  belowTarget: 'yes' | 'no' | 'tooFewToTell' | null;
}

/** What spent the budget of one objective, the largest part first. */
export interface ObjectiveContributors extends Answered {
  rows: ContributorRow[];
}

/** The assets that one objective judges, as they are now. */
export interface ObjectiveAssets extends Answered {
  assets: AssetFreshness[];
}

/** The partitioned assets of one objective, as they are now. */
export interface ObjectivePartitions extends Answered {
  assets: AssetPartitions[];
}

/** One alert of an objective on its events, judged: a burn-rate row, or one on single events. */
export interface AlertRow extends Pick<BurnRateRow, 'severity'> {
  /** Null for alerts on single events. */
  budgetFraction: number | null;
  /** `cannotFire`: nothing could fire it. `leftOut`: it could fire, but not as an alert should. `why` says so in one sentence. */
  state: 'firing' | 'quiet' | 'noData' | 'cannotFire' | 'leftOut' | 'failed' | 'loading';
  why: string;
  /** Null where the row is refused or on single events; `shortMs` also where the row has no short lookback. */
  longMs: number | null;
  shortMs: number | null;
  factor: number | null;
  outageFiresAfterMs: number | null;
  /** Burn rates over the lookbacks now; null where there is no figure. */
  longRate: number | null;
  shortRate: number | null;
}

/** `total`: every terminal query. The first four outcomes add up to it; abandoned and killed are parts of them. */
export type OutcomeSums = Record<QueryOutcome, number> & { total: number };

/** What became of the queries of one objective over its window; null until its source has answered, and where it cannot. */
export interface ObjectiveOutcomes extends Answered {
  sums: OutcomeSums | null;
}

/** What an upstream reports about itself now; null until it has. `objective` is the one through which it was asked. */
export interface UpstreamStateRow extends Answered {
  state: UpstreamState | null;
}

/** The alert rows of one objective, fastest first. */
export interface ObjectiveAlerts extends Answered {
  rows: AlertRow[];
}

/** Where the assets of one objective come from, or what derives from them. */
export interface ObjectiveLineage extends LineageAnswer {
  objective: Objective;
  direction: LineageRequest['direction'];
  error?: SourceError;
}

/** The lineage of an objective before its source has answered. */
export function pendingLineage(objective: Objective, direction: LineageRequest['direction']): ObjectiveLineage {
  return { objective, direction, assets: [], edges: [], notices: [], executed: [] };
}

/** The contributors of an objective before its source has answered. */
export function pendingContributors(objective: Objective): ObjectiveContributors {
  return { objective, rows: [], notices: [], executed: [] };
}
