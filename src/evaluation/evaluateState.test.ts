import type { Source, UpstreamState } from '../sources/contract';
import { trinoObjective } from '../sources/trino/trinoObjective.testing';
import { evaluateState, oneOfEachTrino } from './evaluateState';
import { objectiveOf } from './objective.testing';
import { createSource } from '../sources/createSource';

const never = new AbortController().signal;

const STATE: UpstreamState = {
  state: 'active',
  version: '476',
  environment: 'test',
  uptimeMs: 1,
  activeNodes: 1,
  runningQueries: 0,
  queuedQueries: 0,
};

describe('the state of Trino', () => {
  it('is asked once for all objectives of one Trino, and for no other upstream', () => {
    const [a, b] = [trinoObjective(), { ...trinoObjective(), id: 'b' }];
    const elsewhere = { ...a, id: 'c', indicator: { ...a.indicator, dataSource: 'second' } };
    expect(oneOfEachTrino([objectiveOf(), a, b, elsewhere]).map(({ id }) => id)).toEqual(['queries', 'c']);
  });

  it('is what the source reports', async () => {
    const source: Source = createSource('Trino', {
      counts: () => Promise.reject(new Error('not asked')),
      state: async () => ({ state: STATE, notices: [], executed: ['GET /v1/info'] }),
    });
    expect(await evaluateState(trinoObjective(), { Trino: source }, 0, never)).toMatchObject({ state: STATE });
  });

  it('is unknown without a Trino, with what to do', async () => {
    const { state, error } = await evaluateState(trinoObjective(), {}, 0, never);
    expect(state).toBeNull();
    expect(error?.message).toMatch(/no Trino is configured/);
  });
});
