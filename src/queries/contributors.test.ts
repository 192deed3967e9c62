import { objectiveOf } from '../evaluation/objective.testing';
import { contributorsFrame } from './contributors';
import { rowOf } from '../frames/dataPlane.testing';
import { failureOf, NOW_MS } from '../frames/results.testing';

const objective = objectiveOf();

describe('the contributors frame', () => {
  it('has one row per contributor, with everything that its upstream reports', () => {
    const contributor = {
      dimension: 'code',
      name: '503',
      bad: 3,
      total: 12,
      lastFailureMs: NOW_MS,
      message: 'gone',
      url: 'http://x/1',
    };
    const row = { contributor, shareOfBad: 0.75, budgetConsumed: 1.5, belowTarget: 'yes' as const };
    const frame = contributorsFrame('A', [{ objective, rows: [row], notices: [], executed: ['by code'] }]);
    expect(rowOf(frame, 0)).toEqual({
      Objective: 'Objective api-requests',
      Dimension: 'code',
      Contributor: '503',
      Bad: 3,
      Total: 12,
      SLI: 0.75,
      'Share of bad events': 0.75,
      'Budget consumed': 1.5,
      'Below target': 'yes',
      'Last failure': NOW_MS,
      Message: 'gone',
      Link: 'http://x/1',
      'Objective id': 'api-requests',
      'Category id': 'public',
    });
    expect(frame.meta?.executedQueryString).toBe('# Objective api-requests (api-requests)\nby code');
  });

  it('leaves empty what the upstream does not know', () => {
    const row = {
      contributor: { name: '503', bad: 3, total: null },
      shareOfBad: null,
      budgetConsumed: null,
      belowTarget: null,
    };
    const frame = contributorsFrame('A', [{ objective, rows: [row], notices: [], executed: [] }]);
    expect(rowOf(frame, 0)).toMatchObject({
      Dimension: null,
      Total: null,
      SLI: null,
      'Below target': null,
      'Last failure': null,
      Link: null,
    });
  });

  it('says what failed', () => {
    const failed = { objective, rows: [], notices: [], executed: [], error: failureOf(objective) };
    expect(contributorsFrame('A', [failed]).meta?.notices?.[0].severity).toBe('error');
  });
});
