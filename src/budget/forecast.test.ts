import fc from 'fast-check';
import { fiveMinuteTruth, hoursWith, targets } from './arbitraries.testing';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import { endMs, type EventCounts } from './eventCounts';
import { forecast, type Forecast } from './forecast';
import { hoursOf, naiveSums, newest } from './naive.testing';
import { createTimeline, resolvedInstant, sumsOver } from './timeline';
import { windowBoundsOf, type BudgetWindow } from './windowBounds';

function forecastAt(hour: EventCounts, target: number, window: BudgetWindow, nowMs = endMs(hour)): Forecast {
  const timeline = createTimeline({ hour });
  const bounds = windowBoundsOf(window)(nowMs);
  const rules = { target, window, timeBased: false };
  return forecast(timeline, rules, bounds, sumsOver(timeline, bounds.startMs, nowMs), nowMs);
}

/** `count` hours of 100 events; the hours for which `bad` says so have that many failures among them. */
function hours(count: number, bad: (hour: number) => number): EventCounts {
  return hoursWith(Array.from({ length: count }, (_, hour) => ({ good: 100 - bad(hour), bad: bad(hour) })));
}

const thirtyDays: BudgetWindow = { type: 'rolling', durationMs: 30 * DAY_MS };
const january: BudgetWindow = {
  type: 'calendar',
  count: 1,
  unit: 'M',
  startTime: '2026-01-01 00:00:00',
  timeZone: 'UTC',
};

describe('the forecasts of a rolling window', () => {
  it('are what their definitions say, worked out from every bucket', () => {
    fc.assert(
      fc.property(
        fiveMinuteTruth(60),
        fc.integer({ min: 24, max: 12 * 30 }),
        fc.integer({ min: 8 * 12, max: 48 * 12 }),
        targets(),
        (truth, fineBuckets, windowBuckets, target) => {
          const windowMs = windowBuckets * 5 * MINUTE_MS;
          const hour = hoursOf(truth);
          const fiveMinutes = newest(truth, fineBuckets);
          const timeline = createTimeline({ hour, fiveMinutes });
          const nowMs = resolvedInstant(timeline, endMs(truth));
          const window: BudgetWindow = { type: 'rolling', durationMs: windowMs };
          const sums = sumsOver(timeline, nowMs - windowMs, nowMs);
          fc.pre(sums.total > 0);
          const rules = { target, window, timeBased: false };
          const found = forecast(timeline, rules, windowBoundsOf(window)(nowMs), sums, nowMs);

          const lastDay = naiveSums(hour, fiveMinutes, nowMs - DAY_MS, nowMs);
          const whole = naiveSums(hour, fiveMinutes, nowMs - windowMs, nowMs);
          const r = whole.total / whole.observedMs;
          const q = lastDay.total > 0 ? (r * (lastDay.total - lastDay.good)) / lastDay.total : 0;
          const edges = [...Array.from({ length: Math.ceil(windowMs / HOUR_MS) }, (_, i) => i * HOUR_MS), windowMs];
          const breachedAt = (T: number, rate: number) => {
            const { good, total } = naiveSums(hour, fiveMinutes, nowMs - windowMs + T, nowMs);
            return total - good + rate * T > (1 - target) * (total + r * T) * (1 + 1e-9);
          };
          const breachedNow = breachedAt(0, q);
          const exhausted = lastDay.total > 0 || breachedNow ? edges.find((T) => breachedAt(T, q)) : undefined;
          const complies = edges.find((T) => edges.every((later) => later < T || !breachedAt(later, 0)));

          expect(found.exhaustion).toEqual(exhausted === undefined ? { kind: 'never' } : { kind: 'in', ms: exhausted });
          expect(found.compliance).toEqual({ kind: 'in', ms: breachedNow ? complies : 0 });
        }
      )
    );
  });

  it('see the end of the budget at the last day’s rate', () => {
    // 99 % of 72,000 events: 720 may fail. 240 failed in the last day; two more days like it spend the rest.
    const { exhaustion, compliance } = forecastAt(
      hours(720, (hour) => (hour >= 696 ? 10 : 0)),
      0.99,
      thirtyDays
    );
    expect(exhaustion).toEqual({ kind: 'in', ms: 49 * HOUR_MS });
    expect(compliance).toEqual({ kind: 'in', ms: 0 });
  });

  it('see no end at the rate that the budget allows', () => {
    expect(
      forecastAt(
        hours(720, () => 1),
        0.99,
        thirtyDays
      ).exhaustion
    ).toEqual({ kind: 'never' });
  });

  it('see no end after a day without events', () => {
    const idle = hours(720, (hour) => (hour < 20 ? 30 : 0));
    idle.good.fill(0, 696);
    idle.total.fill(0, 696);
    expect(forecastAt(idle, 0.99, thirtyDays).exhaustion).toEqual({ kind: 'never' });
  });

  it('say that a breached budget is exhausted, and when enough failures have left the window', () => {
    // 1,000 failures in the ten oldest hours, 720 allowed: three hours have to leave.
    const { exhaustion, compliance } = forecastAt(
      hours(720, (hour) => (hour < 10 ? 100 : 0)),
      0.99,
      thirtyDays
    );
    expect(exhaustion).toEqual({ kind: 'in', ms: 0 });
    expect(compliance).toEqual({ kind: 'in', ms: 3 * HOUR_MS });
  });

  it('expect compliance at a target of 100 % when the last failure has left, and have no budget to exhaust', () => {
    const { exhaustion, compliance } = forecastAt(
      hours(720, (hour) => (hour === 99 ? 1 : 0)),
      1,
      thirtyDays
    );
    expect(exhaustion).toEqual({ kind: 'unknown', reason: 'noBudget' });
    expect(compliance).toEqual({ kind: 'in', ms: 100 * HOUR_MS });
  });
});

