import type { EventCounts } from '../budget/eventCounts';
import type { Objective, SourceType } from '../catalogue/objective';

/**
 * What every source promises. A source knows its upstream and nothing about budgets: it turns an objective's indicator
 * into counts (or, for point-in-time objectives, into items) and says what it asked and what it could not see.
 */
export interface Source {
  readonly type: SourceType;
  /** Events of [fromMs, toMs) in buckets of stepMs, aligned to the epoch. Rejects with a SourceError. */
  readCounts(request: CountsRequest, signal: AbortSignal): Promise<CountsAnswer>;
  /** Items as they are now. Rejects with a SourceError; absent where the upstream has no such thing. */
  readItems?(request: ItemsRequest, signal: AbortSignal): Promise<ItemsAnswer>;
  /**
   * What the events of [fromMs, toMs) divide into: label values, assets, error codes. Rejects with a SourceError; absent
   * where the upstream cannot tell.
   */
  readContributors?(request: ContributorsRequest, signal: AbortSignal): Promise<ContributorsAnswer>;
  /** Freshness of the assets that an objective judges. Rejects with a SourceError; absent where there are no assets. */
  readAssets?(request: ItemsRequest, signal: AbortSignal): Promise<AssetsAnswer>;
}

export interface CountsRequest {
  objective: Objective;
  stepMs: number;
  /** Multiple of stepMs. */
  fromMs: number;
  /** Exclusive; a multiple of stepMs, not after `nowMs`. */
  toMs: number;
  /** The instant that counts as "now", so that a run can be repeated. */
  nowMs: number;
}

export interface ItemsRequest {
  objective: Objective;
  nowMs: number;
}

export interface ContributorsRequest {
  objective: Objective;
  fromMs: number;
  /** Exclusive; not after `nowMs`. */
  toMs: number;
  nowMs: number;
}

export interface ContributorsAnswer {
  /** In any order; those without bad events may be left out. */
  contributors: Contributor[];
  notices: Notice[];
  executed: string[];
}

export interface AssetsAnswer {
  assets: AssetFreshness[];
  notices: Notice[];
  executed: string[];
}

/** One asset as it is now. Instants in epoch milliseconds, durations in milliseconds. */
export interface AssetFreshness {
  asset: string;
  fresh: boolean;
  /** The rule that decided, in words. */
  decidedBy: string;
  /** Null while fresh, and where nobody can tell. */
  staleSinceMs: number | null;
  /** Null: never. */
  lastMaterializationMs: number | null;
  ageMs: number | null;
  /** The longest that a materialization keeps it fresh. */
  intervalMs: number;
  /** Where the interval comes from, in words. */
  intervalFrom: string;
  checks: Array<{ name: string; result: string }>;
  owners: string[];
  url?: string;
}

/** A part of an objective's events. Parts may overlap: an event of several assets counts for each of them. */
export interface Contributor {
  /** A label's value, an asset's key, an error code. */
  name: string;
  bad: number;
  /** Null where only bad events can be told apart. */
  total: number | null;
  /** The last bad event, epoch milliseconds. */
  lastFailureMs?: number;
  /** What the upstream said about it, in one line. */
  message?: string;
  /** Where to read more. */
  url?: string;
}

export interface CountsAnswer {
  counts: EventCounts;
  notices: Notice[];
  /** The queries that ran, for the query inspector. */
  executed: string[];
}

export interface ItemsAnswer {
  items: Items;
  notices: Notice[];
  executed: string[];
}

/** Items of a point-in-time objective now, such as fresh assets of all assets. */
export interface Items {
  asOfMs: number;
  good: number;
  total: number;
  /** Since when the objective has been out of compliance, where the upstream can tell. */
  outSinceMs?: number;
  /** What must become good, by name, most urgent first. */
  bad: string[];
}

/** Something that a reader of the figures must know; never a failure. */
export interface Notice {
  severity: 'info' | 'warning';
  text: string;
}
