import { EventList } from '../command/serve/eventList.testing';
import { HOUR_MS } from '../src/budget/durations';
import { readAnswer } from '../src/evaluation/answerJson';
import { evaluateObjective } from '../src/evaluation/evaluateObjective';
import { objectiveOf } from '../src/evaluation/objective.testing';
import { createSource } from '../src/sources/createSource';
import { Round } from './round';
import { until } from './served.testing';

const NOW = Date.UTC(2026, 2, 1, 10, 37);
const MOMENT = { atMs: NOW, nowMs: NOW };
const objective = objectiveOf();
const { signal: never } = new AbortController();

describe('a round', () => {
  let list: EventList;

  beforeEach(() => {
    list = new EventList();
    list.events = [
      { atMs: NOW - 2 * HOUR_MS, good: false },
      { atMs: NOW - 3 * HOUR_MS, good: true },
    ];
  });

  const roundAt = (nowMs: number, redact?: (json: string) => string) =>
    new Round(nowMs, { sources: { Demo: createSource('Demo', list) }, catalogue: { objectives: [objective] }, redact });

  const asked = (round: Round, signal = never) => round.answer('objective', objective, MOMENT, signal);

  it('answers as an evaluation of the same sources does', async () => {
    const { json } = await asked(roundAt(NOW));
    const direct = await evaluateObjective(objective, { Demo: createSource('Demo', list) }, MOMENT, never);
    expect(readAnswer(json, objective)).toEqual(direct);
  });

  it('reads its sources once, however many ask, at once or later', async () => {
    const round = roundAt(NOW);
    await asked(round);
    const { reads } = list;
    await Promise.all(Array.from({ length: 50 }, () => asked(round)));
    await round.answer('alerts', objective, MOMENT, never);
    expect(list.reads).toBe(reads);
    expect(reads).toBeLessThanOrEqual(2);
  });

  it('holds what it read: an answer of one instant never changes', async () => {
    const round = roundAt(NOW);
    const before = await asked(round);
    list.events.push({ atMs: NOW - HOUR_MS, good: false });
    expect(await round.answer('objective', { ...objective }, { ...MOMENT }, never)).toEqual(before);
    expect((await asked(roundAt(NOW))).digest).not.toBe(before.digest);
  });

  it('holds a failure too, so that later requests do not wait for the upstream again', async () => {
    list.failing = true;
    const round = roundAt(NOW);
    const { json } = await asked(round);
    expect(readAnswer(json, objective)).toMatchObject({ kind: 'failed', error: { kind: 'unreachable' } });
    const { reads } = list;
    await round.answer('alerts', objective, MOMENT, never);
    expect(list.reads).toBe(reads);
  });

  it('answers equal things with equal digests, whichever round they are of', async () => {
    const [one, other] = await Promise.all([asked(roundAt(NOW)), asked(roundAt(NOW))]);
    expect(one).toEqual(other);
  });

  it('takes secrets out before anything is kept', async () => {
    list.failing = true;
    const round = roundAt(NOW, (json) => json.replaceAll('there is no answer', '[secret]'));
    const answers = [await asked(round), await asked(round)];
    expect(answers.map(({ json }) => json).join()).not.toContain('there is no answer');
    expect(answers[0].json).toContain('[secret]');
  });

  it('aborts its reads when no one waits for them any more, and reads again for the next request', async () => {
    list.hanging = true;
    const round = roundAt(NOW);
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = [asked(round, first.signal), asked(round, second.signal)];
    const outcomes = Promise.allSettled(waiting);
    await until(() => list.reads > 0);
    first.abort(new Error('gone'));
    second.abort(new Error('gone too'));
    expect(await outcomes).toMatchObject([{ reason: { message: 'gone' } }, { reason: { message: 'gone too' } }]);
    list.hanging = false;
    expect(readAnswer((await asked(round)).json, objective)).toMatchObject({ kind: 'events' });
  });

  it('rejects with a defect, and has no answer kept', async () => {
    list.counts = () => Promise.reject(new TypeError('undefined is not a function'));
    const round = roundAt(NOW);
    await expect(asked(round)).rejects.toThrow('undefined is not a function');
    await expect(asked(round)).rejects.toThrow('undefined is not a function');
  });
});
