import fc from 'fast-check';
import { intersect, subtract, type Interval } from './intervals';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 10 }))
  .map(([fromMs, length]): Interval => ({ fromMs, toMs: fromMs + length }));

function points({ fromMs, toMs }: Interval): number[] {
  return Array.from({ length: toMs - fromMs }, (_, index) => fromMs + index);
}

describe('intervals', () => {
  it('have in common what lies in both', () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const common = intersect(a, b);
        expect(common ? points(common) : []).toEqual(points(a).filter((point) => points(b).includes(point)));
      })
    );
  });

  it('leave what none of the others covers, in as few pieces as possible', () => {
    fc.assert(
      fc.property(interval, fc.array(interval, { maxLength: 6 }), (whole, covered) => {
        const rest = subtract(whole, covered);
        const coveredPoints = new Set(covered.flatMap(points));
        expect(rest.flatMap(points)).toEqual(points(whole).filter((point) => !coveredPoints.has(point)));
        rest.forEach((piece, index) => {
          expect(piece.fromMs).toBeGreaterThan(index > 0 ? rest[index - 1].toMs : -1);
        });
      })
    );
  });
});
