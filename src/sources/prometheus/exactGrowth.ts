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
  /**
   * Buckets in which a term's counters rose by more than they grew, so that series appeared in them, for the first time or again;
   * all in which both differ, where these are many.
   */
  appeared: ByTerm<number[]>;
}

/** Of buckets: what newcomers among the series hold that really happened in it, and whether series came, went or began anew. */
export type Births = ReadonlyMap<number, { born: number; came: number }>;

/** Where series appeared, the increase extrapolates from what it saw of them. */
const UNCERTAINTY_OF_APPEARED = 0.25;
/** A difference smaller than this is no event. */
const LEAST_EVENTS = 0.5;
/** Restarts dispute few of the buckets with events. Where so many are, targets of one counter are scraped in different intervals. */
const MIXED_SHARE = 0.2;

/**
 * Counts that are exact for bursts wherever they lie in a bucket.
 *
 * `increase` extrapolates to the edges of its range, but never below zero: of a burst of a counter that stood at 0 it finds
 * less, by up to one scrape. The difference between the counters' sums at both ends of a bucket ("levels") has no such error,
 * but knows nothing of restarts and of series that come or go. So the difference counts where it lies within the uncertainty
 * of the increase, and the increase everywhere else.
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
  const appeared: ByTerm<number[]> = {};
  const exact = (term: CountTerm, growth: Float64Array): Float64Array => {
    const level = levels[term];
    if (!level) {
      return growth;
    }
    const found = exactGrowth(growth, level, uncertainty, births[term]);
    appeared[term] = found.appeared;
    return found.growth;
  };
  if (onePass) {
    const [exactGood, exactBad] = [exact('good', good), exact('bad', bad)];
    return { good: exactGood, total: sum(exactGood, exactBad), appeared };
  }
  const exactTotal = exact('total', total);
  return {
    good: levels.bad ? difference(exactTotal, exact('bad', bad)) : exact('good', good),
    total: exactTotal,
    appeared,
  };
}

function exactGrowth(growth: Float64Array, level: Float64Array, uncertainty: number, births: Births = new Map()) {
  const exact = Float64Array.from(growth);
  const [appeared, disputed]: [number[], number[]] = [[], []];
  let busy = 0;
  for (let i = 1; i < growth.length; i++) {
    // Without any series before, all of the level is new.
    const rise = level[i] - (level[i - 1] || 0);
    const { born = 0, came } = births.get(i) ?? {};
    const { events, dispute } = exactEvents({ grown: growth[i], born, came, rise }, uncertainty);
    exact[i] = events;
    busy += events > 0 || rise > 0 ? 1 : 0;
    if (dispute !== undefined) {
      disputed.push(i);
    }
    if (dispute === 'above') {
      appeared.push(i);
    }
  }
  return { growth: exact, appeared: disputed.length > MIXED_SHARE * busy ? disputed : appeared };
}

/**
 * The events of one stretch of time: the rise of the level where that lies within the uncertainty of what grew and was born, or
 * where no series came, went or began anew; else these. `dispute`: on which side of them the level's rise lies.
 *
 * @param counted `rise`: NaN where there is no level at the end. `came`: how many series changed; absent where nobody has asked.
 */
export function exactEvents(
  { grown, born, rise, came }: { grown: number; born: number; rise: number; came?: number },
  uncertainty: number
): { events: number; dispute?: 'above' | 'below' } {
  const known = grown + born;
  const tolerated = (born > 0 ? UNCERTAINTY_OF_APPEARED : uncertainty) * Math.max(rise, known);
  if (Math.abs(rise - known) <= tolerated || (came === 0 && rise >= 0)) {
    return { events: rise };
  }
  return Math.abs(rise - known) >= LEAST_EVENTS
    ? { events: known, dispute: rise > known ? 'above' : 'below' }
    : { events: known };
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
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
