import { hoursWith, START_MS } from './arbitraries.testing';
import { breachIntervals, breachPoints } from './breaches';
import { DAY_MS, HOUR_MS } from './durations';
import { createTimeline } from './timeline';

/** One letter per hour: b breached, c compliant, - no figures. */
const points = (letters: string) =>
  [...letters].map((letter, hour) => ({ atMs: hour, breached: letter === '-' ? null : letter === 'b' }));

describe('breach intervals', () => {
  it('last from the first breached instant to the first compliant one', () => {
    expect(breachIntervals(points('ccbbbccbc'))).toEqual([
      { fromMs: 2, toMs: 5, startedBefore: false },
      { fromMs: 7, toMs: 8, startedBefore: false },
    ]);
  });

  it('stay open while the breach lasts', () => {
    expect(breachIntervals(points('ccb'))).toEqual([{ fromMs: 2, toMs: null, startedBefore: false }]);
  });

  it('began before the first known instant if that is breached already', () => {
    expect(breachIntervals(points('--bbc'))).toEqual([{ fromMs: 2, toMs: 4, startedBefore: true }]);
  });

  it('are neither begun nor ended by an instant without figures', () => {
    expect(breachIntervals(points('c-b--bc'))).toEqual([{ fromMs: 2, toMs: 6, startedBefore: false }]);
    expect(breachIntervals(points('--'))).toEqual([]);
  });
});

describe('the verdicts of a window over time', () => {
  const instants = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, i) => START_MS + (first + i) * HOUR_MS);

  it('follow each failure into the rolling window and out of it', () => {
    const hour = hoursWith(
      Array.from({ length: 72 }, (_, i) => (i === 30 ? { good: 0, bad: 10 } : { good: 10, bad: 0 }))
    );
    const rules = { target: 0.99, window: { type: 'rolling' as const, durationMs: DAY_MS }, timeBased: false };
    const found = breachIntervals(breachPoints(createTimeline({ hour }), rules, instants(1, 72)));
    expect(found).toEqual([{ fromMs: START_MS + 31 * HOUR_MS, toMs: START_MS + 55 * HOUR_MS, startedBefore: false }]);
  });

  it('start clean with a new calendar period', () => {
    const hour = hoursWith(
      Array.from({ length: 72 }, (_, i) => (i === 30 ? { good: 0, bad: 10 } : { good: 10, bad: 0 }))
    );
    const daily = {
      type: 'calendar' as const,
      count: 1,
      unit: 'd' as const,
      startTime: '2026-01-01 00:00:00',
      timeZone: 'UTC',
    };
    const rules = { target: 0.99, window: daily, timeBased: false };
    const points = breachPoints(createTimeline({ hour }), rules, instants(24, 60));
    expect(points[0]).toEqual({ atMs: START_MS + 24 * HOUR_MS, breached: null });
    expect(breachIntervals(points)).toEqual([
      { fromMs: START_MS + 31 * HOUR_MS, toMs: START_MS + 49 * HOUR_MS, startedBefore: false },
    ]);
  });
});
