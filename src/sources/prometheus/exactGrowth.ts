import { COUNT_TERMS, type CountTerm } from './bucketQuery';

/** By the term that was counted. */
export type ByTerm<Value> = Partial<Record<CountTerm, Value>>;

/** Good and total events, bucket by bucket, as one counts them whose good and bad, or part and total, come from counters. */
export interface CountedSides {
  good: Float64Array;
  total: Float64Array;
  /** Good and bad come from one pass, without a total of their own. */
  onePass: boolean;
}

export interface ExactSides {
  good: Float64Array;
  total: Float64Array;
  doubtful: ByTerm<DoubtfulBuckets>;
}

/** Buckets in which the counters of a term rose by something else than they grew, ascending. */
export interface DoubtfulBuckets {
  /** They rose by more: series appeared in them, for the first time or again, unless targets are scraped in several intervals. */
  above: number[];
  /** They rose by less, but did not fall: a series ended or began anew, unless targets are scraped in several intervals. */
  below: number[];
  /** They fell: a series ended or began anew, and what others were born with may be hidden behind that. */
  fallen: number[];
}

/** Of buckets: what newcomers among the series hold that really happened in it, and how many series came, and went or began anew. */
export type Births = ReadonlyMap<number, { born: number; came: number; went: number }>;

/** Where series appeared, the increase extrapolates from what it saw of them. */
const UNCERTAINTY_OF_APPEARED = 0.25;
/** A difference smaller than this is no event. */
const LEAST_EVENTS = 0.5;

/**
 * Counts that are exact for bursts wherever they lie in a bucket.
 *
 * `increase` extrapolates to the edges of its range, but never below zero: of a burst of a counter that stood at 0 it finds
 * less, by up to one scrape. The difference between the counters' sums at both ends of a bucket ("levels") has no such error,
 * but does not see restarts and series that come or go. So the difference counts where it lies within the uncertainty
 * of the increase, or where no series changed; the increase counts everywhere else.
 *
 * Of good and total events that are counted apart, what decides is their difference, the bad ones: good by its level less
 * a total by its increase would be bad events that never happened.
 *
 * @param levels Sums of the counters at the end of each bucket, NaN where there were none.
 * @param uncertainty Share of a bucket by which an increase may be off, 0 to 1: about one scrape.
 */
export function exactSides(
  { good, total, onePass }: CountedSides,
  levels: ByTerm<Float64Array>,
  uncertainty: number,
  births: ByTerm<Births> = {}
): ExactSides {
  const bad = difference(total, good);
  const doubtful: ByTerm<DoubtfulBuckets> = {};
  const exact = (term: CountTerm, growth: Float64Array): Float64Array => {
    const level = levels[term];
    if (!level) {
      return growth;
    }
    const found = exactGrowth(growth, risesOf(level), uncertainty, births[term]);
    doubtful[term] = found.doubtful;
    return found.growth;
  };
  if (onePass) {
    const [exactGood, exactBad] = [exact('good', good), exact('bad', bad)];
    return { good: exactGood, total: sum(exactGood, exactBad), doubtful };
  }
  const exactTotal = exact('total', total);
  if (levels.good && levels.total) {
    const rises = differenceOf(risesOf(levels.total), risesOf(levels.good));
    const rest = exactGrowth(bad, rises, uncertainty, differenceOfBirths(births.total, births.good));
    doubtful.good = rest.doubtful;
    doubtful.total = doubtful.total && both(doubtful.total, rest.doubtful);
    return { good: difference(exactTotal, rest.growth), total: exactTotal, doubtful };
  }
  return {
    good: levels.bad ? difference(exactTotal, exact('bad', bad)) : exact('good', good),
    total: exactTotal,
    doubtful,
  };
}

/** By how much the level of counters rose over each bucket. */
interface Rises {
  rise: Float64Array;
  /** 1 where it fell, or was there at one end of the bucket only, so that the rise is not what the counters grew by. */
  broken: Uint8Array;
}

// Loops, because all of it is computed anew at every refresh: callbacks take several times as long.

function risesOf(level: Float64Array): Rises {
  const rise = new Float64Array(level.length).fill(NaN, 0, 1);
  const broken = new Uint8Array(level.length);
  for (let i = 1; i < level.length; i++) {
    const before = level[i - 1];
    // Without any series before, all of the level is new.
    rise[i] = level[i] - (before || 0);
    broken[i] = rise[i] < 0 || Number.isNaN(level[i]) !== Number.isNaN(before) ? 1 : 0;
  }
  return { rise, broken };
}

