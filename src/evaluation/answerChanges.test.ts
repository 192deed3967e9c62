import fc from 'fast-check';
import { changesBetween, withChanges } from './answerChanges';

/** As it comes over the wire. */
const sent = (changes: unknown): unknown => (changes === undefined ? undefined : JSON.parse(JSON.stringify(changes)));

// No field of an answer begins with the mark.
const json = fc
  .jsonValue({ maxDepth: 4 })
  .filter((value) => !/"\$|"__proto__"/.test(JSON.stringify(value)))
  .map((value): unknown => JSON.parse(JSON.stringify(value)));

describe('the changes between two answers', () => {
  it('make the one of the other, whatever they hold, and leave that as it is', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const copy = structuredClone(before);
        const changes = sent(changesBetween(before, after));
        expect(changes === undefined ? before : withChanges(before, changes)).toEqual(after);
        expect(before).toEqual(copy);
      })
    );
  });

  it('are none where they are the same', () => {
    fc.assert(fc.property(json, (answer) => expect(changesBetween(answer, structuredClone(answer))).toBeUndefined()));
  });

  it('are what one value inside became', () => {
    const answer = { a: [1, { b: 'x', c: [null, 2] }], d: 'kept' };
    const after = { a: [1, { b: 'x', c: [null, 3] }], d: 'kept' };
    expect(JSON.stringify(changesBetween(answer, after)).length).toBeLessThan(200);
    expect(withChanges(answer, sent(changesBetween(answer, after)))).toEqual(after);
  });

  it.each([1, 12])('of a list that moved on by %d are its new items', (places) => {
    const before = Array.from({ length: 721 }, (_, i) => (i * 37) % 101);
    const after = [...before.slice(places), ...Array.from({ length: places }, (_, i) => 1_000 + i)];
    const changes = sent(changesBetween({ steps: before }, { steps: after }));
    expect(JSON.stringify(changes).length).toBeLessThan(100 + places * 12);
    expect(withChanges({ steps: before }, changes)).toEqual({ steps: after });
  });

  it('of a long text are the part that differs', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (start, old, put, end) => {
        const long = 'x'.repeat(100);
        const [before, after] = [old, put].map((text) => start + long + text + end);
        const changes = sent(changesBetween([before], [after]));
        expect(before === after ? [before] : withChanges([before], changes)).toEqual([after]);
        expect(before !== after && JSON.stringify(changes).includes(long)).toBe(false);
      })
    );
  });

  it('hold for marked values too, which are replaced', () => {
    const before = { value: 1, marked: { $: 'number', text: 'NaN' } };
    const after = { value: { $: 'number', text: '-0' }, marked: 2 };
    expect(withChanges(before, sent(changesBetween(before, after)))).toEqual(after);
  });

  it.each([
    [{ $: 'fields', changed: {} }, [1]],
    [{ $: 'fields', changed: 3 }, {}],
    [{ $: 'text', from: 0, to: 9, text: '' }, 'short'],
    [{ $: 'text', from: 3, to: 2, text: '' }, 'short'],
    [{ $: 'text', from: 0, to: 1, text: '' }, ['short']],
    [{ $: 'fields', changed: { a: { $: 'items', length: 1, moved: 0, changed: {} } } }, {}],
    [{ $: 'items', length: 1, moved: 0, changed: {} }, { a: 1 }],
    [{ $: 'items', length: 'x', moved: 0, changed: {} }, [1]],
    [{ $: 'items', length: 4e9, moved: 0, changed: {} }, [1]],
    [{ $: 'items', length: 1, moved: -1, changed: {} }, [1]],
    [{ $: 'items', length: 1, moved: 0, changed: { length: 7 } }, [1]],
    [{ $: 'items', length: 1, moved: 0, changed: { 4e8: 7 } }, [1]],
  ])('are refused where they are of something else: %j', (changes, before) => {
    expect(() => withChanges(before, changes)).toThrow(TypeError);
  });
});
