import fc from 'fast-check';
import { targets } from './arbitraries.testing';
import { DAY_MS } from './durations';
import {
  badEventsAllowed,
  budgetEvents,
  budgetMinutes,
  isBreached,
  oneFailureBreaches,
  remainingOf,
} from './errorBudget';

describe('the error budget', () => {
  it('in events is (1 - t)·N', () => {
    expect(budgetEvents(210, 0.99)).toBeCloseTo(2.1, 12);
  });

  it('in minutes is (1 - t) × observed minutes: 43.2 for 99.9 % of 30 d', () => {
    expect(budgetMinutes(30 * DAY_MS, 0.999)).toBeCloseTo(43.2, 9);
  });

  it('has the share 1 - B/((1 - t)·N) left', () => {
    expect(remainingOf(995, 1000, 0.99)).toBeCloseTo(0.5, 12);
    expect(remainingOf(1000, 1000, 0.99)).toBe(1);
  });

  it('goes below 0 when overspent', () => {
    expect(remainingOf(970, 1000, 0.99)).toBeCloseTo(-2, 12);
  });

  it('does not exist without events, nor at a target of 100 %', () => {
    expect(remainingOf(0, 0, 0.99)).toBeNaN();
    expect(remainingOf(5, 10, 1)).toBeNaN();
  });
});

describe('a breach', () => {
  it('is not 1 bad of 10 at 90 %', () => {
    expect(isBreached(1, 10, 0.9)).toBe(false);
    expect(isBreached(2, 10, 0.9)).toBe(true);
  });

  it('is never a budget spent exactly, whatever binary fractions make of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 1000 }), (permille, thousands) => {
        expect(isBreached(permille * thousands, 1000 * thousands, 1 - permille / 1000)).toBe(false);
        expect(isBreached(permille * thousands + 1, 1000 * thousands, 1 - permille / 1000)).toBe(true);
      })
    );
  });

  it('is any bad event at a target of 100 %', () => {
    expect(isBreached(0, 10, 1)).toBe(false);
    expect(isBreached(1, 1e9, 1)).toBe(true);
  });
});

describe('bad events still allowed', () => {
  it('count that each of them enlarges N as well', () => {
    // 10 bad of 1,000 become 110 of 1,100.
    expect(badEventsAllowed(10, 1000, 0.9)).toBe(100);
    expect(badEventsAllowed(0, 9, 0.9)).toBe(1);
  });

  it('are exact where the budget is', () => {
    expect(badEventsAllowed(0, 99, 0.99)).toBe(1);
    expect(badEventsAllowed(0, 98, 0.99)).toBe(0);
    expect(badEventsAllowed(1, 10, 0.9)).toBe(0);
  });

  it('are none once breached, and none at a target of 100 %', () => {
    expect(badEventsAllowed(3, 10, 0.9)).toBe(0);
    expect(badEventsAllowed(0, 1000, 1)).toBe(0);
  });

  it('are as many as can happen without a breach', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1000), targets({ withHundred: true }), (good, bad, target) => {
        const total = good + bad;
        fc.pre(!isBreached(bad, total, target));
        const allowed = badEventsAllowed(bad, total, target);
        expect(isBreached(bad + allowed, total + allowed, target)).toBe(false);
        expect(isBreached(bad + allowed + 1, total + allowed + 1, target)).toBe(true);
      })
    );
  });
});

describe('a budget below one event', () => {
  it('is breached by one failure', () => {
    expect(oneFailureBreaches(9, 0.9)).toBe(true);
    expect(oneFailureBreaches(10, 0.9)).toBe(false);
    expect(oneFailureBreaches(1000, 1)).toBe(true);
  });

  it('is not said of a window without events', () => {
    expect(oneFailureBreaches(0, 0.9)).toBe(false);
  });
});
