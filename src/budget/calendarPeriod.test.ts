import fc from 'fast-check';
import { calendarPeriod, type CalendarWindow } from './calendarPeriod';
import { DAY_MS, HOUR_MS } from './durations';

const ZONES = [
  'UTC',
  'Europe/Zurich',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
  'Africa/Cairo',
];

const window = (changes: Partial<CalendarWindow> = {}): CalendarWindow => ({
  type: 'calendar',
  count: 1,
  unit: 'M',
  startTime: '2025-01-01 00:00:00',
  timeZone: 'UTC',
  ...changes,
});

const startAt = (changes: Partial<CalendarWindow>, at: string) =>
  new Date(calendarPeriod(window(changes), Date.parse(at)).startMs).toISOString();

/** What a clock in the zone shows. */
function clock(instantMs: number, timeZone: string): { day: number; minuteOfDay: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(instantMs);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
  return { day: part('day'), minuteOfDay: part('hour') * 60 + part('minute') };
}

const windows = fc.record({
  type: fc.constant('calendar' as const),
  count: fc.integer({ min: 1, max: 4 }),
  unit: fc.constantFrom('h' as const, 'd' as const, 'w' as const, 'M' as const, 'Q' as const, 'Y' as const),
  startTime: fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.nat(23), fc.constantFrom('00', '30'))
    .map(([month, day, hour, minute]) => {
      const two = (value: number) => String(value).padStart(2, '0');
      return `2024-${two(month)}-${two(day)} ${two(hour)}:${minute}:00`;
    }),
  timeZone: fc.constantFrom(...ZONES),
});
const instants = fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2031, 0, 1) });

describe('calendar periods', () => {
  it('cover time without gap or overlap, in every zone', () => {
    fc.assert(
      fc.property(windows, instants, (calendar, atMs) => {
        const { startMs, endMs } = calendarPeriod(calendar, atMs);
        expect(startMs).toBeLessThanOrEqual(atMs);
        expect(endMs).toBeGreaterThan(atMs);
        expect(calendarPeriod(calendar, endMs).startMs).toBe(endMs);
        expect(calendarPeriod(calendar, startMs - 1).endMs).toBe(startMs);
      })
    );
  });

  it('start at the same time of day all year, but for a time that the clock skips', () => {
    fc.assert(
      fc.property(windows, instants, (calendar, atMs) => {
        fc.pre(calendar.unit !== 'h');
        const { startMs } = calendarPeriod(calendar, atMs);
        const shown = clock(startMs, calendar.timeZone).minuteOfDay;
        const [hour, minute] = calendar.startTime.slice(11, 16).split(':').map(Number);
        const twoHoursBefore = clock(startMs - 2 * HOUR_MS, calendar.timeZone).minuteOfDay;
        const clockJumped = (shown - twoHoursBefore + 1440) % 1440 !== 120;
        expect(shown === hour * 60 + minute || clockJumped).toBe(true);
      })
    );
  });

  it('keep midnight across daylight saving', () => {
    expect(startAt({ unit: 'd', timeZone: 'Europe/Zurich' }, '2026-01-15T12:00:00Z')).toBe('2026-01-14T23:00:00.000Z');
    expect(startAt({ unit: 'd', timeZone: 'Europe/Zurich' }, '2026-07-15T12:00:00Z')).toBe('2026-07-14T22:00:00.000Z');
    const spring = calendarPeriod(window({ unit: 'd', timeZone: 'Europe/Zurich' }), Date.parse('2026-03-29T12:00:00Z'));
    expect(spring.endMs - spring.startMs).toBe(23 * HOUR_MS);
    const autumn = calendarPeriod(
      window({ unit: 'd', timeZone: 'America/New_York' }),
      Date.parse('2026-11-01T12:00:00Z')
    );
    expect(autumn.endMs - autumn.startMs).toBe(25 * HOUR_MS);
  });

  it('know zones off the hour and half-hour daylight saving', () => {
    expect(startAt({ timeZone: 'Asia/Kathmandu' }, '2026-05-20T00:00:00Z')).toBe('2026-04-30T18:15:00.000Z');
    expect(startAt({ timeZone: 'Australia/Lord_Howe' }, '2026-01-20T00:00:00Z')).toBe('2025-12-31T13:00:00.000Z');
    expect(startAt({ timeZone: 'Australia/Lord_Howe' }, '2026-06-20T00:00:00Z')).toBe('2026-05-31T13:30:00.000Z');
  });

  it('take the first of two equal wall-clock times, and move a skipped one on by the gap', () => {
    const zurich = (startTime: string) => ({ unit: 'd' as const, startTime, timeZone: 'Europe/Zurich' });
    expect(startAt(zurich('2026-01-01 02:30:00'), '2026-10-25T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(startAt(zurich('2026-01-01 02:30:00'), '2026-03-29T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('clamp to the end of a short month and come back to the day', () => {
    const monthly = { startTime: '2026-01-31 00:00:00' };
    expect(startAt(monthly, '2026-03-15T00:00:00Z')).toBe('2026-02-28T00:00:00.000Z');
    expect(startAt(monthly, '2026-04-15T00:00:00Z')).toBe('2026-03-31T00:00:00.000Z');
    expect(startAt(monthly, '2028-03-15T00:00:00Z')).toBe('2028-02-29T00:00:00.000Z');
  });

  it('have the lengths that people expect', () => {
    expect(startAt({ unit: 'Q' }, '2026-08-20T00:00:00Z')).toBe('2026-07-01T00:00:00.000Z');
    expect(startAt({ unit: 'Y' }, '2026-08-20T00:00:00Z')).toBe('2026-01-01T00:00:00.000Z');
    expect(startAt({ unit: 'w', startTime: '2026-01-05 00:00:00' }, '2026-02-01T23:59:59Z')).toBe(
      '2026-01-26T00:00:00.000Z'
    );
    const twoHours = calendarPeriod(window({ unit: 'h', count: 2 }), Date.parse('2026-02-01T05:10:00Z'));
    expect(twoHours.endMs - twoHours.startMs).toBe(2 * HOUR_MS);
    const halfHour = calendarPeriod(window({ unit: 'm', count: 30 }), Date.parse('2026-02-01T05:40:00Z'));
    expect(new Date(halfHour.startMs).toISOString()).toBe('2026-02-01T05:30:00.000Z');
  });

  it('exist before the first one, too', () => {
    expect(startAt({}, '2024-12-31T00:00:00Z')).toBe('2024-12-01T00:00:00.000Z');
  });

  it('survive a day that a zone skipped', () => {
    const apia = window({ unit: 'd', timeZone: 'Pacific/Apia' });
    const before = calendarPeriod(apia, Date.parse('2011-12-30T09:00:00Z'));
    expect(clock(before.startMs, 'Pacific/Apia')).toEqual({ day: 29, minuteOfDay: 0 });
    expect(clock(before.endMs, 'Pacific/Apia')).toEqual({ day: 31, minuteOfDay: 0 });
    expect(before.endMs - before.startMs).toBe(DAY_MS);
  });

  it('refuse what they cannot read', () => {
    expect(() => calendarPeriod(window({ startTime: '1 May' }), 0)).toThrow('found "1 May"');
    expect(() => calendarPeriod(window({ startTime: '2026-13-01 00:00:00' }), 0)).toThrow('YYYY-MM-DD hh:mm:ss');
    expect(() => calendarPeriod(window({ timeZone: 'Mars/Olympus' }), 0)).toThrow(RangeError);
    expect(() => calendarPeriod(window({ count: 0 }), 0)).toThrow('found 0');
  });
});
