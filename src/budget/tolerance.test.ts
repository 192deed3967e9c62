import { exceeds, reaches } from './tolerance';

describe('comparing counts', () => {
  it('does not take a binary fraction for a difference', () => {
    expect(exceeds(1, (1 - 0.9) * 10)).toBe(false);
    expect(reaches((1 - 0.9) * 10, 1)).toBe(true);
  });

  it('sees a millionth part', () => {
    expect(exceeds(1.000001, 1)).toBe(true);
    expect(reaches(0.999999, 1)).toBe(false);
  });

  it('has no tolerance at a limit of 0', () => {
    expect(exceeds(1e-12, 0)).toBe(true);
  });
});
