import {
  eachOutcome,
  type CountsAnswer,
  type CountsRequest,
  type LastSeen,
  type OutcomesAnswer,
  type Source,
  type UncountedEvents,
} from '../../src/sources/contract';
import { KEPT_COLUMNS, type KeptKind, type Stretch } from './store';

/** An answer with its buckets in the form in which they are kept. */
export interface BucketsAnswer extends BesideBuckets {
  stretch: Stretch;
  /** What else the source answered. */
  answer: CountsAnswer | OutcomesAnswer;
}

/** What is known beside the buckets; absent where the kind or the source has no such thing. */
export interface BesideBuckets {
  lastSeen?: LastSeen;
  sampleIntervalMs?: number;
  uncounted?: UncountedEvents[];
}

/** Buckets of any kind that is kept. They belong to the source: copy them before changing them. */
export async function readBuckets(
  source: Source,
  kind: KeptKind,
  request: CountsRequest,
  signal: AbortSignal
): Promise<BucketsAnswer> {
  if (kind === 'outcomes') {
    const answer = await source.read(kind, request, signal);
    return { stretch: stretchOf(answer, answer.outcomes), answer };
  }
  const answer = await source.read(kind, request, signal);
  const { lastSeen, sampleIntervalMs, uncounted } = answer;
  return { stretch: stretchOf(answer), lastSeen, sampleIntervalMs, uncounted, answer };
}

export function toCounts(buckets: BucketsAnswer): CountsAnswer {
  const { answer, lastSeen, sampleIntervalMs, uncounted } = buckets;
  return { ...answer, ...withValues({ lastSeen, sampleIntervalMs, uncounted }), counts: countsOf(buckets) };
}

export function toOutcomes(buckets: BucketsAnswer): OutcomesAnswer {
  const { columns } = buckets.stretch;
  const { notices, executed } = buckets.answer;
  return { counts: countsOf(buckets), outcomes: eachOutcome((outcome) => columns[outcome]), notices, executed };
}

function withValues<Fields extends object>(fields: Fields): Partial<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Fields>;
}

function stretchOf({ counts }: CountsAnswer | OutcomesAnswer, more: Record<string, Float64Array> = {}): Stretch {
  const { stepMs, startMs, total, good, coverage } = counts;
  return { stepMs, fromMs: startMs, columns: { total, good, coverage, ...more } };
}

function countsOf({ stretch: { stepMs, fromMs, columns }, answer }: BucketsAnswer): CountsAnswer['counts'] {
  const { total, good, coverage } = columns;
  return { stepMs, startMs: fromMs, total, good, coverage, settledUntilMs: answer.counts.settledUntilMs };
}

export function copied({ stepMs, fromMs, columns }: Stretch): Stretch {
  return {
    stepMs,
    fromMs,
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice()])),
  };
}

/** Buckets that are not kept become unobserved ones. */
export function withoutGaps(stretch: Stretch): Stretch {
  const { coverage } = stretch.columns;
  coverage.forEach((share, i) => {
    if (Number.isNaN(share)) {
      coverage[i] = 0;
    }
  });
  return stretch;
}

/** One stretch after the other, of the same kind and step; the second begins where the first ends. */
export function joined(kind: KeptKind, first: Stretch, second: Stretch): Stretch {
  const columns: Record<string, Float64Array> = {};
  for (const column of KEPT_COLUMNS[kind]) {
    const [before, after] = [first.columns[column], second.columns[column]];
    columns[column] = new Float64Array(before.length + after.length);
    columns[column].set(before);
    columns[column].set(after, before.length);
  }
  return { stepMs: first.stepMs, fromMs: first.fromMs, columns };
}

/** Place of the first bucket in which anything was observed; the number of buckets where none was. */
export function firstObserved({ columns: { coverage, total } }: Stretch): number {
  const first = coverage.findIndex((share, i) => share > 0 || total[i] > 0);
  return first < 0 ? coverage.length : first;
}

/** Place behind the last bucket in which anything was observed. */
export function endOfObserved({ columns: { coverage, total } }: Stretch): number {
  let end = coverage.length;
  while (end > 0 && !(coverage[end - 1] > 0 || total[end - 1] > 0)) {
    end--;
  }
  return end;
}

/** The later of both sides. */
export function latestSeen(one: LastSeen | undefined, other: LastSeen | undefined): LastSeen | undefined {
  if (!one || !other) {
    return one ?? other;
  }
  const later = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b));
  return { partMs: later(one.partMs, other.partMs), totalMs: later(one.totalMs, other.totalMs) };
}

/** What was seen within (fromMs, toMs]. */
export function seenWithin(seen: LastSeen | undefined, fromMs: number, toMs: number): LastSeen | undefined {
  const within = (atMs: number | null) => (atMs !== null && atMs > fromMs && atMs <= toMs ? atMs : null);
  return seen && { partMs: within(seen.partMs), totalMs: within(seen.totalMs) };
}