describe('the forecasts of a calendar period', () => {
  it('lose no failures before the period ends', () => {
    // 240 h, 24,000 events, 240 allowed, 120 spent in the last day: q = 5/h, 1/h of it allowed, 120 left.
    const { exhaustion } = forecastAt(
      hours(240, (hour) => (hour >= 216 ? 5 : 0)),
      0.99,
      january
    );
    expect(exhaustion.kind === 'in' && exhaustion.ms / HOUR_MS).toBeCloseTo(30, 4);
  });

  it('do not look beyond the end of the period', () => {
    // As above, 22 h before the end of the month: the rest outlasts it.
    const late = hours(31 * 24 - 22, (hour) => (hour >= 31 * 24 - 46 ? 5 : 0));
    expect(forecastAt(late, 0.99, january).exhaustion).toEqual({ kind: 'never' });
  });

  it('expect compliance when good traffic has diluted the failures', () => {
    // 300 failures need 30,000 events; 24,000 have been, 100 come an hour.
    const { exhaustion, compliance } = forecastAt(
      hours(240, (hour) => (hour < 3 ? 100 : 0)),
      0.99,
      january
    );
    expect(exhaustion).toEqual({ kind: 'in', ms: 0 });
    expect(compliance.kind === 'in' && compliance.ms / HOUR_MS).toBeCloseTo(60, 4);
  });

  it('else expect it from the next period, which starts clean', () => {
    const { compliance } = forecastAt(
      hours(240, () => 50),
      0.99,
      january
    );
    expect(compliance).toEqual({ kind: 'newPeriod', ms: 21 * DAY_MS });
    expect(
      forecastAt(
        hours(240, () => 1),
        1,
        january
      ).compliance
    ).toEqual({ kind: 'newPeriod', ms: 21 * DAY_MS });
  });

  it('count from the start of the period, not before', () => {
    const february = forecastAt(
      hours(32 * 24, (hour) => (hour < 31 * 24 ? 100 : 0)),
      0.99,
      january
    );
    expect(february.compliance).toEqual({ kind: 'in', ms: 0 });
  });
});
