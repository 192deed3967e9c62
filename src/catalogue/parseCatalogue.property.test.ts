import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parseCatalogue } from './parseCatalogue';

const SEPARATOR = '\n---\n';
const shipped = readFileSync(join(__dirname, 'oso.yaml'), 'utf8').split(SEPARATOR);
const whole = parseCatalogue(shipped.join(SEPARATOR)).objectives;
const sloIndexes = shipped.flatMap((document, index) => (/^kind: SLO$/m.test(document) ? [index] : []));

/** Pieces of YAML that change what follows them. */
const fragment = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '"',
    "'",
    '[',
    '{',
    '|',
    '>',
    '&a',
    '*a',
    '\t',
    '\n',
    '\n---\n',
    '\n...\n',
    '%',
    '!!',
    '- ',
    ': ',
    '#',
    '\0'
  )
);

/** Queries are not judged while their probe is down. */
const needs = (id: string, touched: string) => id === 'trino-queries' && touched === 'trino-availability';

interface Edit {
  at: number;
  remove: number;
  insert: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 40 }),
  insert: fragment,
});

function edited(text: string, { at, remove, insert }: Edit): string {
  const from = Math.floor(at * text.length);
  return text.slice(0, from) + insert + text.slice(from + remove);
}

describe('whatever is written', () => {
  it('is read without throwing, and every problem has a place in the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fragment).map((parts) => parts.join(''))
        ),
        (text) => {
          const lines = text.split('\n').length;
          for (const { line, column, message } of parseCatalogue(text).problems) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines);
            expect(column).toBeGreaterThanOrEqual(1);
            expect(message).toContain(`line ${line}, column ${column}`);
          }
        }
      ),
      { numRuns: 500 }
    );
  });

  it('in one SLO leaves every other objective of oso.yaml as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sloIndexes), fc.array(edit, { minLength: 1, maxLength: 4 }), (index, edits) => {
        const texts = [...shipped];
        texts[index] = edits.reduce(edited, texts[index]);
        const touched = whole[sloIndexes.indexOf(index)].id;
        const { objectives } = parseCatalogue(texts.join(SEPARATOR));
        for (const objective of whole.filter(({ id }) => id !== touched && !needs(id, touched))) {
          expect(objectives.find(({ id }) => id === objective.id)).toEqual(objective);
        }
      }),
      { numRuns: 60 }
    );
  });
});
