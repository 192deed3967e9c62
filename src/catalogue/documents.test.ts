import { readDocuments } from './documents';
import { marked } from './exampleCatalogue.fixture';

const values = (text: string) => readDocuments(text).map(({ value }) => value);

describe('the documents of a text', () => {
  it('are separated by ---', () => {
    expect(values('a: 1\n---\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
    expect(values('---\na: 1\n--- # next\nb: 2')).toEqual([{ a: 1 }, { b: 2 }]);
    expect(values('a: 1\r\n---\r\nb: 2\r\n')).toEqual([{ a: 1 }, { b: 2 }]);
    expect(values('a: 1\n...\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
    expect(values('\uFEFF---\na: 1\n')).toEqual([{ a: 1 }]);
  });

  it('are not separated by --- inside a text', () => {
    expect(values('a: |\n  x\n  ---\n  y\n')).toEqual([{ a: 'x\n---\ny\n' }]);
    expect(values('a: ---b\n---c: 1\n')).toHaveLength(1);
  });

  it('are numbered without the empty ones', () => {
    const documents = readDocuments('# nothing\n---\n---\na: 1\n---\n# nothing\n...\n%YAML 1.2\n---\nb: 2\n---\n');
    expect(documents.map(({ number, value }) => [number, value])).toEqual([
      [1, { a: 1 }],
      [2, { b: 2 }],
    ]);
  });

  it('are none in an empty text', () => {
    expect(values('')).toEqual([]);
    expect(values('\n# only a comment\n---\n')).toEqual([]);
  });

  it('lose fields without a value, as if they were not there', () => {
    expect(values('a:\nb: {c: ~, d: 1}\n')).toEqual([{ b: { d: 1 } }]);
  });

  it('take merged mappings', () => {
    expect(values('base: &base {a: 1}\nuse:\n  <<: *base\n  b: 2\n')).toEqual([
      { base: { a: 1 }, use: { a: 1, b: 2 } },
    ]);
  });
});

describe('a list', () => {
  it('is as many documents as it has items, numbered with the others, the empty ones left out', () => {
    const documents = readDocuments('a: 1\n---\n- b: 2\n-\n- c: 3\n---\n[{"d": 4}, null, {"e": 5}]\n---\nf: 6\n');
    expect(documents.map(({ number, value }) => [number, value])).toEqual([
      [1, { a: 1 }],
      [2, { b: 2 }],
      [3, { c: 3 }],
      [4, { d: 4 }],
      [5, { e: 5 }],
      [6, { f: 6 }],
    ]);
  });

  it('may be lists of lists, and each item is a document with its own position', () => {
    const text = '- - a: 1\n  - null\n- kind: List\n  items:\n    - b: 2\n';
    expect(values(text)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(readDocuments(text).map(({ number, locate }) => [number, locate([]).line])).toEqual([
      [1, 1],
      [2, 5],
    ]);
  });

  it('may be the items of a List', () => {
    expect(values('apiVersion: v1\nkind: List\nitems:\n  - a: 1\n  - b: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
    expect(values('kind: SLO\nitems: [{a: 1}]\n')).toEqual([{ kind: 'SLO', items: [{ a: 1 }] }]);
  });

  it('without any object is a document like any other', () => {
    expect(values('- a\n- b\n')).toEqual([['a', 'b']]);
    expect(values('[]\n')).toEqual([[]]);
    expect(values('kind: List\nitems: []\n')).toEqual([{ kind: 'List', items: [] }]);
  });

  it('shares its anchors among its items', () => {
    expect(values('- &base {a: 1}\n- <<: *base\n  b: 2\n')).toEqual([{ a: 1 }, { a: 1, b: 2 }]);
  });

  it('keeps the place of each field, and of the item where the field is missing', () => {
    const { text, line, column } = marked('- a: 1\n- b:\n    - c: 2\n    - d: ¦3\n');
    expect(readDocuments(text)[1].locate(['b', 1, 'd'])).toEqual({ line, column });
    const item = marked('- a: 1\n- ¦b: 2\n');
    expect(readDocuments(item.text)[1].locate(['apiVersion'])).toEqual({ line: item.line, column: item.column });
  });

  it('gives a syntax error to the item that it is in', () => {
    const documents = readDocuments('- a: 1\n- b: 2\n  b: 3\n- c: !secret x\n');
    expect(documents.map(({ syntax }) => syntax.map(({ severity, line }) => [severity, line]))).toEqual([
      [],
      [['error', 3]],
      [['warning', 4]],
    ]);
  });
});

describe('broken YAML', () => {
  it.each([
    ['an open quote', 'a: "x\nb: 1¦', /^missing closing "quote/, 'well-formed YAML'],
    ['an open bracket', 'a: [1,¦', /flow sequence/, 'well-formed YAML'],
    ['a tab as indentation', 'a:\n¦\tb: 1', /^tabs are not allowed as indentation$/, 'spaces as indentation'],
    ['a field that occurs twice', 'a: 1\n¦a: 2', /^map keys must be unique$/, 'each field once'],
    ['an alias without anchor', 'a: ¦*nowhere', /^unresolved alias/, 'anchors that exist and at most 100 aliases'],
    ['too little indentation', 'a: |\n  x\n¦ b: 1', /same column/, 'well-formed YAML'],
  ])('%s is found with its position and costs no other document', (_, source, found, expected) => {
    const { text, line, column } = marked(`before: 1\n---\n${source}\n---\nafter: 1\n`);
    const documents = readDocuments(text);
    expect(documents.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(documents[0].value).toEqual({ before: 1 });
    expect(documents[2].value).toEqual({ after: 1 });
    expect(documents[0].syntax).toEqual([]);
    expect(documents[2].syntax).toEqual([]);
    expect(documents[1].syntax[0]).toMatchObject({ severity: 'error', found: expect.stringMatching(found), expected });
    expect(documents[1].syntax[0]).toMatchObject({ line, column });
  });

  it('may not unfold a billion laughs', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [ha, ha]'
        : `a${level}: &a${level} [${Array(9)
            .fill(`*a${level - 1}`)
            .join(', ')}]`
    );
    const [document] = readDocuments(levels.join('\n'));
    expect(document.value).toBeUndefined();
    expect(document.syntax[0]).toMatchObject({
      found: expect.stringMatching(/alias/),
      expected: 'anchors that exist and at most 100 aliases',
    });
  });

  it('may be nested deeper than any stack', () => {
    const [deep, next] = readDocuments(`a: ${'['.repeat(200_000)}\n---\nb: 1\n`);
    expect(deep.syntax.length).toBeGreaterThan(0);
    expect(next.value).toEqual({ b: 1 });
  });

  it('includes tags, which no one resolves here', () => {
    const [document] = readDocuments('a: !secret x\n');
    expect(document.syntax[0]).toMatchObject({
      severity: 'warning',
      line: 1,
      column: 4,
      expected: 'values without tags',
    });
    expect(document.value).toEqual({ a: 'x' });
  });
});

describe('the place of a field', () => {
  const place = (source: string, path: Array<string | number>, spot?: 'key' | number) => {
    const { text, line, column } = marked(`first: 1\n---\n${source}\n`);
    const located = readDocuments(text)[1].locate(path, spot);
    return { located, expected: { line, column } };
  };

  it.each([
    ['a scalar, at its value', 'spec:\n  target: ¦0.99', ['spec', 'target']],
    ['a mapping, at its key', 'a: 1\n¦spec:\n  target: 0.99', ['spec']],
    ['a flow list, at its value', 'team: ¦[a, b]', ['team']],
    ['an item', 'team: [a, ¦b]', ['team', 1]],
    ['an item that is a mapping', 'list:\n  - a: 1\n  - ¦b: 1', ['list', 1]],
    ['a field that is missing, at its parent', 'a: 1\n¦spec:\n  target: 0.99', ['spec', 'service']],
    ['a field of a document without fields', '¦text', ['apiVersion']],
    ['an item that is missing, at its list', 'list: ¦[]', ['list', 0, 'a']],
    ['a value behind an alias, at the anchor', 'base: &b\n  x: ¦1\nuse: *b', ['use', 'x']],
  ])('is that of %s', (_, source, path) => {
    const { located, expected } = place(source, path);
    expect(located).toEqual(expected);
  });

  it('is that of a key, where the key is to blame', () => {
    const { located, expected } = place('spec:\n  ¦traget: 1', ['spec', 'traget'], 'key');
    expect(located).toEqual(expected);
  });

  it.each([
    ['plain text', 'q: sum(¦x)'],
    ['single quotes', "q: 'it''s sum(¦x)'", "it's sum("],
    ['double quotes', 'q: "a \\"b\\" sum(¦x)"', 'a "b" sum('],
    ['a literal block', 'q: |-\n    sum(\n      ¦x\n    )', 'sum(\n  '],
    ['a folded block', 'q: >-\n  sum by (a)\n  (¦x)', 'sum by (a) ('],
    ['a plain text over lines', 'q: sum by (a)\n   (¦x)', 'sum by (a) ('],
  ])('is that of a character inside %s', (_, source, before = 'sum(') => {
    const { located, expected } = place(source, ['q'], before.length);
    expect(located).toEqual(expected);
  });
});
