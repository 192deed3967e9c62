import { evaluateRange, shiftRange, zoomOut } from './timeRange';

const FALLBACK = { from: 'now-1h', to: 'now' };
const NOW = Date.UTC(2026, 2, 1, 12);
const UTC = { timeZone: 'utc', fiscalYearStartMonth: 0 };
const HOUR = 3_600_000;

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

const ends = (from: string, to: string) => {
  const range = evaluateRange({ from, to }, FALLBACK, UTC);
  return [range.from.valueOf(), range.to.valueOf()];
};

describe('a range', () => {
  it('is evaluated at the present moment and remembers its words', () => {
    const range = evaluateRange({ from: 'now-3h', to: 'now' }, FALLBACK, UTC);
    expect([range.from.valueOf(), range.to.valueOf()]).toEqual([NOW - 3 * HOUR, NOW]);
    expect(range.raw).toEqual({ from: 'now-3h', to: 'now' });
  });

  it('of a fiscal year begins with the month that the reader chose', () => {
    const range = evaluateRange({ from: 'now/fy', to: 'now' }, FALLBACK, { timeZone: 'utc', fiscalYearStartMonth: 1 });
    expect(range.from.toISOString()).toBe('2026-02-01T00:00:00.000Z');
  });

  it('may be given in epoch milliseconds', () => {
    expect(ends(String(NOW - 5), String(NOW))).toEqual([NOW - 5, NOW]);
  });

  it.each([
    ['nonsense', 'now'],
    ['now', 'now-1h'],
    ['now-1h', 'nowadays'],
    ['', ''],
  ])('from "%s" to "%s" gives the dashboard’s own', (from, to) => {
    expect(ends(from, to)).toEqual([NOW - HOUR, NOW]);
  });

  it('moves by half of itself', () => {
    const range = evaluateRange({ from: 'now-2h', to: 'now' }, FALLBACK, UTC);
    expect(shiftRange(range, -1)).toEqual({ from: String(NOW - 3 * HOUR), to: String(NOW - HOUR) });
    expect(shiftRange(range, 1)).toEqual({ from: String(NOW - HOUR), to: String(NOW + HOUR) });
  });

  it('doubles around its middle when zoomed out', () => {
    const range = evaluateRange({ from: 'now-2h', to: 'now' }, FALLBACK, UTC);
    expect(zoomOut(range)).toEqual({ from: String(NOW - 3 * HOUR), to: String(NOW + HOUR) });
  });
});
