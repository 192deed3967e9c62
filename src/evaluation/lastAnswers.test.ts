import { HOUR_MS } from '../budget/durations';
import { SourceError } from '../sources/sourceError';
import type { Evaluate } from './evaluations';
import { keepingLast } from './lastAnswers';
import { objectiveOf } from './objective.testing';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const never = new AbortController().signal;
const objective = objectiveOf();

/** Answers with the breaches of an objective that hold its "now", or fails in that way. */
function server() {
  const state: { failure?: SourceError['kind'] } = {};
  const evaluate = (async (_kind, one, request) => ({
    objective: one,
    breaches: state.failure ? [] : [{ fromMs: request.nowMs - HOUR_MS, toMs: request.nowMs, startedBefore: false }],
    notices: [],
    executed: [],
    ...(state.failure && {
      error: new SourceError({
        kind: state.failure,
        objective: one,
        upstream: 'Prometheus',
        found: 'nothing',
        remedy: 'Wait',
      }),
    }),
  })) as Evaluate;
  return { state, evaluate: keepingLast(evaluate, ({ kind }) => kind === 'unreachable') };
}

const last30Days = (nowMs: number, beganMs = 0) => ({ fromMs: nowMs - 720 * HOUR_MS + beganMs, toMs: nowMs, nowMs });

describe('the last answer', () => {
  it('is shown, with when it was made, while who answers is away, and replaced once they are back', async () => {
    const { state, evaluate } = server();
    const first = await evaluate('breaches', objective, last30Days(NOW), never);
    state.failure = 'unreachable';
    const away = await evaluate('breaches', objective, last30Days(NOW + HOUR_MS, 40), never);
    expect(away).toEqual({
      ...first,
      notices: [
        { severity: 'warning', text: expect.stringContaining('The figures are those of 2026-11-22T10:35:00.000Z') },
      ],
    });
    expect(away.error).toBeUndefined();
    state.failure = undefined;
    const back = await evaluate('breaches', objective, last30Days(NOW + 2 * HOUR_MS), never);
    expect(back.breaches[0].toMs).toBe(NOW + 2 * HOUR_MS);
    expect(back.notices).toEqual([]);
  });

  it('is not shown for another failure, another window, another range or another kind', async () => {
    const { state, evaluate } = server();
    await evaluate('breaches', objective, last30Days(NOW), never);
    state.failure = 'timeout';
    expect((await evaluate('breaches', objective, last30Days(NOW), never)).error?.kind).toBe('timeout');
    state.failure = 'unreachable';
    const other = objectiveOf({ window: { type: 'rolling', durationMs: 24 * HOUR_MS } });
    expect((await evaluate('breaches', other, last30Days(NOW), never)).error?.kind).toBe('unreachable');
    const past = { ...last30Days(NOW), toMs: NOW - HOUR_MS };
    expect((await evaluate('breaches', objective, past, never)).error?.kind).toBe('unreachable');
    expect(await evaluate('judgedBreaches', objective, last30Days(NOW), never)).toHaveProperty('error');
  });
});
