import fc from 'fast-check';
import { eventCounts, START_MS } from './arbitraries.testing';
import { HOUR_MS, MINUTE_MS } from './durations';
import { bucketCount, endMs, type EventCounts } from './eventCounts';
import { sliceResolutionMs, toSlices, type Slicing } from './slices';

function minutes(events: Array<[good: number, total: number]>, startMs = START_MS): EventCounts {
  return {
    stepMs: MINUTE_MS,
    startMs,
    good: Float64Array.from(events, ([good]) => good),
    total: Float64Array.from(events, ([, total]) => total),
    coverage: new Float64Array(events.length).fill(1),
    settledUntilMs: startMs + 3 * MINUTE_MS,
  };
}

const FIVE = 5 * MINUTE_MS;
const ninety: Slicing = { method: 'Timeslices', sliceMs: MINUTE_MS, sliceTarget: 0.9 };

describe('Timeslices', () => {
  it('make one event of a slice: good if its ratio reaches the slice target', () => {
    const slices = toSlices(
      minutes([
        [9, 10],
        [8, 10],
        [1, 1],
        [89, 100],
        [27, 30],
      ]),
      ninety,
      FIVE
    );
    expect([...slices.total]).toEqual([5]);
    expect([...slices.good]).toEqual([3]);
  });

  it('are not fooled by binary fractions', () => {
    const slicing: Slicing = { method: 'Timeslices', sliceMs: FIVE, sliceTarget: 0.3 };
    const tenths = minutes(Array.from({ length: 5 }, () => [0.1 * 3, 1]));
    expect([...toSlices(tenths, slicing, FIVE).good]).toEqual([1]);
  });

  it('make no event of a slice without events', () => {
    const slices = toSlices(minutes(Array.from({ length: 5 }, () => [0, 0])), ninety, FIVE);
    expect([...slices.total]).toEqual([0]);
    expect([...slices.coverage]).toEqual([1]);
  });

  it('make no event of an unobserved slice', () => {
    const counts = minutes(Array.from({ length: 5 }, (_, i) => (i === 2 ? [0, 0] : [1, 1])));
    counts.coverage[2] = 0;
    const slices = toSlices(counts, ninety, FIVE);
    expect([...slices.total]).toEqual([4]);
    expect(slices.coverage[0]).toBeCloseTo(0.8, 12);
  });
});

describe('a hole in the samples', () => {
  /** Five minutes, the third one unobserved, into which growth over the hole was put: none of it good. */
  const holed = (): EventCounts => {
    const counts = minutes([
      [10, 10],
      [10, 10],
      [0, 0.02],
      [10, 10],
      [0, 0],
    ]);
    counts.coverage[2] = 0;
    return counts;
  };

  it('makes no event of a slice, whatever was counted over it', () => {
    const slices = toSlices(holed(), ninety, FIVE);
    expect([slices.good[0], slices.total[0]]).toEqual([3, 3]);
  });

  it('adds nothing to a slice that was observed beside it', () => {
    const counts = holed();
    counts.total[2] = 90;
    const slices = toSlices(counts, { method: 'RatioTimeslices', sliceMs: FIVE }, FIVE);
    expect([slices.good[0], slices.total[0]]).toEqual([1, 1]);
  });

  it('changes no slice, however much growth is put into its unobserved buckets', () => {
    fc.assert(
      fc.property(
        eventCounts({ stepMs: MINUTE_MS, minLength: 1, maxLength: 120 }),
        fc.array(fc.tuple(fc.nat(9), fc.double({ min: 0, max: 9, noNaN: true })), { minLength: 120, maxLength: 120 }),
        fc.constantFrom(1, 5, 15),
        (counts, growth, sliceMinutes) => {
          const slicing: Slicing = { method: 'Timeslices', sliceMs: sliceMinutes * MINUTE_MS, sliceTarget: 0.9 };
          const bridged = { ...counts, good: counts.good.slice(), total: counts.total.slice() };
          bridged.total.forEach((_, i) => {
            const [good, bad] = counts.coverage[i] === 0 ? growth[i] : [0, 0];
            bridged.good[i] += good;
            bridged.total[i] += good + bad;
          });
          expect(toSlices(bridged, slicing, FIVE)).toEqual(toSlices(counts, slicing, FIVE));
        }
      )
    );
  });
});

