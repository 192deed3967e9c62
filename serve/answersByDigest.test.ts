import { withChanges } from '../src/evaluation/answerChanges';
import { digestOf } from './round';
import { AnswersByDigest } from './answersByDigest';

const LONG = 'x'.repeat(200);

const answer = (fields: object) => {
  const json = JSON.stringify(fields);
  return { json, digest: digestOf(json) };
};

describe('answers by their digests', () => {
  it('are held once, however often they are given', () => {
    const answers = new AnswersByDigest();
    const first = answers.keep(answer({ LONG }));
    expect(answers.keep(answer({ LONG }))).toEqual(first);
  });

  it.each<[string, object, object]>([
    ['a field', { LONG, count: 1 }, { LONG, count: 2 }],
    ['the order of their fields only', { LONG, count: 1 }, { count: 1, LONG }],
  ])('become those that differ in %s by their changes', (_, before, after) => {
    const answers = new AnswersByDigest();
    const { digest } = answers.keep(answer(before));
    const changes = answers.changesSince(digest, answer(after));
    expect(withChanges(before, JSON.parse(changes ?? 'null'))).toEqual(after);
    expect(answers.changesSince(digest, answer(after))).toBe(changes);
  });

  it.each<[string, object, object]>([
    ['differ in most', { LONG, count: 1 }, { LONG: 'y'.repeat(200), count: 2 }],
    ['are not known', {}, { LONG }],
  ])('are sent in whole where they %s', (_, before, after) => {
    const answers = new AnswersByDigest();
    if (Object.keys(before).length > 0) {
      answers.keep(answer(before));
    }
    expect(answers.changesSince(answer(before).digest, answer(after))).toBeUndefined();
  });
});
