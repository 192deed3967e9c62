import fc from 'fast-check';
import { timeSlices } from './timeSlices';

describe('slices of the time that remains to be paged', () => {
  it('cover it without gap or overlap', () => {
    const whole = fc.tuple(fc.nat(1e9), fc.integer({ min: 1, max: 1e9 }), fc.nat(1e9));
    fc.assert(
      fc.property(whole, ([fromMs, lengthMs, firstPageMs]) => {
        const toMs = fromMs + lengthMs;
        const slices = timeSlices({ fromMs, toMs }, firstPageMs);
        expect([slices[0].fromMs, slices[slices.length - 1].toMs]).toEqual([fromMs, toMs]);
        slices.slice(1).forEach((slice, index) => expect(slice.fromMs).toBe(slices[index].toMs));
      })
    );
  });

  it('are one where one page should do, and never more than four', () => {
    expect(timeSlices({ fromMs: 0, toMs: 100 }, 100)).toHaveLength(1);
    expect(timeSlices({ fromMs: 0, toMs: 100 }, 1)).toHaveLength(4);
    expect(timeSlices({ fromMs: 0, toMs: 100 }, 0)).toHaveLength(4);
    expect(timeSlices({ fromMs: 100, toMs: 100 }, 1)).toEqual([]);
  });
});
