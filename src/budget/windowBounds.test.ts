import { DAY_MS } from './durations';
import { lookbackOf, windowBoundsOf, type BudgetWindow } from './windowBounds';

const monthly: BudgetWindow = {
  type: 'calendar',
  count: 1,
  unit: 'M',
  startTime: '2026-01-01 00:00:00',
  timeZone: 'UTC',
};

describe('the bounds of a window', () => {
  it('look back over the duration of a rolling window', () => {
    expect(windowBoundsOf({ type: 'rolling', durationMs: 30 * DAY_MS })(40 * DAY_MS)).toEqual({ startMs: 10 * DAY_MS });
  });

  it('are those of the calendar period, whichever instant was asked for before', () => {
    const boundsAt = windowBoundsOf(monthly);
    const february = { startMs: Date.UTC(2026, 1, 1), endMs: Date.UTC(2026, 2, 1) };
    expect(boundsAt(Date.UTC(2026, 1, 10))).toEqual(february);
    expect(boundsAt(Date.UTC(2026, 2, 1)).startMs).toBe(february.endMs);
    expect(boundsAt(Date.UTC(2026, 2, 1) - 1)).toEqual(february);
  });
});

describe('the length of a window', () => {
  it('is fixed for a rolling window only', () => {
    expect(lookbackOf({ type: 'rolling', durationMs: DAY_MS })).toBe(DAY_MS);
    expect(lookbackOf(monthly)).toBeUndefined();
  });
});
