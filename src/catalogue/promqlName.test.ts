import { labelName, nameIn } from './promqlName';

describe('a label’s name in PromQL', () => {
  it.each(['code', '_private', 'A1'])('stays as it is where Prometheus 2 knows it: %s', (name) => {
    expect(labelName(name)).toBe(name);
  });

  it.each([
    ['http.status', '"http.status"'],
    ['status-code', '"status-code"'],
    ['1st', '"1st"'],
    ['Größe', '"Größe"'],
    ['with space', '"with space"'],
    ['a"b', String.raw`"a\"b"`],
    ['a\\b', String.raw`"a\\b"`],
    ['a\nb', String.raw`"a\nb"`],
    ['a)b', '"a)b"'],
  ])('is quoted otherwise: %s', (name, quoted) => {
    expect(labelName(name)).toBe(quoted);
  });
});

describe('a name in PromQL', () => {
  it.each(['http', '"http.status"', "'http.status'", '`http.status`'])('is read with or without quotes: %s', (text) => {
    expect(nameIn(text)).toBe(text.replace(/["'`]/g, ''));
  });

  it('is read as it was written', () => {
    expect(nameIn(labelName('http.status'))).toBe('http.status');
  });

  it('is not read where it has escapes, except between backticks, which have none', () => {
    expect(nameIn(String.raw`"a\x2eb"`)).toBeUndefined();
    expect(nameIn('`a\\b`')).toBe('a\\b');
  });
});
