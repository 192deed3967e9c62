import { DAY_MS } from '../../../budget/durations';
import { asset, clockAt, materializedAt, NOW_MS, state, WEEK_BY_DEFAULT } from './assets.fixture';
import { freshnessItems } from './freshnessItems';
import { judgeFreshness } from './judgeFreshness';

function verdicts(agesInDays: Record<string, number | null>) {
  return Object.entries(agesInDays).flatMap(([key, age]) => {
    const known = state(age === null ? {} : materializedAt(NOW_MS - age * DAY_MS));
    return judgeFreshness(asset({ key }), known, WEEK_BY_DEFAULT, clockAt(NOW_MS)) ?? [];
  });
}

describe('the items of the freshness objective', () => {
  it('are the assets; out of compliance since the earliest turned stale', () => {
    expect(freshnessItems(verdicts({ a: 1, b: 8, c: 12, d: 7 }), NOW_MS)).toEqual({
      asOfMs: NOW_MS,
      good: 2,
      total: 4,
      outSinceMs: NOW_MS - 5 * DAY_MS,
      bad: ['c', 'b'],
    });
  });

  it('name what was never materialized first, without saying since when', () => {
    expect(freshnessItems(verdicts({ b: 8, z: null, y: null }), NOW_MS)).toMatchObject({
      outSinceMs: NOW_MS - DAY_MS,
      bad: ['y', 'z', 'b'],
    });
    expect(freshnessItems(verdicts({ z: null }), NOW_MS)).not.toHaveProperty('outSinceMs');
  });

  it('have no instant out of compliance while all are fresh, and none at all without assets', () => {
    expect(freshnessItems(verdicts({ a: 1 }), NOW_MS)).toEqual({ asOfMs: NOW_MS, good: 1, total: 1, bad: [] });
    expect(freshnessItems([], NOW_MS)).toMatchObject({ good: 0, total: 0 });
  });
});
