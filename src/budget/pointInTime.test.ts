import { judgeItems } from './pointInTime';

describe('items as they are now', () => {
  it('are met while no more are bad than floor((1 - t)·items)', () => {
    const judged = judgeItems({ good: 98, total: 100 }, 0.98);
    expect(judged).toMatchObject({
      bad: 2,
      sli: { value: 0.98 },
      allowed: { value: 2 },
      remaining: { value: 0 },
      status: { state: 'met', why: '2 bad of 100, 2 allowed' },
    });
    expect(judged.remainingBudget.value).toBeCloseTo(0, 9);
  });

  it('are breached by one more', () => {
    expect(judgeItems({ good: 97, total: 100 }, 0.98)).toMatchObject({
      remaining: { value: -1 },
      status: { state: 'breached' },
    });
  });

  it('have a whole allowance where binary fractions would take one off', () => {
    expect(judgeItems({ good: 10, total: 10 }, 0.9).allowed.value).toBe(1);
    expect(judgeItems({ good: 19, total: 19 }, 0.9).allowed.value).toBe(1);
  });

  it('have no budget at 100 %: met or breached, and the share left is null', () => {
    expect(judgeItems({ good: 40, total: 40 }, 1)).toMatchObject({
      allowed: { value: 0 },
      remaining: { value: 0 },
      remainingBudget: { value: null, reason: 'noBudget' },
      status: { state: 'met', oneFailureBreaches: true, why: '0 bad of 40, 0 allowed; one failure breaches' },
    });
    expect(judgeItems({ good: 39, total: 40 }, 1).status.state).toBe('breached');
  });

  it('are at risk while a part misses the target by itself, which is named', () => {
    expect(judgeItems({ good: 995, total: 1000 }, 0.99, ['core/prices']).status).toMatchObject({
      state: 'atRisk',
      why: 'core/prices is below 99 % by itself; 5 bad of 1,000, 10 allowed',
    });
    const many = ['a', 'b', 'c', 'd', 'e'];
    expect(judgeItems({ good: 995, total: 1000 }, 0.999, many.slice(0, 2)).status.why).toMatch(
      /^a, b are below 99.9 % by themselves; /
    );
    expect(judgeItems({ good: 995, total: 1000 }, 0.99, many).status.why).toMatch(/^a, b, c and 2 more are below/);
  });

  it('are breached all the same where a part misses the target and the whole does too', () => {
    const { state, why } = judgeItems({ good: 980, total: 1000 }, 0.99, ['core/prices']).status;
    expect(state).toBe('breached');
    expect(why).toBe('core/prices is below 99 % by itself; 20 bad of 1,000, 10 allowed');
  });

  it('are no data where there are none', () => {
    expect(judgeItems({ good: 0, total: 0 }, 0.9)).toMatchObject({
      sli: { value: null, reason: 'noEvents' },
      allowed: { value: null },
      remaining: { value: null },
      status: { state: 'noData', why: 'no items' },
    });
  });

  it('report more good than total items', () => {
    const { indicatorError, status } = judgeItems({ good: 5, total: 4 }, 0.9);
    expect(indicatorError).toEqual({ good: 5, total: 4 });
    expect(status.why).toContain('more good than total items (5 of 4)');
  });
});
