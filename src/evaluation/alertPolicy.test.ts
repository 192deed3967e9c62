import { DAY_MS, HOUR_MS } from '../budget/durations';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { alertPolicyOf, urgentPolicyOf } from './alertPolicy';
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

  it('has alerts on single events, which page for three in a row where the catalogue lets it', () => {
    const windowMs = 30 * DAY_MS;
    expect(alertPolicyOf(withPolicy({ severity: 'page' })).singleEvents).toEqual({ windowMs, inARow: 'page' });
    expect(alertPolicyOf(withPolicy({ severity: 'ticket' })).singleEvents).toEqual({ windowMs, inARow: 'ticket' });
  });

  it('neither guards nor counts single events of a ratio from the start, but does of slices of it', () => {
    const indicator = {
      source: 'Prometheus' as const,
      measure: { shape: 'raw' as const, raw: { query: 'ratio', counterSelectors: [] }, rawType: 'success' as const },
    };
    const ratio = alertPolicyOf(objectiveOf({ indicator }));
    expect(ratio.rows.map(({ leastBad }) => leastBad)).toEqual([null, null, null, null]);
    expect(ratio.singleEvents).toBeUndefined();
    const budgeting = { method: 'Timeslices' as const, sliceMs: 60_000, sliceTarget: 0.9 };
    expect(alertPolicyOf(objectiveOf({ indicator, budgeting })).rows.map(({ leastBad }) => leastBad)).toEqual(
      Array(4).fill(2)
    );
  });

  it('pages for its status, whatever the catalogue lets it raise', () => {
    for (const severity of ['none', 'ticket', 'page'] as const) {
      const { rows, singleEvents } = urgentPolicyOf(withPolicy({ severity }));
      expect(rows.map((row) => [row.severity, row.leastBad])).toEqual([
        ['page', 3],
        ['page', 3],
        ['ticket', 2],
        ['ticket', 2],
      ]);
      expect(singleEvents?.inARow).toBe('page');
    }
  });

  it('has no short lookback for Dagster, whose work comes in bursts', () => {
    const [core] = shippedCatalogue.objectives;
    expect(core.indicator.source).toBe('Dagster');
    expect(alertPolicyOf(core).rows.map(({ shortMs }) => shortMs)).toEqual([null, null, null, null]);
  });
});
