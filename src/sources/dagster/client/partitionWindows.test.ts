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

  it('closes by the clock of its time zone, where Dagster tells one window of it', () => {
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

  it('does not exist for keys that are no times', () => {
    expect(closingTimes(['a', 'b'], null, []).size).toBe(0);
    expect(closingTimes([], null, []).size).toBe(0);
    expect(closingTimes(['2026-01-01', 'latest'], null, []).size).toBe(0);
  });
});
