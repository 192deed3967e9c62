import { DAY_MS, HOUR_MS } from '../src/budget/durations';
import { objectiveOf } from '../src/evaluation/objective.testing';
import { alertingFor, catalogueRules } from './catalogueRules';
import { assertCanFire, KEPT_MS } from './canFire';
import { whatIsLeftOut } from './leftOut';

const catalogueOf = (...objectives: Array<ReturnType<typeof objectiveOf>>) => ({
  categories: [],
  objectives,
  problems: [],
});

describe('a condition that can never fire', () => {
  it('is refused with the objective, the row and the arithmetic', () => {
    const batch = objectiveOf({ id: 'batch', displayName: 'Nightly batch', target: 0.9 });
    const row = {
      severity: 'page' as const,
      budgetFraction: 0.02,
      longMs: HOUR_MS,
      shortMs: null,
      factor: 14.4,
      leastBad: 3,
      outageFiresAfterMs: 0,
    };
    expect(() => assertCanFire(batch, { kind: 'burnRate', severity: 'page', row }, KEPT_MS)).toThrow(
      'Nightly batch (batch), the burn-rate row of 1 h above 14.4 × can never fire: a burn rate is at most 1 / (1 - 0.9) = 10, ' +
        'even while everything fails. Take a longer lookback with a smaller factor.'
    );
    expect(() =>
      assertCanFire(batch, { kind: 'burnRate', severity: 'page', row: { ...row, factor: 7.2 } }, KEPT_MS)
    ).not.toThrow();
  });

  it('is refused where Prometheus forgets the last event before anybody misses the next', () => {
    const quarterly = objectiveOf({
      id: 'report',
      displayName: 'Quarterly report',
      policy: { noData: 'unknown', exclusions: [], severity: 'page', timeBased: false, expectedEveryMs: 90 * DAY_MS },
    });
    expect(() => catalogueRules(alertingFor(catalogueOf(quarterly)), KEPT_MS)).toThrow(
      'Quarterly report (report), the alert that nothing ran can never fire: it waits 2 × 90 d = 180 d, and Prometheus forgets ' +
        'the last event after 120 d. Shorten error-budget/expected-every, or keep samples longer and say so with --kept.'
    );
    expect(() => catalogueRules(alertingFor(catalogueOf(quarterly)), 365 * DAY_MS)).not.toThrow();
  });

  it.each([
    ['the exhausted budget', { type: 'rolling' as const, durationMs: 30 * DAY_MS }],
    ['bad items', { type: 'pointInTime' as const }],
  ])('is refused where everything may be bad: %s', (what, window) => {
    const indifferent = objectiveOf({ id: 'any', displayName: 'Anything goes', target: 0, window });
    expect(() => catalogueRules(alertingFor(catalogueOf(indifferent)), KEPT_MS)).toThrow(
      `Anything goes (any), the alert of ${what} can never fire: a target of 0 allows (1 - 0) × 100 % = 100 % to be bad, and ` +
        'there is never more than that. Set a target above 0, or error-budget/severity to none.'
    );
  });

  it('is left out, and the notice shows the arithmetic, where the policy itself has no lookback for it', () => {
    const loose = objectiveOf({
      id: 'loose',
      displayName: 'Loose',
      target: 0.5,
      window: { type: 'rolling', durationMs: 90 * DAY_MS },
    });
    const alerting = alertingFor(catalogueOf(loose));
    const { rules } = catalogueRules(alerting, KEPT_MS);
    expect(rules.filter(({ name }) => name === 'ErrorBudgetBurnRate')).toHaveLength(2);
    const leftOut = whatIsLeftOut(alerting);
    expect(leftOut).toHaveLength(2);
    expect(leftOut[0]).toBe(
      'Loose (loose), ticket at 10 % of the budget of 90 d, is left out: 10 % of the budget within 72 h takes an error ratio of ' +
        '0.1 × 2,160 h × 0.5 / 72 h = 1.5, and no error ratio exceeds 1.'
    );
  });
});
