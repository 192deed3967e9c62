import fc from 'fast-check';
import { HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { Series } from './apiAnswer';
import { scrapeCountQuery, scrapeIntervalOf } from './scrapeInterval';

const LOOKBACKS_MS = [6 * HOUR_MS, HOUR_MS, 10 * MINUTE_MS];

/** As Prometheus answers: nothing at all for a lookback without samples. */
function counted(...counts: Array<string | number>): Series[] {
  return counts.flatMap((count, i) =>
    count === 0
      ? []
      : [
          {
            labels: { error_budget_lookback: String(LOOKBACKS_MS[i]) },
            points: [[0, String(count)] as [number, string]],
          },
        ]
  );
}

/** Counts over each lookback of a counter that is scraped at these times before now. */
function scrapedAt(agesMs: readonly number[]): Series[] {
  return counted(...LOOKBACKS_MS.map((lookbackMs) => agesMs.filter((ageMs) => ageMs < lookbackMs).length));
}

describe('the scrape interval', () => {
  it('is asked of the best-scraped counter, over three lookbacks', () => {
    expect(scrapeCountQuery(['a', 'b{c="d"}']).split(' or label_replace')).toEqual([
      'label_replace(max(count_over_time(a[21599999ms]) or count_over_time(b{c="d"}[21599999ms])), "error_budget_lookback", "21600000", "", "")',
      '(max_over_time(max(count_over_time(a[3599999ms]) or count_over_time(b{c="d"}[3599999ms]))[6h:10m]), "error_budget_lookback", "3600000", "", "")',
      '(max(count_over_time(a[599999ms]) or count_over_time(b{c="d"}[599999ms])), "error_budget_lookback", "600000", "", "")',
    ]);
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

  it.each([
    ['is an hour old', HOUR_MS],
    ['is ten minutes old', 10 * MINUTE_MS],
    ['was not scraped before the last two hours', 2 * HOUR_MS],
  ])('is a minute where a counter that %s is scraped every minute', (_, sinceMs) => {
    const agesMs = Array.from({ length: sinceMs / MINUTE_MS }, (_, i) => i * MINUTE_MS);
    expect(scrapeIntervalOf(scrapedAt(agesMs))).toBe(MINUTE_MS);
  });

  it('is that of the fullest hour, however long ago samples stopped within six', () => {
    const fullestHour = { ...counted('60')[0], labels: { error_budget_lookback: '3600000' } };
    expect(scrapeIntervalOf([...counted('10'), fullestHour])).toBe(MINUTE_MS);
  });

  it('is that of the last six hours where the last minutes were missed', () => {
    const agesMs = Array.from({ length: 300 }, (_, i) => HOUR_MS + i * MINUTE_MS);
    expect(scrapeIntervalOf(scrapedAt(agesMs))).toBe(70_000);
  });

  it('is within a fifth of the true one wherever the last scrape lies, and whatever its jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 600 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (seconds, phase, jitter) => {
          const length = Math.ceil((6 * HOUR_MS) / (seconds * 1000));
          const ages = Array.from({ length }, (_, i) => (i + phase + jitter[i % jitter.length]) * seconds * 1000);
          const found = Number(scrapeIntervalOf(scrapedAt(ages.filter((ageMs) => ageMs >= 0)))) / 1000;
          expect(Math.abs(found - seconds)).toBeLessThanOrEqual(Math.max(2.5, seconds / 5));
        }
      )
    );
  });

  it('is unknown where nothing was scraped', () => {
    expect(scrapeIntervalOf([])).toBeUndefined();
    expect(scrapeIntervalOf(counted('NaN'))).toBeUndefined();
  });
});
