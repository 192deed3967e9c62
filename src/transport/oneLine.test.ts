import { inOneLine } from './oneLine';

describe('what an upstream wrote, on one line', () => {
  it.each([
    [' too many\r\n\trequests ', 'too many requests'],
    ['\u001b[31mred\u001b[0m and \u001b]8;;https://example.org\u0007linked\u001b]8;;\u0007', 'red and linked'],
    ['bell\u0007, null\u0000, delete\u007f, next line\u0085end', 'bell, null, delete, next lineend'],
    ['user\u202egpj.exe\u202c', 'usergpj.exe'],
    ['größer als 10 € 🙂', 'größer als 10 € 🙂'],
  ])('%j is %j', (text, expected) => {
    expect(inOneLine(text, 100)).toBe(expected);
  });

  it('is cut where it is longer than wanted', () => {
    expect(inOneLine('abcdef', 6)).toBe('abcdef');
    expect(inOneLine('abcdefg', 6)).toBe('abcde…');
  });
});
