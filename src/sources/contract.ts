import type { EventCounts } from '../budget/eventCounts';
import type { Objective, SourceType } from '../catalogue/objective';

/** Every kind of reading: what is asked for, and what is answered. */
export interface Readings {
  /** Events of [fromMs, toMs) in buckets of stepMs, aligned to the epoch. */
  counts: { request: CountsRequest; answer: CountsAnswer };
  /** Items of a point-in-time objective as they are now. */
  items: { request: ItemsRequest; answer: ItemsAnswer };
  /** What the events of [fromMs, toMs) divide into: label values, assets, error codes. */
  contributors: { request: ContributorsRequest; answer: ContributorsAnswer };
  /** Freshness of the assets that an objective judges. */
  assets: { request: ItemsRequest; answer: AssetsAnswer };
  /** Partitions of the assets that an objective judges. */
  partitions: { request: ItemsRequest; answer: PartitionsAnswer };
  /** Where an objective's assets come from, or what derives from them. */
  lineage: { request: LineageRequest; answer: LineageAnswer };
  /** What became of queries, in more detail than good and bad. */
  outcomes: { request: CountsRequest; answer: OutcomesAnswer };
  /** What the upstream knows of a side of the indicator that saw nothing. Rejects only when aborted. */
  evidence: { request: EvidenceRequest; answer: Evidence };
  /** What the upstream reports about itself right now. Rejects only where nothing could be asked. */
  state: { request: ItemsRequest; answer: StateAnswer };
}

export type ReadingKind = keyof Readings;
export type RequestOf<Kind extends ReadingKind> = Readings[Kind]['request'];
export type AnswerOf<Kind extends ReadingKind> = Readings[Kind]['answer'];

/**
 * What every source promises. A source knows its upstream and nothing about budgets: it turns an objective's indicator
 * into counts (or, for point-in-time objectives, into items) and says what it asked and what it could not see.
 */
export interface Source {
  readonly type: SourceType;
  /** What can be asked of it; counts always. */
  readonly kinds: ReadonlySet<ReadingKind>;
  /** Rejects with a SourceError, with the signal's reason, or with a TypeError where the kind is not one of `kinds`. */
  read<Kind extends ReadingKind>(kind: Kind, request: RequestOf<Kind>, signal: AbortSignal): Promise<AnswerOf<Kind>>;
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
  /**
   * Width of the figure's buckets, which come in five minutes after the last whole hour. A source whose counts depend on the
   * buckets counts in the same ones. Absent: an hour.
   */
  bucketMs?: number;
  /** Stretches [fromMs, toMs) of it whose events do not count in the figures either; ascending and apart. */
  without?: ReadonlyArray<{ fromMs: number; toMs: number }>;
  nowMs: number;
}

