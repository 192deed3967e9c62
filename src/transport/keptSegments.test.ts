import { KeptSegments } from './keptSegments';
import type { Segment } from './segment';

const COLUMNS = ['total'];
const LIFETIMES = { maxAgeMs: 1_000, reuseUnsettledMs: 10 };

/** Buckets of 1 ms from `fromMs` on, each with `value`. */
function segment(fromMs: number, toMs: number, value: number, settledUntilMs = toMs): Segment<string> {
  const total = new Float64Array(toMs - fromMs).fill(value);
  return { stepMs: 1, startMs: fromMs, columns: { total }, settledUntilMs, notes: [] };
}

describe('what is kept of a series', () => {
  it('holds every bucket once, as it was answered last', () => {
    const kept = new KeptSegments(COLUMNS, LIFETIMES);
    kept.put(segment(0, 10, 1), { fromMs: 0, toMs: 10 }, 0);
    kept.put(segment(20, 30, 2), { fromMs: 20, toMs: 30 }, 0);
    kept.put(segment(5, 25, 3), { fromMs: 5, toMs: 25 }, 0);
    expect(kept.bucketCount).toBe(30);
    const held = kept.servable({ fromMs: 0, toMs: 30 }, 0);
    expect(held.map(({ fromMs, toMs, segment }) => [fromMs, toMs, segment.columns.total[0]])).toEqual([
      [0, 5, 1],
      [25, 30, 2],
      [5, 25, 3],
    ]);
  });

  it('drops what may no longer be served', () => {
    const kept = new KeptSegments(COLUMNS, LIFETIMES);
    kept.put(segment(0, 10, 1), { fromMs: 0, toMs: 10 }, 0);
    kept.put(segment(10, 20, 1, 15), { fromMs: 10, toMs: 20 }, 900);
    expect(kept.bucketCount).toBe(20);
    kept.put(segment(100, 101, 1), { fromMs: 100, toMs: 101 }, 1_000);
    expect(kept.bucketCount).toBe(6);
  });

  it('holds the details of a bucket as long as its numbers, and counts them', () => {
    const kept = new KeptSegments(COLUMNS, LIFETIMES);
    const detailed = (fromMs: number, toMs: number, text: string) => ({
      ...segment(fromMs, toMs, 1),
      details: Array.from({ length: toMs - fromMs }, (_, i) => ({ atMs: fromMs + i, text })),
    });
    kept.put(detailed(0, 10, 'first'), { fromMs: 0, toMs: 10 }, 0);
    kept.put(detailed(5, 15, 'second'), { fromMs: 5, toMs: 15 }, 0);
    expect(kept.bucketCount).toBe(30);
    const held = kept.servable({ fromMs: 0, toMs: 15 }, 0).flatMap(({ segment: { details = [] } }) => details);
    expect(held).toEqual([
      ...[0, 1, 2, 3, 4].map((atMs) => ({ atMs, text: 'first' })),
      ...[5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((atMs) => ({ atMs, text: 'second' })),
    ]);
  });

  it('does not hold on to the arrays that it was given', () => {
    const kept = new KeptSegments(COLUMNS, LIFETIMES);
    kept.put(segment(0, 1_000, 1), { fromMs: 990, toMs: 1_000 }, 0);
    const [part] = kept.servable({ fromMs: 0, toMs: 1_000 }, 0);
    expect(part.segment.columns.total.buffer.byteLength).toBe(10 * Float64Array.BYTES_PER_ELEMENT);
  });
});
