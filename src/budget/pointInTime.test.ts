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
