import { HOUR_MS } from '../budget/durations';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { alertPolicyOf } from './alertPolicy';
import { objectiveOf } from './objective.testing';

const rolling = objectiveOf();
const withPolicy = (policy: Partial<typeof rolling.policy>) =>
  objectiveOf({ policy: { ...rolling.policy, ...policy } });

describe('the alert policy of an objective', () => {
  it('pages fast and tickets slowly at 99 % over 30 days', () => {
    const { rows } = alertPolicyOf(withPolicy({ severity: 'page' }));
    expect(rows.map(({ severity, longMs }) => [severity, longMs / HOUR_MS])).toEqual([
      ['page', 1],
      ['page', 6],
      ['ticket', 24],
      ['ticket', 72],
    ]);
    [14.4, 6, 3, 1].forEach((factor, i) => expect(rows[i].factor).toBeCloseTo(factor));
  });

  it('never exceeds the severity that the catalogue allows', () => {
    expect(alertPolicyOf(withPolicy({ severity: 'ticket' })).rows.map(({ severity }) => severity)).toEqual(
      Array(4).fill('ticket')
    );
    expect(alertPolicyOf(withPolicy({ severity: 'none' })).rows).toEqual([]);
  });

  it('has no rows for items, which burn nothing', () => {
    expect(alertPolicyOf(objectiveOf({ window: { type: 'pointInTime' } }))).toEqual({ rows: [], refused: [] });
  });

  it('refuses rows that a single failure would fire', () => {
    const { rows, refused } = alertPolicyOf(withPolicy({ expectedEvents: 90 }));
    expect(rows).toEqual([]);
    expect(refused.map(({ because }) => because)).toEqual(Array(4).fill('tooFewEvents'));
  });

  it('has no short lookback for Dagster, whose work comes in bursts', () => {
    const [core] = shippedCatalogue.objectives;
    const dagster = { ...core, policy: { ...core.policy, expectedEvents: undefined } };
    expect(dagster.indicator.source).toBe('Dagster');
    expect(alertPolicyOf(dagster).rows.map(({ shortMs }) => shortMs)).toEqual([null, null, null, null]);
  });
});
