import fc from 'fast-check';
import { eventCounts, hoursWith, exclusions as maintenance } from './arbitraries.testing';
import { HOUR_MS } from './durations';
import { naiveSumsOfBuckets } from './naive.testing';
import { prefixSums } from './prefixSums';

describe('prefix sums', () => {
  it('give the sums of any run of buckets as a difference', () => {
    fc.assert(
      fc.property(
        eventCounts({ stepMs: HOUR_MS, minLength: 1, maxLength: 60 }),
        maintenance,
        fc.nat(60),
        fc.nat(60),
        (counts, exclusions, a, b) => {
          const last = counts.total.length;
          const [from, to] = [Math.min(a, b, last), Math.min(Math.max(a, b), last)];
          const sums = prefixSums(counts, exclusions);
          const naive = naiveSumsOfBuckets(
            counts,
            counts.startMs + from * HOUR_MS,
            counts.startMs + to * HOUR_MS,
            exclusions
          );
          expect(sums.good[to] - sums.good[from]).toBe(naive.good);
          expect(sums.total[to] - sums.total[from]).toBe(naive.total);
          expect((sums.coverage[to] - sums.coverage[from]) * HOUR_MS).toBe(naive.observedMs);
          expect((to - from - (sums.countable[to] - sums.countable[from])) * HOUR_MS).toBe(naive.excludedMs);
        }
      )
    );
  });

  it('refuse arrays of different lengths and buckets off the epoch', () => {
    const counts = hoursWith([{ good: 1, bad: 0 }]);
    expect(() => prefixSums({ ...counts, good: new Float64Array(2) })).toThrow('found 2, 1 and 1');
    expect(() => prefixSums({ ...counts, startMs: counts.startMs + 1 })).toThrow('aligned to the epoch');
  });
});
