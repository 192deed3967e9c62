import fc from 'fast-check';
import { badEvents, indicatorErrorOf, sliOf } from './sli';

describe('the SLI', () => {
  it('is 1 - B/N', () => {
    expect(sliOf(207, 210)).toBe(1 - 3 / 210);
    expect(sliOf(0, 7)).toBe(0);
    expect(sliOf(7, 7)).toBe(1);
  });

  it('is neither 0 nor 1 without events', () => {
    expect(sliOf(0, 0)).toBeNaN();
  });

  it('lies between 0 and 1 whenever good ≤ total', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (good, bad) => {
        fc.pre(good + bad > 0);
        const sli = sliOf(good, good + bad);
        expect(sli).toBeGreaterThanOrEqual(0);
        expect(sli).toBeLessThanOrEqual(1);
      })
    );
  });
});

describe('bad events', () => {
  it('are total - good', () => {
    expect(badEvents(207, 210)).toBe(3);
  });

  it('are not made of rounding', () => {
    expect(badEvents(0.1 + 0.2 + 1e6, 0.3 + 1e6 + 1e-9)).toBe(0);
  });

  it('are seen one by one among ten thousand millions', () => {
    expect(badEvents(1e10 - 1, 1e10)).toBe(1);
  });
});

describe('more good than total events', () => {
  it('are reported with both figures and not clamped', () => {
    expect(indicatorErrorOf({ good: 12, total: 10 })).toEqual({ good: 12, total: 10 });
    expect(sliOf(12, 10)).toBe(1.2);
  });

  it('are reported where there is no total at all', () => {
    expect(indicatorErrorOf({ good: 12, total: 0 })).toEqual({ good: 12, total: 0 });
  });

  it('are no error within the tolerance', () => {
    expect(indicatorErrorOf({ good: 1e6 + 1e-4, total: 1e6 })).toBeUndefined();
  });

  it('is wrong with more bad than total events, which make good negative', () => {
    expect(indicatorErrorOf({ good: -2, total: 10 })).toEqual({ good: -2, total: 10 });
    expect(indicatorErrorOf({ good: -1e-12, total: 10 })).toBeUndefined();
  });
});
