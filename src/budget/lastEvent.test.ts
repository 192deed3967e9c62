import { HOUR_MS, MINUTE_MS } from './durations';
import { unobservedCounts, type EventCounts } from './eventCounts';
import { lastEventMs } from './lastEvent';
import { createTimeline } from './timeline';

function countsWith(stepMs: number, fromMs: number, toMs: number, ...eventBuckets: number[]): EventCounts {
  const counts = unobservedCounts(fromMs, toMs, stepMs);
  for (const bucket of eventBuckets) {
    counts.total[bucket] = 1;
  }
  return counts;
}

const START = Date.UTC(2026, 0, 1);

describe('the last event', () => {
  it('is known to five minutes where it is recent', () => {
    const timeline = createTimeline({
      hour: countsWith(HOUR_MS, START, START + 3 * HOUR_MS, 0, 2),
      fiveMinutes: countsWith(5 * MINUTE_MS, START + 2 * HOUR_MS, START + 3 * HOUR_MS, 4),
    });
    expect(lastEventMs(timeline)).toBe(START + 2 * HOUR_MS + 25 * MINUTE_MS);
  });

  it('is known to the hour where it is older', () => {
    const timeline = createTimeline({
      hour: countsWith(HOUR_MS, START, START + 3 * HOUR_MS, 0),
      fiveMinutes: countsWith(5 * MINUTE_MS, START + 2 * HOUR_MS, START + 3 * HOUR_MS),
    });
    expect(lastEventMs(timeline)).toBe(START + HOUR_MS);
  });

  it('is unknown where nothing happened', () => {
    expect(lastEventMs(createTimeline({ hour: countsWith(HOUR_MS, START, START + HOUR_MS) }))).toBeUndefined();
  });
});