export interface ContributorsAnswer {
  /** In any order; those without bad events may be left out. */
  contributors: Contributor[];
  /** An event may count for several of one dimension, so that they add up to more than the figure. */
  overlapping?: boolean;
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
  /** Null while fresh, and where it is unknown. */
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

export interface PartitionsAnswer {
  assets: AssetPartitions[];
  notices: Notice[];
  executed: string[];
}

/** Partitions of one asset as they are now; counts are of partitions whose window has closed, unless said otherwise. */
export interface AssetPartitions {
  asset: string;
  total: number;
  /** Once materialized, always materialized, also while a re-run is in flight. */
  materialized: number;
  /** Not materialized, and the grace has passed. */
  missing: number;
  /** Not materialized yet, but the grace has not passed: neither good nor bad. */
  withinGrace: number;
  /** Those whose last attempt failed, whether or not an earlier one materialized them. */
  failed: number;
  /** Those with an attempt under way. */
  materializing: number;
  /** Keys of the missing ones in words, oldest first, with runs of neighbours as ranges. */
  missingInWords: string;
  /** Below the objective's target by itself. */
  belowTarget: boolean;
  url?: string;
}

export interface LineageRequest extends ItemsRequest {
  direction: 'upstream' | 'downstream';
  /** Objectives whose assets are known to be unstable sources. */
  unstable: Objective[];
  /** An asset's freshness and reliability are those that the first of these objectives sees whose scope holds it. */
  judging: Objective[];
  /** The window of the reliability figures. */
  fromMs: number;
  /** Exclusive. */
  toMs: number;
}

export interface LineageAnswer {
  assets: LineageAsset[];
  /** Direct derivations between these assets: `to` is made from `from`. */
  edges: Array<{ from: string; to: string }>;
  notices: Notice[];
  executed: string[];
}

/** One asset of a lineage. */
export interface LineageAsset {
  asset: string;
  /** One of the objective's own assets, from which the lineage begins. */
  selected: boolean;
  /** Unresolved: no loaded code location defines it, and what lies beyond is unknown. */
  state: 'fresh' | 'stale' | 'notMaterializable' | 'unresolved';
  /** Events of the window by this asset's processes; null where none is known. */
  reliability: { good: number; bad: number } | null;
  /** It is a known unstable source itself. */
  unstable: boolean;
  /** Keys of the unstable sources that it derives from, directly or not. */
  unstableSources: string[];
  /** Whether it derives from something unresolved, so that more unstable sources may be behind it. */
  beyondUnresolved: boolean;
  group?: string;
  kinds: string[];
  url?: string;
}

/** What becomes of a query; the order of the columns in which Trino is asked for them. */
export const QUERY_OUTCOMES = ['finished', 'userErrors', 'unexpected', 'ignored', 'abandoned', 'killed'] as const;
export type QueryOutcome = (typeof QUERY_OUTCOMES)[number];

/** One value for each outcome. */
export function eachOutcome<Value>(valueOf: (outcome: QueryOutcome) => Value): Record<QueryOutcome, Value> {
  return {
    finished: valueOf('finished'),
    userErrors: valueOf('userErrors'),
    unexpected: valueOf('unexpected'),
    ignored: valueOf('ignored'),
    abandoned: valueOf('abandoned'),
    killed: valueOf('killed'),
  };
}

export interface OutcomesAnswer {
  /** `total`: every terminal query, `good`: those that finished. */
  counts: EventCounts;
  /** Bucket by bucket as in `counts`. The first four add up to `total`; abandoned and killed are parts of them. */
  outcomes: Record<QueryOutcome, Float64Array>;
  notices: Notice[];
  executed: string[];
}

export interface StateAnswer {
  state: UpstreamState;
  notices: Notice[];
  executed: string[];
}

/** What a server reports about itself right now; null: it does not say. */
export interface UpstreamState {
  state: 'active' | 'starting' | 'shuttingDown' | 'unreachable';
  /** Why, where it is not active. */
  detail?: string;
  version: string | null;
  environment: string | null;
  uptimeMs: number | null;
  activeNodes: number | null;
  runningQueries: number | null;
  queuedQueries: number | null;
  url?: string;
}

/** A part of an objective's events. Parts may overlap: an event of several assets counts for each of them. */
export interface Contributor {
  /** What this is a value of, such as "Asset", "Error code" or a label; shares add up within one dimension. */
  dimension?: string;
  /** A label's value, an asset's key, an error code. */
  name: string;
  bad: number;
  /** Null where only bad events can be split. */
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
  /** Absent where the upstream counts good and total at once. */
  lastSeen?: LastSeen;
  /** Median time between two samples, where the counts come from samples and the source knows it. */
  sampleIntervalMs?: number;
  /** Why the figures may turn out to be other ones, as a sentence without capital and final stop. */
  provisional?: string;
  /** Events that are part of no count, since it is unknown when they happened. */
  uncounted?: UncountedEvents[];
  notices: Notice[];
  /** The queries that ran, for the query inspector. */
  executed: string[];
}

/** Events that were first seen in the bucket that starts at `atMs`, and may have happened long before, or are counted elsewhere. */
export interface UncountedEvents {
  atMs: number;
  /** `unseen`: the target was not watched before. `continuing`: the series may go on from another one of its target. */
  because: 'unseen' | 'continuing';
  good: number;
  bad: number;
}

/**
 * When the sides of an indicator last had a series at all, were its count 0: the end of that bucket in epoch milliseconds;
 * null: in none that was read. Where a query answers something for missing series (`or vector(0)`), its last count above 0.
 */
export interface LastSeen {
  /** `good` or `bad`; null for indicators without such a side. */
  partMs: number | null;
  /** Also the query of a ratio or of a threshold. */
  totalMs: number | null;
}

export interface EvidenceRequest {
  objective: Objective;
  /** The side whose query is examined; `total` is also the query of a ratio or of a threshold. */
  side: 'good' | 'bad' | 'total';
  /**
   * Why it `matches` nothing, or why it `excludes` nothing: why its counts are those of the total. What excludes is a negative
   * matcher or a series that is taken away.
   */
  why: 'matches' | 'excludes';
  /** The window. */
  fromMs: number;
  toMs: number;
}

export interface Evidence {
  /** False where the upstream refuses such questions: then no reasons mean nothing. */
  asked: boolean;
  /** Why nothing was seen; none where all that the query names exists. */
  reasons: EvidenceReason[];
  /** The query answers something for series that are missing (`or vector(0)`), so a count of 0 does not show that they are. */
  substitutes: boolean;
}

export interface EvidenceReason {
  /**
   * `unknown`: the upstream has no such metric, label or bucket limit (`le`), which most likely is an error of the query.
   * `absent`: no such label value, which may well occur one day.
   */
  kind: 'unknown' | 'absent';
  /** As part of a sentence. */
  text: string;
}

export interface ItemsAnswer {
  items: Items;
  /** Why the figures may turn out to be other ones, as a sentence without capital and final stop. */
  provisional?: string;
  notices: Notice[];
  executed: string[];
}

/** Items of a point-in-time objective now, such as fresh assets of all assets. */
export interface Items {
  asOfMs: number;
  good: number;
  total: number;
  /** Since when the objective has been out of compliance, where the upstream knows. */
  outSinceMs?: number;
  /** What must become good, by name, most urgent first. */
  bad: string[];
  /** Parts that miss the target by themselves although the whole may meet it, such as single assets. */
  belowTarget?: string[];
}

/** Something that a reader of the figures must know; never a failure. */
export interface Notice {
  severity: 'info' | 'warning';
  text: string;
}
