import fc from 'fast-check';
import { targets } from './arbitraries.testing';
import { burnRatePolicy, type BurnRatePolicyOptions } from './burnRatePolicy';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';

const rows = (target: number, windowMs = 30 * DAY_MS) =>
  burnRatePolicy(target, windowMs).rows.map(({ longMs, factor }) => [longMs / HOUR_MS, Number(factor.toFixed(9))]);

describe('burn-rate alerts over 30 d', () => {
  it('are the usual ones at 99 %', () => {
    expect(rows(0.99)).toEqual([
      [1, 14.4],
      [6, 6],
      [24, 3],
      [72, 1],
    ]);
  });

  it('look back 2 h instead of 1 h at 90 %, where a factor of 14.4 could never be reached', () => {
    expect(rows(0.9)).toEqual([
      [2, 7.2],
      [6, 6],
      [24, 3],
      [72, 1],
    ]);
  });

  it('look back further still at 75 %', () => {
    expect(rows(0.75)).toEqual([
      [6, 2.4],
      [12, 3],
      [24, 3],
      [72, 1],
    ]);
  });

  it('fire 9, 86 and 216 minutes into a total outage', () => {
    const minutes = [0.99, 0.9, 0.75].map((target) =>
      Math.round(burnRatePolicy(target, 30 * DAY_MS).rows[0].outageFiresAfterMs / MINUTE_MS)
    );
    expect(minutes).toEqual([9, 86, 216]);
  });

  it('page for the first two rows and open tickets for the last two', () => {
    const { rows: found } = burnRatePolicy(0.99, 30 * DAY_MS);
    expect(found.map(({ severity, budgetFraction }) => [severity, budgetFraction])).toEqual([
      ['page', 0.02],
      ['page', 0.05],
      ['ticket', 0.1],
      ['ticket', 0.1],
    ]);
  });

  it('have a short lookback of a twelfth, but for work that comes in bursts', () => {
    expect(burnRatePolicy(0.99, 30 * DAY_MS).rows.map(({ shortMs }) => shortMs)).toEqual([
      5 * MINUTE_MS,
      30 * MINUTE_MS,
      2 * HOUR_MS,
      6 * HOUR_MS,
    ]);
    const { rows: bursts } = burnRatePolicy(0.99, 30 * DAY_MS, { workInBursts: true });
    expect(bursts.map(({ shortMs }) => shortMs)).toEqual([null, null, null, null]);
  });
});

describe('a burn-rate row', () => {
  it('is refused with its arithmetic where it cannot fire', () => {
    const { rows: found, refused } = burnRatePolicy(0.5, 90 * DAY_MS);
    expect(found.map(({ longMs }) => longMs / HOUR_MS)).toEqual([48, 72]);
    expect(refused).toHaveLength(2);
    expect(refused[0]).toEqual({
      severity: 'ticket',
      budgetFraction: 0.1,
      because: 'cannotFire',
      arithmetic:
        '10 % of the budget within 72 h takes an error ratio of 0.1 × 2,160 h × 0.5 / 72 h = 1.5, and no error ratio exceeds 1',
    });
  });

  it('is refused, though a total outage could fire it, where a partial one could not', () => {
    const { refused } = burnRatePolicy(0.5, 50 * DAY_MS);
    expect(refused.map(({ because, arithmetic }) => `${because}: ${arithmetic}`)).toEqual(
      Array(2).fill(
        'totalOutageOnly: 10 % of the budget within 72 h takes an error ratio of 0.1 × 1,200 h × 0.5 / 72 h = 0.83, ' +
          'above 0.75: only a nearly total outage would fire it'
      )
    );
  });

  it('is refused at a target of 100 %, which has no burn rate', () => {
    const { rows: found, refused } = burnRatePolicy(1, 30 * DAY_MS);
    expect(found).toEqual([]);
    expect(refused.map(({ because }) => because)).toEqual(Array(4).fill('cannotFire'));
    expect(refused[0].arithmetic).toContain('100 %');
  });

  it('is refused where the budget would outlast its window at the rate that fires it, as over short windows', () => {
    const { rows: found, refused } = burnRatePolicy(0.99, 7 * DAY_MS);
    expect(found.map(({ longMs }) => longMs / HOUR_MS)).toEqual([1, 6]);
    expect(refused.map(({ because }) => because)).toEqual(['belowEvenRate', 'belowEvenRate']);
    expect(refused[1].arithmetic).toBe(
      '10 % of the budget within 72 h is a burn rate of 0.1 × 168 h / 72 h = 0.23, below 0.9: ' +
        'it would fire at a rate at which the budget outlasts its window'
    );
    expect(burnRatePolicy(0.99, DAY_MS).rows).toEqual([]);
    expect(burnRatePolicy(0.99, 28 * DAY_MS).rows).toHaveLength(4);
  });

  it('asks for three bad events where it pages and two where it opens a ticket, unless a catalogue says otherwise', () => {
    const leastBad = (options: BurnRatePolicyOptions) =>
      burnRatePolicy(0.99, 30 * DAY_MS, options).rows.map((row) => row.leastBad);
    expect(leastBad({})).toEqual([3, 3, 2, 2]);
    expect(leastBad({ atMost: 'ticket' })).toEqual([2, 2, 2, 2]);
    expect(leastBad({ minBadEvents: 5 })).toEqual([5, 5, 5, 5]);
    expect(leastBad({ ratioOnly: true })).toEqual([null, null, null, null]);
  });

  it('is refused where its lookback holds fewer slices than it asks to be bad, and slower where it takes them long', () => {
    const halfHours = burnRatePolicy(0.99, 30 * DAY_MS, { sliceMs: 30 * MINUTE_MS });
    expect(
      halfHours.rows.map(({ longMs, outageFiresAfterMs }) => [longMs / HOUR_MS, outageFiresAfterMs / MINUTE_MS])
    ).toEqual([
      [6, 90],
      [24, 60],
      [72, 60],
    ]);
    expect(halfHours.refused).toEqual([
      {
        severity: 'page',
        budgetFraction: 0.02,
        because: 'cannotFire',
        arithmetic: 'it takes 3 bad slices of 30 min, and a lookback of 1 h holds 2',
      },
    ]);
  });

  it('can fire, spends its share of the budget within its lookback, and is never hastier than its default', () => {
    fc.assert(
      fc.property(targets(), fc.integer({ min: 1, max: 365 }), (target, days) => {
        const defaults = [1, 6, 24, 72];
        const { rows: found, refused } = burnRatePolicy(target, days * DAY_MS);
        expect(found.length + refused.length).toBe(4);
        for (const { factor, longMs, budgetFraction } of found) {
          expect(factor).toBeGreaterThanOrEqual(0.9 * (1 - 1e-9));
          expect(longMs).toBeLessThanOrEqual(days * DAY_MS);
          expect(factor * (1 - target)).toBeLessThanOrEqual(0.75 * (1 + 1e-9));
          expect((factor * longMs) / (days * DAY_MS)).toBeCloseTo(budgetFraction, 9);
          expect(defaults.some((hours) => longMs >= hours * HOUR_MS)).toBe(true);
        }
        for (const { because, budgetFraction } of refused.filter((row) => row.because !== 'belowEvenRate')) {
          const errorRatio = (budgetFraction * days * 24 * (1 - target)) / 72;
          expect(errorRatio).toBeGreaterThan(0.75);
          expect(because).toBe(errorRatio >= 1 - 1e-9 ? 'cannotFire' : 'totalOutageOnly');
        }
      })
    );
  });
});
