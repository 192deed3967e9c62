import fc from 'fast-check';
import { arbitrarySelection } from './arbitrarySelection.fixture';
import { parseSelection } from './parseSelection';
import { selectionText } from './selectionText';

describe('the canonical text of a selection', () => {
  it('is read back as the same selection', () => {
    fc.assert(
      fc.property(arbitrarySelection, (selection) => {
        expect(parseSelection(selectionText(selection))).toEqual(selection);
      }),
      { numRuns: 500 }
    );
  });

  it.each([
    ['case and spaces', 'tag:core   AND NOT kind:sqlmesh', 'tag:"core" and not kind:"sqlmesh"'],
    ['needless brackets', '((tag:core) and (not (kind:sqlmesh)))', 'tag:"core" and not kind:"sqlmesh"'],
    [
      'needed brackets',
      '(tag:a or tag:b) and not (tag:c and tag:d)',
      '(tag:"a" or tag:"b") and not (tag:"c" and tag:"d")',
    ],
    ['empty tag values', 'tag:core=<null>', 'tag:"core"'],
    ['traversals', '01 + key:a/b +', '1+key:"a/b"+'],
    ['traversals of everything', '(*)+2', '(*)+2'],
    ['nothing', 'owner:<null>', 'owner:<null>'],
  ])('settles %s', (_, text, canonical) => {
    expect(selectionText(parseSelection(text))).toBe(canonical);
  });
});
