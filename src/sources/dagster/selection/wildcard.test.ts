import fc from 'fast-check';
import { matchesWildcard } from './wildcard';

describe('a wildcard', () => {
  it('matches as the regular expression in which each star is ".*"', () => {
    const short = (letters: string) =>
      fc.array(fc.constantFrom(...letters), { maxLength: 7 }).map((all) => all.join(''));
    fc.assert(
      fc.property(short('ab./*'), short('ab./'), (pattern, text) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*');
        expect(matchesWildcard(pattern, text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 2000 }
    );
  });

  it('does not count a character twice', () => {
    expect(matchesWildcard('ab*ba', 'aba')).toBe(false);
    expect(matchesWildcard('ab*ba', 'abba')).toBe(true);
  });

  it('answers at once for a pattern on which a regular expression would go astray', () => {
    expect(matchesWildcard('*a'.repeat(200) + '*b', 'a'.repeat(10_000))).toBe(false);
  });
});
