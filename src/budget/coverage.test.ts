import { hoursWith, START_MS } from './arbitraries.testing';
import { absenceIn, coverageOf, firstFullCoverage } from './coverage';
import { HOUR_MS, MINUTE_MS } from './durations';
import { createTimeline, type WindowSums } from './timeline';

const window = (sums: Partial<WindowSums>): WindowSums => ({
  fromMs: 0,
  toMs: 100 * HOUR_MS,
  good: 1,
  total: 1,
  observedMs: 100 * HOUR_MS,
  excludedMs: 0,
  bucketMs: HOUR_MS,
  ...sums,
});

describe('coverage', () => {
  it('is the observed share of the window', () => {
    expect(coverageOf(window({ observedMs: 25 * HOUR_MS }))).toBe(0.25);
  });

  it('leaves planned maintenance out of the denominator', () => {
    expect(coverageOf(window({ observedMs: 40 * HOUR_MS, excludedMs: 20 * HOUR_MS }))).toBe(0.5);
  });

  it('is 0 where maintenance leaves nothing to observe', () => {
    expect(coverageOf(window({ observedMs: 0, excludedMs: 100 * HOUR_MS }))).toBe(0);
  });
});

describe('a window without figures', () => {
  it('was observed for less than 10 %', () => {
    expect(absenceIn(window({ observedMs: 9.99 * HOUR_MS }))).toBe('tooLittleObserved');
    expect(absenceIn(window({ observedMs: 10 * HOUR_MS }))).toBeUndefined();
  });

  it('had no events', () => {
    expect(absenceIn(window({ good: 0, total: 0 }))).toBe('noEvents');
  });

  it('is shorter than six buckets of the tier that answers', () => {
    expect(absenceIn(window({}), 6 * HOUR_MS - 1)).toBe('lookbackTooShort');
    expect(absenceIn(window({}), 6 * HOUR_MS)).toBeUndefined();
    expect(absenceIn(window({ bucketMs: 5 * MINUTE_MS }), 30 * MINUTE_MS)).toBeUndefined();
    expect(absenceIn(window({ bucketMs: 5 * MINUTE_MS }), 25 * MINUTE_MS)).toBe('lookbackTooShort');
  });
});

describe('a young installation', () => {
  const hour = hoursWith(Array.from({ length: 300 }, () => ({ good: 1, bad: 0 })));
  hour.coverage.fill(0, 0, 50);

  it('is fully observed from the first instant whose window is observed to 99 %', () => {
    expect(firstFullCoverage(createTimeline({ hour }), 100 * HOUR_MS)).toBe(START_MS + (50 + 99) * HOUR_MS);
  });

  it('is not yet fully observed while no window is', () => {
    expect(firstFullCoverage(createTimeline({ hour }), 400 * HOUR_MS)).toBeUndefined();
  });
});
