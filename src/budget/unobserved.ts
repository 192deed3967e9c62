import type { EventCounts } from './eventCounts';

/**
 * Counts in which unobserved time counts as bad or as good (the no-data policy of time-based objectives): every bucket after
 * the first observed one gets (1 - coverage) × the mean total of the fully observed buckets as further events. Where no
 * bucket is fully observed, that mean is the total over the observed time. Coverage stays what it was, because nothing more
 * was seen; so does a timeline in which nothing was observed. Returns new arrays.
 */
export function countUnobservedAs(counts: EventCounts, verdict: 'bad' | 'good'): EventCounts {
  const { coverage } = counts;
  const good = Float64Array.from(counts.good);
  const total = Float64Array.from(counts.total);
  const firstObserved = coverage.findIndex((share) => share > 0);
  if (firstObserved >= 0) {
    const mean = meanObservedTotal(counts);
    for (let i = firstObserved + 1; i < total.length; i++) {
      const unseen = Math.max(0, 1 - coverage[i]) * mean;
      total[i] += unseen;
      good[i] += verdict === 'good' ? unseen : 0;
    }
  }
  return { ...counts, good, total };
}

function meanObservedTotal({ total, coverage }: EventCounts): number {
  let fullEvents = 0;
  let fullBuckets = 0;
  let events = 0;
  let buckets = 0;
  for (let i = 0; i < total.length; i++) {
    events += total[i];
    buckets += coverage[i];
    if (coverage[i] >= 1) {
      fullEvents += total[i];
      fullBuckets++;
    }
  }
  return fullBuckets > 0 ? fullEvents / fullBuckets : events / buckets;
}
