import { closingTimes } from './partitionWindows';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const days = ['2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09'];
const at = (text: string) => Date.parse(text);

describe('the window of a partition', () => {
  it('closes when the next one opens', () => {
    expect(closingTimes(days, '%Y-%m-%d', []).get('2026-03-07')).toBe(at('2026-03-08T00:00:00Z'));
    expect(closingTimes(days, '%Y-%m-%d', []).get('2026-03-09')).toBe(at('2026-03-10T00:00:00Z'));
  });

  it('closes by the clock of its time zone, where Dagster reports one window of it', () => {
    const known = {
      startKey: days[0],
      endKey: days[0],
      startMs: at('2026-03-06T05:00:00Z'),
      endMs: at('2026-03-07T05:00:00Z'),
    };
    expect(closingTimes(days, '%Y-%m-%d', [known]).get('2026-03-07')).toBe(at('2026-03-08T05:00:00Z'));
  });

  it('takes the clock of the last window before it: clocks change', () => {
    const winter = {
      startKey: days[0],
      endKey: days[0],
      startMs: at('2026-03-06T05:00:00Z'),
      endMs: at('2026-03-07T05:00:00Z'),
    };
    const summer = {
      startKey: days[3],
      endKey: days[3],
      startMs: at('2026-03-09T04:00:00Z'),
      endMs: at('2026-03-10T04:00:00Z'),
    };
    const closing = closingTimes(days, '%Y-%m-%d', [winter, summer]);
    expect(days.map((day) => closing.get(day))).toEqual([
      winter.endMs,
      at('2026-03-08T05:00:00Z'),
      summer.startMs,
      summer.endMs,
    ]);
  });

  it.each([
    ['hours', ['2026-01-01-00:00', '2026-01-01-01:00'], null, HOUR_MS],
    ['weeks', ['2026-01-04', '2026-01-11'], '%Y-%m-%d', 7 * DAY_MS],
    ['an own format', ['01/02/2026', '01/03/2026'], '%m/%d/%Y', DAY_MS],
    ['years', ['2025', '2026'], '%Y', 365 * DAY_MS],
  ])('may be of %s', (_, keys, format, widthMs) => {
    const closing = closingTimes(keys, format, []);
    expect((closing.get(keys[1]) ?? 0) - (closing.get(keys[0]) ?? 0)).toBe(widthMs);
  });

  it.each([
    ['February', ['2025-01-01', '2025-02-01'], '2025-03-01'],
    ['October', ['2026-09-01', '2026-10-01'], '2026-11-01'],
    ['a quarter', ['2026-01-01', '2026-04-01'], '2026-07-01'],
    ['a year before a leap year', ['2026-01-01', '2027-01-01'], '2028-01-01'],
    ['a leap year', ['2027-01-01', '2028-01-01'], '2029-01-01'],
  ])('closes with %s, also where that is the last one', (_, keys, next) => {
    expect(closingTimes(keys, null, []).get(keys[1])).toBe(at(next));
  });

  describe('of an hour', () => {
    // New York sets its clocks back at 06:00 UTC: one o'clock comes twice.
    const hours = ['2026-11-01-00:00', '2026-11-01-01:00', '2026-11-01-01:00-0500', '2026-11-01-02:00'];
    const summer = {
      startKey: hours[0],
      endKey: hours[0],
      startMs: at('2026-11-01T04:00:00Z'),
      endMs: at('2026-11-01T05:00:00Z'),
    };
    const closing = ['05', '06', '07', '08'].map((hour) => at(`2026-11-01T${hour}:00:00Z`));

    it.each([
      ['Dagster’s own format', '%Y-%m-%d-%H:%M'],
      ['an unknown format', null],
    ])('that comes twice, in %s, is recognized by the offset that Dagster adds to the second', (_, format) => {
      const found = closingTimes(hours, format, [summer]);
      expect(hours.map((hour) => found.get(hour))).toEqual(closing);
    });

    it('is where its key says, if all keys carry their offset', () => {
      const keys = ['2026-11-01 01:00 -0400', '2026-11-01 01:00 -0500', '2026-11-01 02:00 -0500'];
      const found = closingTimes(keys, '%Y-%m-%d %H:%M %z', []);
      expect(keys.map((key) => found.get(key))).toEqual(closing.slice(1));
    });
  });

  describe('in the time zone of the definition', () => {
    const days = ['2026-10-31', '2026-11-01', '2026-11-02'];

    it.each([
      ['Asia/Tokyo', ['2026-10-31T15:00:00Z', '2026-11-01T15:00:00Z', '2026-11-02T15:00:00Z']],
      // Clocks are set back on the first of November.
      ['America/New_York', ['2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z', '2026-11-03T05:00:00Z']],
    ])('%s closes although nothing was ever materialized', (timeZone, expected) => {
      const found = closingTimes(days, null, [], timeZone);
      expect(days.map((day) => found.get(day))).toEqual(expected.map(at));
    });

    it('keeps the hour at which a day begins across daylight saving, once one window shows it', () => {
      const first = {
        startKey: days[0],
        endKey: days[0],
        startMs: at('2026-10-31T10:00:00Z'),
        endMs: at('2026-11-01T11:00:00Z'),
      };
      const found = closingTimes(days, null, [first], 'America/New_York');
      expect(days.slice(1).map((day) => found.get(day))).toEqual([
        at('2026-11-02T11:00:00Z'),
        at('2026-11-03T11:00:00Z'),
      ]);
    });

    it('takes the second of two like hours from its key', () => {
      const hours = ['2026-11-01-00:00', '2026-11-01-01:00', '2026-11-01-01:00-0500', '2026-11-01-02:00'];
      const found = closingTimes(hours, null, [], 'America/New_York');
      const closing = ['05', '06', '07', '08'].map((hour) => at(`2026-11-01T${hour}:00:00Z`));
      expect(hours.map((hour) => found.get(hour))).toEqual(closing);
    });
  });

  it('does not exist for keys that are no times', () => {
    expect(closingTimes(['a', 'b'], null, []).size).toBe(0);
    expect(closingTimes([], null, []).size).toBe(0);
    expect(closingTimes(['2026-01-01', 'latest'], null, []).size).toBe(0);
  });
});
