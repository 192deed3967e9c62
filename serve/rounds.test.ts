import { EventList } from '../command/serve/eventList.testing';
import { DAY_MS } from '../src/budget/durations';
import { objectiveOf } from '../src/evaluation/objective.testing';
import { createSource } from '../src/sources/createSource';
import { Rounds } from './rounds';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 2, 1, 10, 37);

const roundsOf = (...readers: string[]) =>
  new Rounds({ readers, intervalMs: MINUTE, sources: {}, catalogue: { objectives: [] } });

/** A round of these readers that ends. */
function whole(rounds: Rounds, atMs: number, ...readers: string[]) {
  const [round] = readers.map((reader) => rounds.begin(reader, atMs));
  readers.forEach((reader) => rounds.end(reader));
  return round;
}

describe('rounds that can be asked about', () => {
  it('are none before the first begins', () => {
    const rounds = roundsOf('A');
    expect([rounds.current, rounds.at(NOW)]).toEqual([undefined, undefined]);
  });

  it('begin with one whose reads are still under way, so that an early question waits for them', () => {
    const rounds = roundsOf('A');
    const first = rounds.begin('A', NOW);
    expect(rounds.current).toBe(first);
    expect(rounds.at(NOW)).toBe(first);
  });

  it('are one where readers begin within half an interval of each other, as of the first of them', () => {
    const rounds = roundsOf('A', 'B');
    const first = rounds.begin('A', NOW);
    expect(rounds.begin('B', NOW + MINUTE / 2 - 1)).toBe(first);
    expect(rounds.begin('A', NOW + MINUTE)).not.toBe(first);
  });

  it('become current when every reader has ended', () => {
    const rounds = roundsOf('A', 'B');
    const first = whole(rounds, NOW, 'A', 'B');
    const second = rounds.begin('A', NOW + MINUTE);
    rounds.begin('B', NOW + MINUTE);
    rounds.end('A');
    expect(rounds.current).toBe(first);
    rounds.end('B');
    expect(rounds.current).toBe(second);
  });

  it('become current without a reader that hangs in an earlier one', () => {
    const rounds = roundsOf('A', 'B');
    whole(rounds, NOW, 'A', 'B');
    rounds.begin('A', NOW + MINUTE);
    rounds.begin('B', NOW + MINUTE);
    rounds.end('A');
    const third = whole(rounds, NOW + 2 * MINUTE, 'A');
    expect(rounds.current).toBe(third);
    // It comes back into a round of its own time.
    rounds.end('B');
    const fourth = whole(rounds, NOW + 3 * MINUTE, 'A', 'B');
    expect(rounds.current).toBe(fourth);
  });

  it('are the last three', () => {
    const rounds = roundsOf('A');
    const all = [0, 1, 2, 3, 4].map((beat) => whole(rounds, NOW + beat * MINUTE, 'A'));
    expect(all.map(({ nowMs }) => rounds.at(nowMs))).toEqual([undefined, undefined, all[2], all[3], all[4]]);
    expect(rounds.at(NOW + 1)).toBeUndefined();
  });

  it('go on where the clock is set back by an hour', () => {
    const rounds = roundsOf('A');
    whole(rounds, NOW, 'A');
    const later = whole(rounds, NOW - 60 * MINUTE, 'A');
    expect(rounds.current).toBe(later);
    expect(rounds.current?.nowMs).toBe(NOW - 60 * MINUTE);
  });
});

describe('what clients ask', () => {
  const objective = objectiveOf({ id: 'one' });
  const moment = (nowMs: number) => ({ atMs: nowMs, nowMs });
  const { signal } = new AbortController();

  function listening(intervalMs = MINUTE) {
    const list = new EventList();
    const sources = { Demo: createSource('Demo', list) };
    const rounds = new Rounds({
      readers: ['Demo'],
      intervalMs,
      sources,
      catalogue: { objectives: [objective] },
    });
    return { list, rounds };
  }

  it('is answered in the next round before it is asked again', async () => {
    const { list, rounds } = listening();
    rounds.begin('Demo', NOW);
    const range = { fromMs: NOW - 30 * DAY_MS, toMs: NOW, nowMs: NOW };
    rounds.noteAsked({ kind: 'objective', objective, request: moment(NOW) });
    rounds.noteAsked({ kind: 'breaches', objective, request: range });
    const later = NOW + MINUTE;
    const round = rounds.begin('Demo', later);
    await rounds.prepare('Demo', signal);
    const { reads } = list;
    expect(reads).toBeGreaterThan(0);
    await round.answer('objective', objective, moment(later), signal);
    await round.answer('breaches', objective, { fromMs: range.fromMs + MINUTE, toMs: later, nowMs: later }, signal);
    expect(list.reads).toBe(reads);
  });

  it('is answered for the round before too, whose reads are held no longer', async () => {
    const { list, rounds } = listening();
    const [before, current] = [NOW, NOW + MINUTE].map((nowMs) => whole(rounds, nowMs, 'Demo'));
    const range = { fromMs: NOW - 30 * DAY_MS, toMs: NOW, nowMs: NOW };
    await before.answer('objective', objective, moment(NOW), signal);
    await current.answer('objective', objective, moment(NOW + MINUTE), signal);
    const held = list.reads;
    whole(rounds, NOW + 2 * MINUTE, 'Demo');
    await before.answer('objective', objective, moment(NOW), signal);
    await current.answer('objective', objective, moment(NOW + MINUTE), signal);
    expect(list.reads).toBe(held);
    await before.answer('breaches', objective, range, signal);
    expect(list.reads).toBeGreaterThan(held);
  });

  it('stays what it was where it does not end now', async () => {
    const { list, rounds } = listening();
    rounds.begin('Demo', NOW);
    const past = { fromMs: NOW - 9 * DAY_MS, toMs: NOW - 2 * DAY_MS };
    rounds.noteAsked({ kind: 'breaches', objective, request: { ...past, nowMs: NOW } });
    const round = rounds.begin('Demo', NOW + MINUTE);
    await rounds.prepare('Demo', signal);
    const { reads } = list;
    await round.answer('breaches', objective, { ...past, nowMs: NOW + MINUTE }, signal);
    expect(list.reads).toBe(reads);
  });

  it('is forgotten after ten minutes, and left to the reader of its own source', async () => {
    const { list, rounds } = listening();
    rounds.begin('Demo', NOW);
    rounds.noteAsked({ kind: 'objective', objective, request: moment(NOW) });
    await rounds.prepare('Trino', signal);
    rounds.begin('Demo', NOW + 11 * MINUTE);
    await rounds.prepare('Demo', signal);
    expect(list.reads).toBe(0);
  });

  it('is known in the next round however long the interval is', async () => {
    const { list, rounds } = listening(30 * MINUTE);
    rounds.begin('Demo', NOW);
    rounds.noteAsked({ kind: 'objective', objective, request: moment(NOW) });
    rounds.begin('Demo', NOW + 30 * MINUTE);
    await rounds.prepare('Demo', signal);
    expect(list.reads).toBeGreaterThan(0);
  });

  it('holds up no round once that is over', async () => {
    const { list, rounds } = listening();
    list.hanging = true;
    rounds.begin('Demo', NOW);
    rounds.noteAsked({ kind: 'objective', objective, request: moment(NOW) });
    const ended = new AbortController();
    const prepared = rounds.prepare('Demo', ended.signal);
    ended.abort(new Error('the server stops'));
    await expect(prepared).resolves.toBeUndefined();
  });
});
