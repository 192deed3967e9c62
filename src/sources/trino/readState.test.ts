import type { TrinoInfo } from './client/trinoInfo';
import type { QueryRunner } from './queryRunner';
import { readState } from './readState';
import { UpstreamFailure } from '../upstreamFailure';

const never = new AbortController().signal;

const INFO: TrinoInfo = { version: '476', environment: 'prod', starting: false, coordinator: true, uptimeMs: 60_000 };

function runnerWith(info: () => Promise<TrinoInfo>, query?: QueryRunner['query']): QueryRunner {
  return {
    info,
    query: query ?? (async () => ({ queryId: 'q', columns: [], rows: [[5, 3, 1]] })),
  };
}

describe('what Trino reports about itself now', () => {
  it('is version, uptime, nodes and queries', async () => {
    const { state, executed } = await readState(
      runnerWith(async () => INFO),
      'http://trino',
      never
    );
    expect(state).toEqual({
      state: 'active',
      version: '476',
      environment: 'prod',
      uptimeMs: 60_000,
      activeNodes: 5,
      runningQueries: 3,
      queuedQueries: 1,
      url: 'http://trino',
    });
    expect(executed[1]).toContain("coalesce(source, '') <> 'error-budget'");
  });

  it.each([
    ['starting', { starting: true }, /takes no queries yet/],
    ['shuttingDown', { state: 'SHUTTING_DOWN' }, /SHUTTING_DOWN/],
  ])('is a row of its own while it is %s, and nothing more is asked', async (state, change, detail) => {
    const query = jest.fn();
    const answer = await readState(
      runnerWith(async () => ({ ...INFO, ...change }), query),
      undefined,
      never
    );
    expect(answer.state).toMatchObject({ state, detail: expect.stringMatching(detail), activeNodes: null });
    expect(query).not.toHaveBeenCalled();
  });

  it('is a row of its own too when there is no answer', async () => {
    const gone = () => Promise.reject(new UpstreamFailure('unreachable', 'there is no answer', 'Start it'));
    const { state } = await readState(runnerWith(gone), undefined, never);
    expect(state).toMatchObject({ state: 'unreachable', detail: 'there is no answer. Start it.', version: null });
  });

  it('lacks what access control hides, and says so', async () => {
    const denied = () => Promise.reject(new UpstreamFailure('refused', 'access denied', 'Grant it'));
    const { state, notices } = await readState(
      runnerWith(async () => INFO, denied),
      undefined,
      never
    );
    expect(state).toMatchObject({ state: 'active', activeNodes: null, runningQueries: null });
    expect(notices[0].text).toBe('Trino does not report its nodes and queries: access denied. Grant it.');
  });

  it('does not hide a mistake of ours', async () => {
    const mistake = () => Promise.reject(new TypeError('x is undefined'));
    await expect(readState(runnerWith(mistake), undefined, never)).rejects.toThrow('x is undefined');
  });
});
