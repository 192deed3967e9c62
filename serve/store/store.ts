import { floorTo } from '../../src/budget/durations';
import { QUERY_OUTCOMES, type LastSeen, type UncountedEvents } from '../../src/sources/contract';

/** Kinds of readings whose buckets are kept, and the columns of each. */
export const KEPT_COLUMNS = {
  counts: ['total', 'good', 'coverage'],
  outcomes: ['total', 'good', 'coverage', ...QUERY_OUTCOMES],
} as const;

export type KeptKind = keyof typeof KEPT_COLUMNS;

/** One series of buckets: what one definition of an objective counted in buckets of one width. */
export interface SeriesKey {
  objective: string;
  kind: KeptKind;
  stepMs: number;
  /** Hash of what decides the counts. */
  definition: string;
}

/** What is known of a series beside its buckets. Instants in epoch milliseconds. */
export interface SeriesState {
  /** The upstream was asked for everything from here on, whether or not it had anything. */
  askedFromMs: number;
  /** The longest way back from "now" that was asked for. */
  longestMs: number;
  /** Start of the first bucket that the upstream still had; null: of none. */
  reachMs: number | null;
  /** Start of the first bucket that is kept. */
  keptFromMs: number;
  /** End of the last bucket that is kept. */
  settledUntilMs: number;
  lastSeen?: LastSeen;
  sampleIntervalMs?: number;
  uncounted?: UncountedEvents[];
}

export interface KeptSeries {
  key: SeriesKey;
  state: SeriesState;
}

/** Consecutive buckets from `fromMs` on; every column has one number for each. A bucket of coverage NaN is not kept. */
export interface Stretch {
  stepMs: number;
  fromMs: number;
  columns: Readonly<Record<string, Float64Array>>;
}

/** What one round leaves behind. */
export interface Round {
  series: Array<
    KeptSeries & { /** Each within one chunk (`chunkMs`); later ones replace earlier ones. */ parts: Stretch[] }
  >;
  /** Plain data by name. */
  records: ReadonlyMap<string, unknown>;
}

/**
 * Where settled buckets outlive the process and the upstream's retention. Every method rejects with a StoreError, after which the
 * store may be used again.
 */
export interface Store {
  /** All series, of former definitions too. */
  series(): Promise<KeptSeries[]>;
  /** The buckets of [fromMs, toMs), both multiples of the series' step. A damaged chunk is reported and counts as not kept. */
  read(key: SeriesKey, fromMs: number, toMs: number): Promise<Stretch>;
  /** What was written under the name; undefined where nothing was. */
  record(name: string): Promise<unknown>;
  /** Writes a whole round or nothing. Once it resolves, the round survives the process. */
  write(round: Round): Promise<void>;
  /** Drops buckets that ended at or before `beforeMs`, and series without any left. */
  forget(before: ReadonlyArray<{ key: SeriesKey; beforeMs: number }>): Promise<void>;
  close(): Promise<void>;
}

/** Hears of damage that costs a part of what was kept: a sentence without capital and final stop. */
export type ReportDamage = (found: string) => void;

/** Why there is no memory, or not now: a sentence without capital and final stop, without secrets. */
export class StoreError extends Error {
  override name = 'StoreError';
}

/**
 * Buckets of one chunk, which is what is read and written at once: a day of five minutes, twelve days of hours. Chunks of a day of hours
 * take 2.4 times as long to write and to read.
 */
const CHUNK_BUCKETS = 288;

/** Width of a chunk in milliseconds. */
export function chunkMs(stepMs: number): number {
  return CHUNK_BUCKETS * stepMs;
}

/** Start of the chunk that holds the instant. */
export function chunkStartMs(atMs: number, stepMs: number): number {
  return floorTo(atMs, chunkMs(stepMs));
}

export function lengthOf({ columns }: Pick<Stretch, 'columns'>): number {
  return columns.coverage.length;
}

/** Buckets of which none is kept. */
export function emptyStretch(kind: KeptKind, stepMs: number, fromMs: number, toMs: number): Stretch {
  const length = Math.max(0, Math.round((toMs - fromMs) / stepMs));
  const columns: Record<string, Float64Array> = {};
  for (const column of KEPT_COLUMNS[kind]) {
    columns[column] = new Float64Array(length);
  }
  columns.coverage.fill(NaN);
  return { stepMs, fromMs, columns };
}

/** Replaces the buckets of `target` that `source` keeps and that both cover. */
export function overlay(target: Stretch, source: Stretch): void {
  const shift = (source.fromMs - target.fromMs) / target.stepMs;
  const from = Math.max(0, shift);
  const to = Math.min(lengthOf(target), shift + lengthOf(source));
  const { coverage } = source.columns;
  for (let i = from; i < to; i++) {
    if (!Number.isNaN(coverage[i - shift])) {
      for (const column of Object.keys(target.columns)) {
        target.columns[column][i] = source.columns[column][i - shift];
      }
    }
  }
}

/** The buckets of [fromMs, toMs) of a stretch, as views into it. */
export function cut({ stepMs, fromMs: startMs, columns }: Stretch, fromMs: number, toMs: number): Stretch {
  const [first, end] = [(fromMs - startMs) / stepMs, (toMs - startMs) / stepMs];
  return {
    stepMs,
    fromMs,
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.subarray(first, end)])),
  };
}
