import { hoursWith, START_MS } from './arbitraries.testing';
import { DAY_MS, HOUR_MS } from './durations';
import { isSparse, measuredBudget } from './measuredBudget';
import { createTimeline, type Timeline } from './timeline';

const WINDOW_MS = 30 * DAY_MS;
const HOURS = 200;
const END_MS = START_MS + HOURS * HOUR_MS;

/** Hours with so many events each, from START_MS on; undefined is an hour that was not observed. */
function timelineOf(eventsAt: (hour: number) => number | undefined): Timeline {
  const events = Array.from({ length: HOURS }, (_, hour) => eventsAt(hour));
  const hour = hoursWith(events.map((good = 0) => ({ good, bad: 0 })));
  events.forEach((observed, i) => (hour.coverage[i] = observed === undefined ? 0 : 1));
  return createTimeline({ hour });
}

describe('the budget that the traffic of the last days gives a window', () => {
  it('is (1 - t)·N with N from the last 72 h', () => {
    expect(
      measuredBudget(
        timelineOf((hour) => (hour >= HOURS - 72 ? 2 : 1000)),
        0.99,
        WINDOW_MS,
        END_MS
      )
    ).toBeCloseTo(0.01 * 2 * 720, 9);
  });

  it('is scaled by observed time, so that an installation of some hours knows it as well', () => {
    const young = timelineOf((hour) => (hour >= HOURS - 5 ? 3 : undefined));
    expect(measuredBudget(young, 0.99, WINDOW_MS, END_MS)).toBeCloseTo(0.01 * 3 * 720, 9);
    const holed = timelineOf((hour) => (hour % 2 === 0 ? 3 : undefined));
    expect(measuredBudget(holed, 0.99, WINDOW_MS, END_MS)).toBeCloseTo(0.01 * 3 * 720, 9);
  });

  it('is unknown where nothing was observed, and 0 where nothing happened', () => {
    expect(
      measuredBudget(
        timelineOf(() => undefined),
        0.99,
        WINDOW_MS,
        END_MS
      )
    ).toBeUndefined();
    expect(
      measuredBudget(
        timelineOf(() => 0),
        0.99,
        WINDOW_MS,
        END_MS
      )
    ).toBe(0);
  });
});

describe('a budget', () => {
  /** Events an hour that make a budget of so many events. */
  const perHour = (budget: number) => budget / 0.01 / 720;
  const sparse = (budgetAt: (hour: number) => number | undefined) => {
    const eventsAt = (hour: number) => {
      const budget = budgetAt(hour);
      return budget === undefined ? undefined : perHour(budget);
    };
    return isSparse(timelineOf(eventsAt), 0.99, WINDOW_MS, END_MS);
  };

  it('is sparse below two events, not at two, and not where it is unknown', () => {
    expect(sparse(() => 1.99)).toBe(true);
    expect(sparse(() => 2)).toBe(false);
    expect(sparse(() => undefined)).toBe(false);
  });

  it('stays sparse for a day while it is below three, and no longer', () => {
    // Whole 72 h before an instant decide, so the budget is below two until then.
    const risenBefore = (hours: number) => (hour: number) =>
      hour < HOURS - hours - 72 ? 1 : hour < HOURS - hours ? 1.9 : 2.9;
    expect(sparse(risenBefore(20))).toBe(true);
    expect(sparse(risenBefore(24 + 72))).toBe(false);
  });

  it('ends being sparse at once when a service becomes busy', () => {
    expect(sparse((hour) => (hour < HOURS - 1 ? 1 : 500))).toBe(false);
  });
});
