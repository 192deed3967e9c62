import { DataFrameType } from '@grafana/data';
import { known } from '../budget/figure';
import { categorySummaries } from '../evaluation/categorySummaries';
import { objectiveOf } from '../evaluation/objective.testing';
import type { PendingRow } from '../evaluation/results';
import { categoryFrame } from './category';
import { expectDataPlane, rowOf } from '../frames/dataPlane.testing';
import { eventsRow, evaluationOf, failedRow } from '../frames/results.testing';

const shop = { id: 'shop', displayName: 'Shop', description: '' };

const frameOf = (rows: PendingRow[]) => categoryFrame('A', categorySummaries(rows), rows);

describe('the category frame', () => {
  it('has one row per category with its worst objective and the count of each status', () => {
    const met = { ...evaluationOf().status, state: 'met' as const };
    const frame = frameOf([
      eventsRow(objectiveOf({ id: 'a', category: shop }), { status: met, remaining: known(0.9) }),
      eventsRow(objectiveOf({ id: 'b', category: shop }), { remaining: known(0.2) }),
      eventsRow(objectiveOf({ id: 'c', category: shop }), { remaining: known(0.1), sli: known(0.991) }),
      { kind: 'loading', objective: objectiveOf({ id: 'd', category: shop }) },
      failedRow(),
    ]);
    expect(rowOf(frame, 0)).toEqual({
      Category: 'Shop',
      Status: 'at risk',
      Provisional: false,
      Verdict: 'at risk',
      'Worst objective': 'Objective c',
      'Budget remaining': 0.1,
      SLI: 0.991,
      Met: 1,
      'At risk': 2,
      Breached: 0,
      'No data': 0,
      Failed: 0,
      Objectives: 4,
      Coverage: expect.closeTo(0.95),
      'Category id': 'shop',
      'Worst objective id': 'c',
    });
    expect(rowOf(frame, 1)).toMatchObject({ Status: 'failed', Failed: 1, Coverage: null, SLI: null });
  });

  it('follows the data-plane contract', () => {
    expectDataPlane(frameOf([eventsRow(), eventsRow(objectiveOf({ category: shop }))]), DataFrameType.NumericLong);
    expectDataPlane(frameOf([]), DataFrameType.NumericLong);
  });

  it('carries the notices and queries of all its rows, not only of the worst', () => {
    const best = { ...eventsRow(objectiveOf({ id: 'best' })), executed: ['best query'] };
    const { meta } = frameOf([failedRow(), best]);
    expect(meta?.notices).toEqual([expect.objectContaining({ severity: 'error' })]);
    expect(meta?.executedQueryString).toContain('best query');
  });
});
