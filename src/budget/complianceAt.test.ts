import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import { complianceAt } from './forecast';

const HOUR = Date.UTC(2026, 10, 22, 10);

describe('the earliest instant of compliance', () => {
  it('is the same at every evaluation within an hour', () => {
    const seen = [5, 20, 35, 55].map((minutes) =>
      complianceAt({ kind: 'in', ms: 3 * HOUR_MS }, { asOfMs: HOUR + minutes * MINUTE_MS })
    );
    expect(new Set(seen)).toEqual(new Set([HOUR + 4 * HOUR_MS]));
  });

  it('is a day where it is more than two days away', () => {
    expect(complianceAt({ kind: 'in', ms: 5 * DAY_MS }, { asOfMs: HOUR + 5 * MINUTE_MS })).toBe(Date.UTC(2026, 10, 28));
  });

  it('is not later than the end of a calendar period', () => {
    const windowEndMs = Date.UTC(2026, 10, 30, 23);
    const compliance = { kind: 'newPeriod' as const, ms: windowEndMs - HOUR };
    expect(complianceAt(compliance, { asOfMs: HOUR, windowEndMs })).toBe(windowEndMs);
  });

  it('is now where it complies, and nothing where it is unknown', () => {
    expect(complianceAt({ kind: 'in', ms: 0 }, { asOfMs: HOUR })).toBe(HOUR);
    expect(complianceAt({ kind: 'unknown', reason: 'noEvents' }, { asOfMs: HOUR })).toBeNull();
  });
});
