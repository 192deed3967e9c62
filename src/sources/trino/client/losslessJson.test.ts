import fc from 'fast-check';
import { parseLossless } from './losslessJson';

describe('JSON without loss', () => {
  it('is what the built-in parser says wherever that is exact', () => {
    const longText = '"0000000000000000"';
    fc.assert(
      fc.property(fc.json(), (text) => {
        const [parsed] = parseLossless(`[${text}, ${longText}]`) as unknown[];
        expect(rounded(parsed)).toEqual(JSON.parse(text));
      })
    );
  });

  it('keeps every integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: BigInt('-9223372036854775808'), max: BigInt('9223372036854775807') }), (integer) => {
        const [parsed] = parseLossless(`[${integer}]`) as [number | bigint];
        expect(BigInt(parsed)).toBe(integer);
        expect(typeof parsed).toBe(Number.isSafeInteger(Number(integer)) ? 'number' : 'bigint');
      })
    );
  });

  it('leaves fractions and powers of ten to be numbers, and digits in texts texts', () => {
    expect(parseLossless('[0.12345678901234567, 1.0E16, "9007199254740993"]')).toEqual([
      0.12345678901234567,
      1e16,
      '9007199254740993',
    ]);
  });

  it('throws on what breaks off', () => {
    expect(() => parseLossless('[1')).toThrow(SyntaxError);
    expect(() => parseLossless('[9007199254740993')).toThrow(SyntaxError);
  });
});

/** With every bigint as the number that the built-in parser would have made of it. */
function rounded(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(rounded);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
  }
  return typeof value === 'bigint' ? Number(value) : value;
}