function differenceOf(of: Rises, less: Rises): Rises {
  const rise = new Float64Array(of.rise.length);
  const broken = new Uint8Array(of.rise.length);
  for (let i = 0; i < rise.length; i++) {
    // A part without any series is none of the total.
    rise[i] = of.rise[i] - (less.rise[i] || 0);
    broken[i] = of.broken[i] | less.broken[i];
  }
  return { rise, broken };
}

function differenceOfBirths(of: Births | undefined, less: Births | undefined): Births {
  const found = new Map<number, { born: number; came: number; went: number }>();
  for (const [bucket, { born, came, went }] of of ?? []) {
    const other = less?.get(bucket);
    if (other) {
      // What is born among the good events only continues bad ones among all of them.
      found.set(bucket, { born: Math.max(0, born - other.born), came: came + other.came, went: went + other.went });
    }
  }
  return found;
}

function both(one: DoubtfulBuckets, other: DoubtfulBuckets): DoubtfulBuckets {
  const above = union(one.above, other.above);
  const below = union(one.below, other.below).filter((bucket) => !above.includes(bucket));
  const isElse = new Set([...above, ...below]);
  return { above, below, fallen: union(one.fallen, other.fallen).filter((bucket) => !isElse.has(bucket)) };
}

/** @returns ascending */
export function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((one, other) => one - other);
}

function exactGrowth(growth: Float64Array, { rise, broken }: Rises, uncertainty: number, births: Births = new Map()) {
  const exact = Float64Array.from(growth);
  const doubtful: DoubtfulBuckets = { above: [], below: [], fallen: [] };
  for (let i = 1; i < growth.length; i++) {
    const birth = births.size > 0 ? births.get(i) : undefined;
    if (birth === undefined && Math.abs(rise[i] - growth[i]) <= uncertainty * Math.max(rise[i], growth[i])) {
      exact[i] = rise[i];
      continue;
    }
    const { born = 0, came, went } = birth ?? {};
    const counted = { grown: growth[i], born, rise: rise[i], isBroken: broken[i] === 1, came, went };
    const { events, dispute } = exactEvents(counted, uncertainty);
    exact[i] = events;
    if (dispute === 'above') {
      doubtful.above.push(i);
    } else if (dispute === 'below') {
      (broken[i] === 1 ? doubtful.fallen : doubtful.below).push(i);
    }
  }
  return { growth: exact, doubtful };
}

/**
 * The events of one stretch of time: the rise of the level where that lies within the uncertainty of what grew and was born, or
 * where no series came, went or began anew; else these. `dispute`: on which side of them the level's rise lies.
 *
 * @param counted `rise`: NaN where there is no level at the end. `isBroken`: the level fell, or was not there at the start.
 *   `came`, `went`: how many series came, and how many went or began anew; absent where it was not asked.
 */
export function exactEvents(
  {
    grown,
    born,
    rise,
    isBroken,
    came,
    went,
  }: { grown: number; born: number; rise: number; isBroken: boolean; came?: number; went?: number },
  uncertainty: number
): { events: number; dispute?: 'above' | 'below' } {
  const known = grown + born;
  // What went has lowered the level, so that its rise is no better than the increase.
  const isExtrapolated = born > 0 && (went ?? 0) === 0;
  const tolerated = (isExtrapolated ? UNCERTAINTY_OF_APPEARED : uncertainty) * Math.max(rise, known);
  const isUnchanged = came === 0 && went === 0 && !isBroken && !Number.isNaN(rise);
  if (Math.abs(rise - known) <= tolerated || isUnchanged) {
    return { events: rise };
  }
  return Math.abs(rise - known) >= LEAST_EVENTS
    ? { events: known, dispute: rise > known ? 'above' : 'below' }
    : { events: known };
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  const sums = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) {
    sums[i] = a[i] + b[i];
  }
  return sums;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const differences = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) {
    differences[i] = a[i] - b[i];
  }
  return differences;
}

/** The levels of an answer's columns, by term; those that no query asked for are left out. */
export function levelColumns(
  columns: Record<'goodLevel' | 'badLevel' | 'totalLevel', Float64Array>,
  asked: ByTerm<unknown>
) {
  const levels: ByTerm<Float64Array> = {};
  for (const term of COUNT_TERMS) {
    if (asked[term] !== undefined) {
      levels[term] = columns[`${term}Level`];
    }
  }
  return levels;
}
