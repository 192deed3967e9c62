import { DAY_MS, HOUR_MS } from '../budget/durations';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { overWindow, readDuration } from './windowOverride';

describe('a duration of a query', () => {
  it.each([
    ['6h', 6 * HOUR_MS],
    [' 4w ', 28 * DAY_MS],
    ['10Y', 3650 * DAY_MS],
  ])('may be %j', (text, ms) => {
    expect(readDuration(text, 'window')).toBe(ms);
  });

  it.each(['', '30', '1.5d', '$window'])('is not %j, which says what it should look like', (text) => {
    expect(() => readDuration(text, 'window')).toThrow(
      `The window "${text}" is not a duration. Write a number and a unit`
    );
  });

  it.each(['11Y', '99999999d'])('is not %j, whose hours no one could hold', (text) => {
    expect(() => readDuration(text, 'lookback')).toThrow(`The lookback "${text}" is longer than 10Y`);
  });
});

it('Another window takes the place of rolling ones only', () => {
  const windows = shippedCatalogue.objectives.map((objective) => overWindow(objective, DAY_MS).window);
  expect(new Set(windows.map(({ type }) => type))).toEqual(new Set(['rolling', 'pointInTime']));
  expect(windows.filter(({ type }) => type === 'rolling')).toContainEqual({ type: 'rolling', durationMs: DAY_MS });
  const [first] = shippedCatalogue.objectives;
  expect(overWindow(first, undefined)).toBe(first);
});
