import fc from 'fast-check';
import { bridge, findHoles } from './holes';

describe('holes in the samples', () => {
  it('are runs of unobserved buckets between observed ones', () => {
    expect(findHoles(Float64Array.of(1, 0, 0, 1, 0.5, 1))).toEqual([
      { first: 1, last: 2 },
      { first: 4, last: 4 },
    ]);
  });

  it('do not include the time before the first sample, nor after the last', () => {
    expect(findHoles(Float64Array.of(0, 0, 1, 1, 0))).toEqual([]);
  });

  it('begin below 90 % of the usual samples', () => {
    expect(findHoles(Float64Array.of(1, 0.9, 1, 0.89, 1))).toEqual([{ first: 3, last: 3 }]);
  });
});

describe('bridging a hole', () => {
  const share = Float64Array.of(1, 0.5, 0, 0, 1);
  const hole = { first: 1, last: 3 };

  it('puts the growth that no bucket saw where samples are lacking, in proportion to what lacks', () => {
    const good = Float64Array.of(90, 45, 0, 0, 90);
    const total = Float64Array.of(100, 50, 0, 0, 100);
    bridge(hole, { good: 350, total: 500 }, share, good, total);
    expect([...total]).toEqual([100, 100, 100, 100, 100]);
    expect([...good]).toEqual([90, 70, 50, 50, 90]);
  });

  it('takes nothing away when the growth over the hole is smaller than what its buckets saw', () => {
    const good = Float64Array.of(90, 45, 0, 0, 90);
    const total = Float64Array.of(100, 50, 0, 0, 100);
    bridge(hole, { good: 200, total: 220 }, share, good, total);
    expect([...total]).toEqual([100, 50, 0, 0, 100]);
    expect([...good]).toEqual([90, 45, 0, 0, 90]);
  });

  it('never adds more good events than events', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ total: fc.nat(1000), good: fc.nat(1000), share: fc.double({ min: 0, max: 0.89, noNaN: true }) }),
          {
            minLength: 1,
            maxLength: 20,
          }
        ),
        fc.nat(50_000),
        fc.nat(50_000),
        (buckets, growthGood, growthTotal) => {
          const total = Float64Array.from([10, ...buckets.map((bucket) => bucket.total), 10]);
          const good = total.map((count, i) => Math.min(count, buckets[i - 1]?.good ?? 10));
          const shares = Float64Array.from([1, ...buckets.map((bucket) => bucket.share), 1]);
          bridge(
            { first: 1, last: buckets.length },
            { good: Math.min(growthGood, growthTotal), total: growthTotal },
            shares,
            good,
            total
          );
          total.forEach((count, i) => expect(good[i]).toBeLessThanOrEqual(count + 1e-9));
        }
      )
    );
  });
});
