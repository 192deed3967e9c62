import { rowOf } from '../frames/dataPlane.testing';
import { queriesFrame } from './queries';
import { eventsRow, failedRow } from '../frames/results.testing';

describe('the queries frame', () => {
  it('has one row per query that ran, each once', () => {
    const row = { ...eventsRow(), executed: ['sum(up)', 'sum(up)', 'count(up)'] };
    const frame = queriesFrame('A', [row, { ...eventsRow(), executed: [] }]);
    expect(frame.length).toBe(2);
    expect(rowOf(frame, 1)).toEqual({
      Objective: 'Objective api-requests',
      Upstream: 'Demo',
      Query: 'count(up)',
      'Objective id': 'api-requests',
    });
  });

  it('says why nothing ran for an objective that failed', () => {
    const frame = queriesFrame('A', [failedRow()]);
    expect(frame.length).toBe(0);
    expect(frame.meta?.notices?.[0].text).toMatch(/there is no answer/);
  });
});
