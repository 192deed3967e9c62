import { START_MS } from './arbitraries.testing';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import { unobservedCounts } from './eventCounts';
import { silentSinceMs } from './silence';
import { createTimeline, resolvedInstant } from './timeline';

const AT_MS = START_MS + 6 * DAY_MS + 30 * MINUTE_MS;
const FIVE_MS = 5 * MINUTE_MS;

interface Watched {
  /** No samples arrive in these milliseconds before AT_MS. */
  hole?: { from: number; to: number };
  /** Samples arrive until so long before AT_MS… */
  untilMs: number;
  /** … and each of them makes so much time observed. */
  everyMs?: number;
  sampleIntervalMs?: number;
  exclusions?: Array<{ fromMs: number; toMs: number }>;
}

function silent({ hole, untilMs, everyMs = MINUTE_MS, sampleIntervalMs, exclusions }: Watched, nowMs = AT_MS) {
  const tier = (stepMs: number, fromMs: number, toMs: number) => {
    const counts = unobservedCounts(fromMs, toMs, stepMs);
    for (let ms = fromMs; ms < toMs && ms < AT_MS - untilMs; ms += everyMs) {
      if (hole && ms >= AT_MS - hole.from && ms < AT_MS - hole.to) {
        continue;
      }
      const i = Math.floor((ms - fromMs) / stepMs);
      counts.coverage[i] = Math.min(1, counts.coverage[i] + everyMs / stepMs);
    }
    return counts;
  };
  const timeline = createTimeline({
    hour: tier(HOUR_MS, START_MS, AT_MS - 30 * MINUTE_MS),
    fiveMinutes: tier(FIVE_MS, AT_MS - 4 * DAY_MS, AT_MS),
    sampleIntervalMs,
    exclusions,
  });
  const sinceMs = silentSinceMs(timeline, resolvedInstant(timeline, nowMs), nowMs);
  return sinceMs === undefined ? undefined : (AT_MS - sinceMs) / MINUTE_MS;
}

describe('samples that have stopped', () => {
  it('are reported after more than five minutes, to the minute', () => {
    expect(silent({ untilMs: 0 })).toBeUndefined();
    expect(silent({ untilMs: FIVE_MS })).toBeUndefined();
    expect(silent({ untilMs: FIVE_MS }, AT_MS + 1)).toBe(5);
    expect(silent({ untilMs: 10 * MINUTE_MS })).toBe(10);
    expect(silent({ untilMs: 12 * MINUTE_MS })).toBe(12);
  });

  it('are reported after three intervals where samples are further apart', () => {
    expect(silent({ untilMs: 10 * MINUTE_MS, sampleIntervalMs: 4 * MINUTE_MS })).toBeUndefined();
    expect(silent({ untilMs: 15 * MINUTE_MS, sampleIntervalMs: 4 * MINUTE_MS })).toBe(15);
  });

  it('are not reported for samples that leave every other bucket empty, until three of them are missing', () => {
    const everyMs = 10 * MINUTE_MS;
    expect(silent({ untilMs: 20 * MINUTE_MS, everyMs })).toBeUndefined();
    expect(silent({ untilMs: HOUR_MS, everyMs })).toBeGreaterThan(30);
  });

  it.each([13, 8])(
    'are no longer reported once samples have returned, however late in a bucket, after %s min',
    (minutes) => {
      const hole = { from: minutes * MINUTE_MS, to: MINUTE_MS };
      expect(silent({ untilMs: 0, hole })).toBeUndefined();
      expect(silent({ untilMs: 0, hole }, AT_MS + 4 * MINUTE_MS)).toBeUndefined();
      expect(silent({ untilMs: 0, hole }, AT_MS + 6 * MINUTE_MS)).toBe(0);
      expect(silent({ untilMs: MINUTE_MS, hole }, AT_MS - MINUTE_MS)).toBe(minutes);
    }
  );

  it('are reported by the hour where the last days hold none', () => {
    expect(silent({ untilMs: 5 * DAY_MS + 30 * MINUTE_MS })).toBe(5 * 24 * 60 + 30);
  });

  it('are not reported where there never were any, nor during planned maintenance', () => {
    expect(silent({ untilMs: 10 * DAY_MS })).toBeUndefined();
    const exclusions = [{ fromMs: AT_MS - HOUR_MS, toMs: AT_MS + HOUR_MS }];
    expect(silent({ untilMs: HOUR_MS, exclusions })).toBeUndefined();
  });
});
