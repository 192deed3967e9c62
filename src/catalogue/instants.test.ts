import { isTimeZone, isWallClockTime, parseInstant } from './instants';

describe('an instant', () => {
  it.each([
    ['2026-05-01T08:00:00Z', Date.UTC(2026, 4, 1, 8)],
    ['2026-05-01T08:00:00+02:00', Date.UTC(2026, 4, 1, 6)],
    ['2026-05-01t08:00:00.250z', Date.UTC(2026, 4, 1, 8, 0, 0, 250)],
    ['2024-02-29 00:00:00Z', Date.UTC(2024, 1, 29)],
  ])('is %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([
    '2026-05-01',
    '2026-05-01T08:00:00',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-05-01T25:00:00Z',
    'now',
  ])('is not %s', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('the start of a calendar', () => {
  it('is a wall-clock time that exists', () => {
    expect(isWallClockTime('2026-01-01 00:00:00')).toBe(true);
    expect(isWallClockTime('2026-01-01T00:00:00')).toBe(false);
    expect(isWallClockTime('2026-01-01 24:00:00')).toBe(false);
    expect(isWallClockTime('2026-04-31 00:00:00')).toBe(false);
  });

  it('is in an IANA time zone', () => {
    expect(['UTC', 'Europe/Berlin', 'America/New_York'].every(isTimeZone)).toBe(true);
    expect(['+01:00', 'Europe/Atlantis', '', 'local time'].some(isTimeZone)).toBe(false);
  });
});
