import { withChanges } from '../src/evaluation/answerChanges';
import { digestOf } from './round';
import { SentAnswers } from './sentAnswers';

const LONG = 'x'.repeat(200);

const answer = (fields: object) => {
  const json = JSON.stringify(fields);
  return { json, digest: digestOf(json) };
};

describe('answers that were sent', () => {
  it('are held once, however often they are given', () => {
    const sent = new SentAnswers();
    const first = sent.keep(answer({ LONG }));
    expect(sent.keep(answer({ LONG }))).toEqual(first);
  });

  it.each<[string, object, object]>([
    ['a field', { LONG, count: 1 }, { LONG, count: 2 }],
    ['the order of their fields only', { LONG, count: 1 }, { count: 1, LONG }],
  ])('become those that differ in %s by their changes', (_, before, after) => {
    const sent = new SentAnswers();
    const { digest } = sent.keep(answer(before));
    const changes = sent.changesSince(digest, answer(after));
    expect(withChanges(before, JSON.parse(changes ?? 'null'))).toEqual(after);
    expect(sent.changesSince(digest, answer(after))).toBe(changes);
  });

  it.each<[string, object, object]>([
    ['differ in most', { LONG, count: 1 }, { LONG: 'y'.repeat(200), count: 2 }],
    ['were never sent', {}, { LONG }],
  ])('are sent in whole where they %s', (_, before, after) => {
    const sent = new SentAnswers();
    if (Object.keys(before).length > 0) {
      sent.keep(answer(before));
    }
    expect(sent.changesSince(answer(before).digest, answer(after))).toBeUndefined();
  });
});
