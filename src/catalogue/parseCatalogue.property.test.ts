import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { readDocuments } from './documents';
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

/** The forms in which tools write the objects of a catalogue as one document. */
const FORMS: Record<string, (objects: unknown[]) => string> = {
  'a YAML list': (objects) => stringify(objects),
  'a YAML list in a document of its own': (objects) => `# SLOs\n---\n${stringify(objects)}...\n`,
  'a JSON array in one line': (objects) => JSON.stringify(objects),
  'a JSON array with spaces': (objects) => JSON.stringify(objects, null, 2),
  'a JSON array with tabs': (objects) => `${JSON.stringify(objects, null, '\t')}\n`,
  'a JSON array with Windows line ends': (objects) => JSON.stringify(objects, null, 2).replaceAll('\n', '\r\n'),
  'a JSON array as Go writes it': (objects) => asGoWrites(JSON.stringify(objects, null, 2)),
  'a JSON array after a byte order mark': (objects) => `\uFEFF${JSON.stringify(objects)}`,
  'a list of kubectl': (objects) => stringify({ apiVersion: 'v1', kind: 'List', metadata: {}, items: objects }),
  'a list of kubectl in JSON': (objects) => JSON.stringify({ kind: 'List', apiVersion: 'v1', items: objects }, null, 4),
  'documents, each a list': (objects) => objects.map((object) => stringify([object])).join('---\n'),
};

const form = fc.constantFrom(...Object.keys(FORMS));

function asGoWrites(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function placeOf(text: string, index: number) {
  const before = text
    .slice(0, index)
    .replace(/^\uFEFF/, '')
    .split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

describe('the objects of oso.yaml as a list', () => {
  const objects: unknown[] = parseAllDocuments(shipped.join(SEPARATOR)).map((document) => document.toJS());

  it.each(Object.keys(FORMS))('are the same objectives: %s', (name) => {
    const { objectives, problems } = parseCatalogue(FORMS[name](objects));
    expect(problems).toEqual([]);
    expect(objectives).toEqual(whole);
  });

  it('cost one object where one is broken, and the problem has its place', () => {
    fc.assert(
      fc.property(form, fc.constantFrom(...sloIndexes), (name, index) => {
        const broken = structuredClone(objects);
        Object.assign(Object(broken[index]), { kind: 'Broken' });
        const text = FORMS[name](broken);
        const { objectives, problems } = parseCatalogue(text);
        const marker = text.indexOf('Broken');
        const at = placeOf(text, text[marker - 1] === '"' ? marker - 1 : marker);
        expect(problems.filter(({ path }) => path === 'kind')).toMatchObject([{ document: index + 1, ...at }]);
        const touched = whole[sloIndexes.indexOf(index)].id;
        const others = ({ id }: { id: string }) => id !== touched && !needs(id, touched);
        expect(objectives.map(({ id }) => id)).not.toContain(touched);
        expect(objectives.filter(others)).toEqual(whole.filter(others));
      }),
      { numRuns: 30 }
    );
  });

  it.each(sloIndexes)('cost one object where its YAML is broken between others: object %d', (index) => {
    const items = objects.map((object) => stringify([object]));
    items[index] = items[index].replace('  kind: SLO\n', '  kind: SLO\n  kind: SLO\n');
    const { objectives, problems } = parseCatalogue(items.join(''));
    const line = items.slice(0, index).join('').split('\n').length + 2;
    expect(problems.filter(({ expected }) => expected === 'each field once')).toMatchObject([
      { document: index + 1, kind: 'SLO', line, column: 3 },
    ]);
    const touched = whole[sloIndexes.indexOf(index)].id;
    const others = ({ id }: { id: string }) => id !== touched && !needs(id, touched);
    expect(objectives.map(({ id }) => id)).not.toContain(touched);
    expect(objectives.filter(others)).toEqual(whole.filter(others));
  });
});

describe('a character inside a text of JSON', () => {
  it('is found whatever precedes it and however it is escaped', () => {
    const escapes = fc.constantFrom<(json: string) => string>(
      (json) => json,
      asGoWrites,
      (json) => json.replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
      (json) => json.replaceAll('/', '\\/')
    );
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom(...'<>&"\\/\n\t =~é😀'), fc.string({ minLength: 1, maxLength: 1 })),
    });
    fc.assert(
      fc.property(text, text, escapes, (before, after, escape) => {
        fc.pre(!/[¦\uFFFE]/.test(before + after));
        const source = escape(JSON.stringify([{ a: 1 }, { query: `${before}¦${after}` }], null, 2)).replaceAll(
          /\\u00a6/g,
          '¦'
        );
        const [, { locate }] = readDocuments(source);
        expect(locate(['query'], before.length)).toEqual(placeOf(source, source.indexOf('¦')));
      }),
      { numRuns: 500 }
    );
  });
});

