import { timeZonesOf } from './timeZonesOf';

/** Descriptions as Dagster 1.13 writes them. */
describe('the time zone of partitions', () => {
  it.each([
    ['Daily, starting 2026-11-01 Asia/Tokyo.', 'Asia/Tokyo'],
    ['Hourly, starting 2026-11-01-00:00 America/New_York.', 'America/New_York'],
    ['0 */6 * * 1,3, starting 2026-11-01 Europe/Paris. End offsetted by 1 partition.', 'Europe/Paris'],
    ['Daily, starting 2026-11-01 +0000 UTC.', 'UTC'],
    ['Daily, starting 2026-11-01 Middle/Earth.', undefined],
    ["'a', 'b', 'c'", undefined],
  ])('is read from "%s"', (description, expected) => {
    const zones = timeZonesOf({ type: 'TIME_WINDOW', description, dimensionTypes: [] });
    expect([...zones.values()][0]).toBe(expected);
  });

  it('is that of each dimension', () => {
    const dimensionTypes = [
      { name: 'color', description: "'red', 'green'" },
      { name: 'day', description: 'Daily, starting 2026-11-01 Asia/Tokyo.' },
    ];
    const zones = timeZonesOf({ type: 'MULTIPARTITIONED', description: 'Multi-partitioned', dimensionTypes });
    expect([...zones]).toEqual([['day', 'Asia/Tokyo']]);
  });

  it('is unknown where Dagster describes nothing', () => {
    expect(timeZonesOf({ type: 'TIME_WINDOW' }).size).toBe(0);
    expect(timeZonesOf(null).size).toBe(0);
  });
});
