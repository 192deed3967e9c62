import { trinoObjective } from '../sources/trino/trinoObjective.testing';
import { rowOf } from '../frames/dataPlane.testing';
import { failureOf } from '../frames/results.testing';
import { trinoStateFrame } from './trinoState';

const objective = trinoObjective();

describe('the frame of Trino’s state', () => {
  it('has one row per Trino', () => {
    const state = {
      state: 'shuttingDown' as const,
      detail: 'draining',
      version: '476',
      environment: 'prod',
      uptimeMs: 90_000,
      activeNodes: 5,
      runningQueries: 3,
      queuedQueries: 1,
      url: 'http://trino',
    };
    const frame = trinoStateFrame('A', [{ objective, state, notices: [], executed: ['GET /v1/info'] }]);
    expect(rowOf(frame, 0)).toEqual({
      State: 'shutting down',
      Detail: 'draining',
      Version: '476',
      Environment: 'prod',
      Uptime: 90,
      'Active nodes': 5,
      Running: 3,
      Queued: 1,
      Link: 'http://trino',
      'Objective id': 'queries',
    });
  });

  it('is loading before Trino has answered, and says what failed', () => {
    const pending = { objective, state: null, notices: [], executed: [] };
    expect(rowOf(trinoStateFrame('A', [pending]), 0)).toMatchObject({ State: 'loading', Version: null, Running: null });
    const failed = trinoStateFrame('A', [{ ...pending, error: failureOf(objective) }]);
    expect(rowOf(failed, 0)).toMatchObject({ State: 'failed' });
    expect(failed.meta?.notices?.[0].severity).toBe('error');
  });
});
