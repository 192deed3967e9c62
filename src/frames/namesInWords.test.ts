import fc from 'fast-check';
import { namesInWords } from './namesInWords';

describe('names in words', () => {
  it('lists few short names in full', () => {
    expect(namesInWords(['a', 'b', 'c'])).toBe('a, b, c');
  });

  it('counts those beyond five', () => {
    expect(namesInWords(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
  });

  it('names fewer where they are long, and always one', () => {
    const long = 'gitcoin/rounds_by_matching_pool 2026-10-23 to 2026-10-25 (3)';
    expect(namesInWords([long, long, 'a'])).toBe(`${long} and 2 more`);
    expect(namesInWords([long.repeat(3)])).toBe(long.repeat(3));
  });

  it('speaks of every name exactly once', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\w{1,60}$/), { minLength: 1 }), (names) => {
        const [listed, more = '0'] = namesInWords(names).split(/ and (\d+) more$/);
        expect(listed.split(', ')).toHaveLength(names.length - Number(more));
      })
    );
  });
});
