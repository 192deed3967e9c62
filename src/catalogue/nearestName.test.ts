import { nearestName } from './nearestName';

describe('the nearest known name', () => {
  const known = ['timeSliceTarget', 'timeSliceWindow', 'target', 'op'];

  it.each([
    ['timeslicetarget', 'timeSliceTarget'],
    ['timeSliceWindows', 'timeSliceWindow'],
    ['tagret', 'target'],
    ['ops', 'op'],
  ])('of %s is %s', (name, expected) => {
    expect(nearestName(name, known)).toBe(expected);
  });

  it('is none where nothing is alike', () => {
    expect(nearestName('colour', known)).toBeUndefined();
    expect(nearestName('x'.repeat(10_000), known)).toBeUndefined();
  });
});
