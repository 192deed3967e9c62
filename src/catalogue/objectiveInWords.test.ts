import { DAY_MS } from '../budget/durations';
import type { CalendarUnit, ObjectiveWindow } from '../catalogue/objective';
import { scopeInWords, windowInWords } from './objectiveInWords';

const rolling: ObjectiveWindow = { type: 'rolling', durationMs: 30 * DAY_MS };
const calendar = (count: number, unit: CalendarUnit): ObjectiveWindow => ({
  type: 'calendar',
  count,
  unit,
  startTime: '2026-01-01 00:00:00',
  timeZone: 'UTC',
});

describe('a window in words', () => {
  it.each([
    [rolling, '30 d', 'over the 30 d before each instant'],
    [calendar(1, 'M'), 'calendar month', 'since the calendar month began'],
    [calendar(2, 'w'), '2 calendar weeks', 'since the 2 calendar weeks began'],
    [{ type: 'pointInTime' } as const, 'now', 'now'],
  ])('%j is "%s"', (window, words, scope) => {
    expect(windowInWords(window)).toBe(words);
    expect(scopeInWords(window)).toBe(scope);
  });
});