describe('RatioTimeslices', () => {
  it('make the mean of the slices’ ratios of good/total', () => {
    const slicing: Slicing = { method: 'RatioTimeslices', sliceMs: MINUTE_MS };
    const slices = toSlices(
      minutes([
        [1, 1],
        [50, 100],
        [0, 0],
        [0, 3],
        [1, 4],
      ]),
      slicing,
      FIVE
    );
    expect(slices.good[0] / slices.total[0]).toBe((1 + 0.5 + 0 + 0.25) / 4);
  });
});

describe('slices', () => {
  it('longer than a bucket are one event, in the bucket in which they end', () => {
    const hourly = (good: number[]): EventCounts => ({
      ...minutes(good.map((count) => [count, 10])),
      stepMs: HOUR_MS,
    });
    const slicing: Slicing = { method: 'Timeslices', sliceMs: 2 * HOUR_MS, sliceTarget: 0.9 };
    const slices = toSlices(hourly([10, 10, 5, 10, 10]), slicing, HOUR_MS);
    expect([...slices.total]).toEqual([0, 1, 0, 1, 0]);
    expect([...slices.good]).toEqual([0, 1, 0, 0, 0]);
  });

  it('that are not wholly known are not judged', () => {
    const slicing: Slicing = { method: 'Timeslices', sliceMs: FIVE, sliceTarget: 1 };
    const counts = minutes(
      Array.from({ length: 11 }, () => [1, 1]),
      START_MS + 2 * MINUTE_MS
    );
    const slices = toSlices(counts, slicing, FIVE);
    expect(slices.startMs).toBe(START_MS);
    expect([...slices.total]).toEqual([0, 1, 0]);
    expect([...slices.coverage].map((share) => Math.round(share * 10))).toEqual([6, 10, 6]);
  });

  it('settle when the counts do', () => {
    expect(toSlices(minutes([[1, 1]]), ninety, FIVE).settledUntilMs).toBe(START_MS + 3 * MINUTE_MS);
  });

  it('add up to those that a look at each slice finds', () => {
    fc.assert(
      fc.property(
        eventCounts({ stepMs: MINUTE_MS, minLength: 1, maxLength: 200 }),
        fc.constantFrom(1, 5, 10, 15),
        fc.nat(9),
        (counts, sliceMinutes, shift) => {
          const shifted = { ...counts, startMs: counts.startMs + shift * MINUTE_MS };
          const sliceMs = sliceMinutes * MINUTE_MS;
          const slices = toSlices(shifted, { method: 'Timeslices', sliceMs, sliceTarget: 0.9 }, FIVE);
          for (let bucket = 0; bucket < bucketCount(slices); bucket++) {
            const bucketEnd = slices.startMs + (bucket + 1) * FIVE;
            let good = 0;
            let total = 0;
            for (let minute = bucketEnd - FIVE + MINUTE_MS; minute <= bucketEnd; minute += MINUTE_MS) {
              const first = (minute - sliceMs - shifted.startMs) / MINUTE_MS;
              if (minute % sliceMs !== 0 || first < 0 || minute > endMs(shifted)) {
                continue;
              }
              const sum = (values: Float64Array) =>
                values.slice(first, first + sliceMinutes).reduce((a, b) => a + b, 0);
              total += sum(counts.total) > 0 ? 1 : 0;
              good += sum(counts.total) > 0 && sum(counts.good) / sum(counts.total) >= 0.9 - 1e-9 ? 1 : 0;
            }
            expect([slices.good[bucket], slices.total[bucket]]).toEqual([good, total]);
          }
        }
      )
    );
  });

  it('refuse counts that cannot be cut', () => {
    const slicing: Slicing = { method: 'RatioTimeslices', sliceMs: 90_000 };
    expect(() => toSlices(minutes([[1, 1]]), slicing, FIVE)).toThrow('90000 ms');
  });
});

describe('the resolution of slices', () => {
  it('is the smaller of slice and bucket where it divides the larger, else what divides both', () => {
    expect(sliceResolutionMs(MINUTE_MS, HOUR_MS)).toBe(MINUTE_MS);
    expect(sliceResolutionMs(2 * HOUR_MS, HOUR_MS)).toBe(HOUR_MS);
    expect(sliceResolutionMs(2 * HOUR_MS, FIVE)).toBe(FIVE);
    expect(sliceResolutionMs(7 * MINUTE_MS, FIVE)).toBe(MINUTE_MS);
  });
});
