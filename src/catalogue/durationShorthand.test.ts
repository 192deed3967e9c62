import { durationMs, parseDurationShorthand } from './durationShorthand';

const DAY_MS = 86_400_000;

describe('duration shorthand', () => {
  it.each([
    ['1m', 60_000],
    ['90m', 90 * 60_000],
    ['1h', 3_600_000],
    ['1d', DAY_MS],
    ['2w', 14 * DAY_MS],
    ['1M', 30 * DAY_MS],
    ['1Q', 90 * DAY_MS],
    ['1Y', 365 * DAY_MS],
  ])('%s is %d ms long', (text, expected) => {
    const duration = parseDurationShorthand(text);
    expect(duration && durationMs(duration)).toBe(expected);
  });

  it('distinguishes a minute from a month', () => {
    expect(parseDurationShorthand('1m')).toEqual({ count: 1, unit: 'm' });
    expect(parseDurationShorthand('1M')).toEqual({ count: 1, unit: 'M' });
  });

  it.each(['', '0d', '1', 'd', '1s', '1.5h', '1h30m', ' 1d', '-1d', '9'.repeat(17) + 'd'])('is not %p', (text) => {
    expect(parseDurationShorthand(text)).toBeUndefined();
  });
});
