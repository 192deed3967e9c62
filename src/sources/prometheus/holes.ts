import { HOLE_SHARE } from './observedShare';

/** Buckets [first, last] that lack samples, with an observed bucket on either side. */
export interface Hole {
  first: number;
  last: number;
}

/**
 * Runs of buckets whose observed share is below 90 %, between buckets that are observed. Buckets before the first
 * observed one (a young installation, a short retention) and after the last one (an outage that lasts) are none.
 */
export function findHoles(share: Float64Array): Hole[] {
  const holes: Hole[] = [];
  let lastObserved = -1;
  for (let i = 0; i < share.length; i++) {
    if (share[i] < HOLE_SHARE) {
      continue;
    }
    if (lastObserved >= 0 && i - lastObserved > 1) {
      holes.push({ first: lastObserved + 1, last: i - 1 });
    }
    lastObserved = i;
  }
  return holes;
}

/** Growth of the counters over a hole and one observed bucket on either side. */
export interface Growth {
  good: number;
  total: number;
}

/**
 * Puts the growth that no bucket saw into the buckets of the hole, in proportion to what each of them lacks.
 * `increase` over a bucket sees only samples inside it; over the whole hole it sees the samples at both ends. Nothing is
 * taken away: a growth below the buckets' own sum is noise of the extrapolation.
 *
 * @param good Good events by bucket; changed in place. So is `total`.
 */
export function bridge(
  { first, last }: Hole,
  growth: Growth,
  share: Float64Array,
  good: Float64Array,
  total: Float64Array
): void {
  const lackingTotal = Math.max(0, growth.total - sum(total, first - 1, last + 1));
  const lackingGood = Math.min(lackingTotal, Math.max(0, growth.good - sum(good, first - 1, last + 1)));
  let lackingShare = 0;
  for (let i = first; i <= last; i++) {
    lackingShare += 1 - share[i];
  }
  for (let i = first; i <= last; i++) {
    const part = (1 - share[i]) / lackingShare;
    total[i] += lackingTotal * part;
    good[i] += lackingGood * part;
  }
}

function sum(values: Float64Array, first: number, last: number): number {
  let result = 0;
  for (let i = first; i <= last; i++) {
    result += values[i];
  }
  return result;
}
