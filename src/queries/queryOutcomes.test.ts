import { objectiveOf } from '../evaluation/objective.testing';
import { trinoObjective } from '../sources/trino/trinoObjective.testing';
import { rowOf } from '../frames/dataPlane.testing';
import { queryOutcomesFrame, queryOutcomesQuery } from './queryOutcomes';
import { failureOf } from '../frames/results.testing';

const objective = trinoObjective();

describe('the frame of query outcomes', () => {
  it('has every count, and the SLI by both readings of user errors', () => {
    const sums = { total: 100, finished: 60, userErrors: 20, unexpected: 15, ignored: 5, abandoned: 3, killed: 1 };
    expect(rowOf(queryOutcomesFrame('A', [{ objective, sums, notices: [], executed: [] }]), 0)).toEqual({
      Objective: 'Queries',
      Queries: 100,
      Finished: 60,
      'Unexpected errors': 15,
      'User errors': 20,
      Ignored: 5,
      Abandoned: 3,
      Killed: 1,
      'SLI without user errors': 0.8,
      'SLI with user errors as good': expect.closeTo(80 / 95),
      'User errors are': 'excluded',
      'Objective id': 'queries',
      'Category id': 'trino',
    });
  });

  it('has no SLI without a query that counts', () => {
    const sums = { total: 9, finished: 0, userErrors: 0, unexpected: 0, ignored: 9, abandoned: 0, killed: 0 };
    expect(rowOf(queryOutcomesFrame('A', [{ objective, sums, notices: [], executed: [] }]), 0)).toMatchObject({
      'SLI without user errors': null,
      'SLI with user errors as good': null,
    });
  });

  it('is empty while loading, and says what failed', () => {
    const failed = { objective, sums: null, notices: [], executed: [], error: failureOf(objective) };
    const frame = queryOutcomesFrame('A', [failed]);
    expect(rowOf(frame, 0)).toMatchObject({ Finished: null });
    expect(frame.meta?.notices?.[0].severity).toBe('error');
  });

  it('has rows of objectives that count queries only', () => {
    const sums = { total: 9, finished: 9, userErrors: 0, unexpected: 0, ignored: 0, abandoned: 0, killed: 0 };
    const other = objectiveOf({ id: 'requests' });
    const none = {
      objective: other,
      sums: null,
      notices: [{ severity: 'info' as const, text: 'no queries' }],
      executed: [],
    };
    const [frame] = queryOutcomesQuery.frames('A', [none, { objective, sums, notices: [], executed: [] }]);
    expect(frame.length).toBe(1);
    expect(rowOf(frame, 0)).toMatchObject({ Objective: 'Queries', Queries: 9 });
    expect(frame.meta?.notices).toEqual([]);
    const [alone] = queryOutcomesQuery.frames('A', [none, none]);
    expect(alone.length).toBe(0);
    expect(alone.meta?.notices?.[0].text).toContain('no queries');
  });
});
