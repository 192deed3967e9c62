import { hoursWith } from './arbitraries.testing';
import { countUnobservedAs } from './unobserved';

/** Unobserved, 60 events, half observed, unobserved, 120 events. */
function gappy() {
  const counts = hoursWith([
    { good: 0, bad: 0 },
    { good: 60, bad: 0 },
    { good: 40, bad: 5 },
    { good: 0, bad: 0 },
    { good: 120, bad: 0 },
  ]);
  counts.coverage.set([0, 1, 0.5, 0, 1]);
  return counts;
}

describe('unobserved time', () => {
  it('counts as bad at the mean rate of the fully observed buckets', () => {
    const { good, total } = countUnobservedAs(gappy(), 'bad');
    expect([...total]).toEqual([0, 60, 45 + 45, 90, 120]);
    expect([...good]).toEqual([0, 60, 40, 0, 120]);
  });

  it('counts as good where the catalogue says so', () => {
    const { good, total } = countUnobservedAs(gappy(), 'good');
    expect([...total]).toEqual([0, 60, 90, 90, 120]);
    expect([...good]).toEqual([0, 60, 85, 90, 120]);
  });

  it('stays unobserved', () => {
    expect(countUnobservedAs(gappy(), 'bad').coverage).toEqual(gappy().coverage);
  });

  it('is not invented before the first observation', () => {
    const counts = gappy();
    counts.coverage.set([0, 0.5, 1, 1, 1]);
    expect([...countUnobservedAs(counts, 'bad').total]).toEqual([0, 60, 45, 0, 120]);
  });

  it('takes the rate of partly observed buckets where no bucket is fully observed', () => {
    const counts = gappy();
    counts.coverage.set([0, 0.5, 0.5, 0, 0.5]);
    expect(countUnobservedAs(counts, 'bad').total[3]).toBe(225 / 1.5);
  });

  it('leaves counts alone in which nothing was observed', () => {
    const counts = gappy();
    counts.coverage.fill(0);
    expect(countUnobservedAs(counts, 'bad')).toEqual(counts);
  });

  it('leaves its input as it was', () => {
    const counts = gappy();
    countUnobservedAs(counts, 'good');
    expect(counts).toEqual(gappy());
  });
});
