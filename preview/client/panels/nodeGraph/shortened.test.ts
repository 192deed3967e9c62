import { shortened, shortenedPath } from './shortened';

describe('a long name', () => {
  it('keeps beginning and end', () => {
    expect(shortened('contributors_daily_v1', 11)).toBe('contr…ly_v1');
    expect(shortened('short', 5)).toBe('short');
  });

  it('of a path loses its beginning first', () => {
    expect(shortenedPath('metrics/funding_v1', 30)).toBe('metrics/funding_v1');
    expect(shortenedPath('metrics/funding_v1', 12)).toBe('…/funding_v1');
    expect(shortenedPath('metrics/funding_v1', 8)).toBe('fund…_v1');
    expect(shortenedPath('without_a_folder', 8)).toBe('with…der');
  });
});
