import { sliDecimals } from './sliDecimals';

describe('decimals of an SLI in percent', () => {
  it.each([
    [0.5, 2],
    [0.9, 2],
    [0.98, 2],
    [0.99, 2],
    [0.995, 3],
    [0.999, 3],
    [0.9999, 4],
    [1, 3],
  ])('show a hundredth of the budget of %d: %d', (target, decimals) => {
    expect(sliDecimals([target])).toBe(decimals);
  });

  it('suit the tightest target of a column', () => {
    expect(sliDecimals([0.9, 0.999, 0.99])).toBe(3);
    expect(sliDecimals([])).toBe(2);
  });
});
