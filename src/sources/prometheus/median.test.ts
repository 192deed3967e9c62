import fc from 'fast-check';
import { median } from './median';

describe('the median', () => {
  it('is the middle of the sorted values, the upper one of an even count', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 200, size: 'max' }),
        (values) => {
          const sorted = [...values].sort((a, b) => a - b);
          expect(median(Float64Array.from(values))).toBe(sorted[values.length >> 1]);
        }
      )
    );
  });

  it('of nothing is 0', () => {
    expect(median(new Float64Array())).toBe(0);
  });
});
