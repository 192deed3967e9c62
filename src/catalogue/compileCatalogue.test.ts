import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileCatalogue } from './compileCatalogue';
import { changed, documents, marked, SERVICE, SLO } from './exampleCatalogue.fixture';
import { parseCatalogue } from './parseCatalogue';
import { shippedCatalogue } from './shippedCatalogue';

const read = (name: string) => readFileSync(join(__dirname, name), 'utf8');

describe('the compiled catalogue', () => {
  it('is what the compiler gives for oso.yaml (npm run generate)', () => {
    expect(read('oso.compiled.json')).toBe(compileCatalogue(read('oso.yaml')));
  });

  it('is what a parser would read', () => {
    expect(shippedCatalogue).toEqual(parseCatalogue(read('oso.yaml')));
  });

  it('is not made from a catalogue with problems', () => {
    const { text, line, column } = marked(documents(SERVICE, changed(SLO, 'target: 0.99', 'target: ¦99')));
    expect(() => compileCatalogue(text)).toThrow(`error: Document 2 (SLO checkout), line ${line}, column ${column}`);
  });
});
