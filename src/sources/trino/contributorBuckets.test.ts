import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { contributorBuckets, isCounted } from './contributorBuckets';

const NOW = Date.UTC(2026, 0, 15, 9, 33, 20);
const AS_OF = Date.UTC(2026, 0, 15, 9, 30);
const FULL_HOUR = Date.UTC(2026, 0, 15, 9);
const FINE = 5 * MINUTE_MS;

describe('the buckets of contributors', () => {
  it('are those of a figure over days: full hours, and five minutes after the last of them', () => {
    const fromMs = FULL_HOUR - 30 * DAY_MS;
    expect(contributorBuckets({ fromMs, toMs: AS_OF, nowMs: NOW })).toEqual([
      { fromMs, toMs: FULL_HOUR, stepMs: HOUR_MS },
      { fromMs: FULL_HOUR, toMs: AS_OF, stepMs: FINE },
    ]);
  });

  it('are those of a figure over a day: five minutes', () => {
    const fromMs = AS_OF - DAY_MS;
    expect(contributorBuckets({ fromMs, toMs: AS_OF, nowMs: NOW })).toEqual([{ fromMs, toMs: AS_OF, stepMs: FINE }]);
  });

  it('cover whatever else is asked for, in whole five minutes, without a gap or an overlap', () => {
    for (const [fromMs, toMs] of [
      [AS_OF - 30 * DAY_MS, AS_OF],
      [AS_OF - 30 * DAY_MS + 1, AS_OF + 1],
      [FULL_HOUR - 20 * DAY_MS + FINE, FULL_HOUR - 20 * DAY_MS + 4 * FINE],
      [FULL_HOUR - 20 * DAY_MS - FINE, FULL_HOUR - 20 * DAY_MS + FINE],
    ]) {
      const ranges = contributorBuckets({ fromMs, toMs, nowMs: NOW });
      expect(ranges[0].fromMs).toBe(Math.floor(fromMs / FINE) * FINE);
      expect(ranges.at(-1)?.toMs).toBe(Math.floor(toMs / FINE) * FINE);
      ranges.slice(1).forEach((range, i) => expect(range.fromMs).toBe(ranges[i].toMs));
      for (const range of ranges) {
        expect([range.fromMs % range.stepMs, range.toMs % range.stepMs]).toEqual([0, 0]);
      }
    }
  });

  it('do not count where a stretch that is left out overlaps them', () => {
    const without = [{ fromMs: FULL_HOUR, toMs: FULL_HOUR + HOUR_MS }];
    const hours = { stepMs: HOUR_MS };
    expect(isCounted(FULL_HOUR, hours, without)).toBe(false);
    expect(isCounted(FULL_HOUR - HOUR_MS, hours, without)).toBe(true);
    expect(isCounted(FULL_HOUR + HOUR_MS, hours, without)).toBe(true);
    expect(isCounted(FULL_HOUR, hours)).toBe(true);
  });
});
