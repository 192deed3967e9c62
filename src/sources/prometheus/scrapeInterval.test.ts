import type { Series } from './apiAnswer';
import { scrapeCountQuery, scrapeIntervalOf } from './scrapeInterval';

const counted = (count: string): Series[] => [{ labels: {}, points: [[0, count]] }];

describe('the scrape interval', () => {
  it('is asked of the best-scraped counter', () => {
    expect(scrapeCountQuery(['a', 'b{c="d"}'])).toBe(
      'max(count_over_time(a[21599999ms]) or count_over_time(b{c="d"}[21599999ms]))'
    );
  });

  it.each([
    ['360', 60],
    ['357', 60],
    ['361', 60],
    ['1440', 15],
    ['1438', 15],
    ['72', 300],
    ['10800', 2],
    ['21600', 1],
  ])('of %s samples in six hours is %i seconds', (count, seconds) => {
    expect(scrapeIntervalOf(counted(count))).toBe(seconds * 1000);
  });

  it('is unknown where nothing was scraped', () => {
    expect(scrapeIntervalOf([])).toBeUndefined();
    expect(scrapeIntervalOf(counted('NaN'))).toBeUndefined();
  });
});
