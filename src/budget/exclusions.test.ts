import { HOUR_MS, MINUTE_MS } from './durations';
import { unobservedCounts } from './eventCounts';
import { excludedBuckets } from './exclusions';

const day = unobservedCounts(0, 6 * HOUR_MS, HOUR_MS);

describe('planned maintenance', () => {
  it('excludes every bucket that it overlaps, however briefly', () => {
    const maintenance = { fromMs: 2 * HOUR_MS - MINUTE_MS, toMs: 3 * HOUR_MS + MINUTE_MS };
    expect([...excludedBuckets(day, [maintenance])]).toEqual([0, 1, 1, 1, 0, 0]);
  });

  it('does not touch the bucket that begins when it ends, nor the one that ends when it begins', () => {
    expect([...excludedBuckets(day, [{ fromMs: 2 * HOUR_MS, toMs: 3 * HOUR_MS }])]).toEqual([0, 0, 1, 0, 0, 0]);
  });

  it('excludes a bucket once, however many exclusions overlap it', () => {
    const maintenance = { fromMs: 0, toMs: HOUR_MS };
    expect([...excludedBuckets(day, [maintenance, maintenance])]).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it('may begin before the buckets and end after them', () => {
    expect([...excludedBuckets(day, [{ fromMs: -5 * HOUR_MS, toMs: HOUR_MS }])]).toEqual([1, 0, 0, 0, 0, 0]);
    expect([...excludedBuckets(day, [{ fromMs: 5 * HOUR_MS, toMs: 99 * HOUR_MS }])]).toEqual([0, 0, 0, 0, 0, 1]);
    expect([...excludedBuckets(day, [{ fromMs: -5 * HOUR_MS, toMs: -2 * HOUR_MS }])]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('excludes nothing if it ends before it begins', () => {
    expect([...excludedBuckets(day, [{ fromMs: 3 * HOUR_MS, toMs: 2 * HOUR_MS }])]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
