import { DataFrameType } from '@grafana/data';
import { HOUR_MS, MINUTE_MS } from '../budget/durations';
import { objectiveOf } from '../evaluation/objective.testing';
import type { AlertRow } from '../evaluation/results';
import { alertsFrame } from './alerts';
import { expectDataPlane, rowOf } from '../frames/dataPlane.testing';
import { failureOf } from '../frames/results.testing';

const objective = objectiveOf();

const firing: AlertRow = {
  severity: 'page',
  budgetFraction: 0.05,
  state: 'firing',
  why: 'above 6 ×',
  longMs: 6 * HOUR_MS,
  shortMs: 30 * MINUTE_MS,
  factor: 6,
  outageFiresAfterMs: 21.6 * MINUTE_MS,
  longRate: 7.5,
  shortRate: 9,
};

const refused: AlertRow = {
  ...firing,
  severity: 'ticket',
  state: 'cannotFire',
  why: 'too few events',
  ...{ longMs: null, shortMs: null, factor: null, outageFiresAfterMs: null, longRate: null, shortRate: null },
};

describe('the alerts frame', () => {
  it('has one row per alert of an objective', () => {
    const frame = alertsFrame('A', [{ objective, rows: [firing, refused], notices: [], executed: ['up'] }]);
    expect(rowOf(frame, 0)).toEqual({
      Objective: 'Objective api-requests',
      Severity: 'page',
      State: 'firing',
      Threshold: 6,
      Lookback: 21_600,
      'Burn rate': 7.5,
      'Short lookback': 1_800,
      'Short burn rate': 9,
      'Budget spent at firing': 0.05,
      'Outage fires after': 1_296,
      Why: 'above 6 ×',
      'Objective id': 'api-requests',
      'Category id': 'public',
    });
    expect(rowOf(frame, 1)).toMatchObject({
      State: 'cannot fire',
      Threshold: null,
      Lookback: null,
      Why: 'too few events',
    });
    expect(frame.meta?.executedQueryString).toBe('# Objective api-requests (api-requests)\nup');
  });

  it('follows the data-plane contract, empty or not', () => {
    const alerts = { objective, rows: [firing, refused], notices: [], executed: [] };
    expectDataPlane(alertsFrame('A', [alerts]), DataFrameType.NumericLong);
    expectDataPlane(alertsFrame('A', []), DataFrameType.NumericLong);
  });

  it('says what failed', () => {
    const failed = { objective, rows: [], notices: [], executed: [], error: failureOf(objective) };
    expect(alertsFrame('A', [failed]).meta?.notices?.[0]).toMatchObject({ severity: 'error' });
  });
});