describe('what cannot be read as a catalogue at all', () => {
  const objects: unknown[] = parseAllDocuments(shipped.join(SEPARATOR)).map((document) => document.toJS());

  it.each([
    ['JSON lines', objects.map((object) => JSON.stringify(object)).join('\n'), 2],
    ['JSON lines with empty lines between', objects.map((object) => JSON.stringify(object)).join('\n\n'), 3],
    ['JSON lines with commas', objects.map((object) => JSON.stringify(object)).join(',\n'), 2],
    ['JSON lines of which the first is broken', `{"apiVersion": "openslo/v1}\n${JSON.stringify(objects[1])}\n`, 2],
    ['JSON values, one after the other', `{\n  "a": 1\n}\n{\n  "b": 2\n}\n{}`, 4],
    ['JSON arrays, one after the other', `[{"a": 1}]\n[{"b": 2}]`, 2],
  ])('has one message: %s', (_, text, line) => {
    const { objectives, problems } = parseCatalogue(text);
    expect(objectives).toEqual([]);
    expect(problems).toMatchObject([
      {
        line,
        found: 'several JSON values one after the other, as in JSON lines',
        expected: 'a JSON array of them, or --- between them',
      },
    ]);
  });

  it('may be a part of the text, and costs no other part', () => {
    const lines = `---\n{"a": 1}\n{"b": 2}\n`;
    const { objectives, problems } = parseCatalogue(`${shipped.join(SEPARATOR)}${lines}`);
    expect(objectives).toEqual(whole);
    expect(problems).toHaveLength(1);
  });

  it.each(['UTF-16', 'UTF-32'] as const)(
    'is named where it is %s, with and without a byte order mark, in either order',
    (encoding) => {
      const width = encoding === 'UTF-16' ? 2 : 4;
      for (const mark of ['\uFEFF', '']) {
        for (const littleEndian of [true, false]) {
          const text = mark + shipped.join(SEPARATOR);
          const bytes = Buffer.alloc(text.length * width);
          [...text].forEach((character, index) => {
            const code = character.charCodeAt(0);
            const at = index * width;
            littleEndian ? bytes.writeUInt16LE(code, at) : bytes.writeUInt16BE(code, at + width - 2);
          });
          for (const read of ['utf8', 'latin1'] as const) {
            const { objectives, problems } = parseCatalogue(bytes.toString(read));
            expect(objectives).toEqual([]);
            expect(problems.map(({ message }) => message)).toEqual([
              `Document 1, line 1, column 1: found a text in ${encoding} that was read as UTF-8, expected a file that is saved as UTF-8.`,
            ]);
          }
        }
      }
    }
  );

  it('is named where most of it is in another script', () => {
    const text = `# ${'Доступность и задержка сервисов, по месяцам. '.repeat(60)}\n${shipped[0]}`;
    const { problems } = parseCatalogue(Buffer.from(text, 'utf16le').toString('utf8'));
    expect(problems).toMatchObject([{ found: 'a text in UTF-16 that was read as UTF-8' }]);
  });
});
