import {
  judgeBadEvent,
  judgeBadInARow,
  judgeRow,
  urgentConditions,
  type AlertPolicy,
  type SingleEvents,
} from './alertConditions';
import { START_MS } from './arbitraries.testing';
import { burnRatePolicy } from './burnRatePolicy';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import { unobservedCounts } from './eventCounts';
import { createTimeline, type Timeline } from './timeline';

const WINDOW_MS = 30 * DAY_MS;
const AT_MS = START_MS + 6 * DAY_MS;
const FIVE_MS = 5 * MINUTE_MS;

type Bucket = { good: number; bad: number } | undefined;

/** Both tiers up to AT_MS from what happened in each five minutes, by how long ago they ended; undefined: not observed. */
function timelineOf(bucketAt: (agoMs: number) => Bucket): Timeline {
  const tier = (stepMs: number, fromMs: number) => {
    const counts = unobservedCounts(fromMs, AT_MS, stepMs);
    for (let endMs = fromMs + FIVE_MS; endMs <= AT_MS; endMs += FIVE_MS) {
      const bucket = bucketAt(AT_MS - endMs);
      const i = Math.ceil((endMs - fromMs) / stepMs) - 1;
      counts.good[i] += bucket?.good ?? 0;
      counts.total[i] += (bucket?.good ?? 0) + (bucket?.bad ?? 0);
      counts.coverage[i] += bucket ? FIVE_MS / stepMs : 0;
    }
    return counts;
  };
  return createTimeline({ hour: tier(HOUR_MS, START_MS), fiveMinutes: tier(FIVE_MS, AT_MS - 4 * DAY_MS) });
}

const at = (timeline: Timeline) => ({ timeline, target: 0.99, atMs: AT_MS });
const policy: AlertPolicy = {
  ...burnRatePolicy(0.99, WINDOW_MS),
  singleEvents: { windowMs: WINDOW_MS, inARow: 'page' },
};
const [hourRow, sixHourRow] = policy.rows;
const singleEvents: SingleEvents = { windowMs: WINDOW_MS, inARow: 'page' };
const urgent = (timeline: Timeline, exclusions: Array<{ fromMs: number; toMs: number }> = []) =>
  urgentConditions(policy, at(timeline), exclusions, AT_MS);

/** A good event in every five minutes, and the given number of bad ones instead in the last ones. */
const busyWith = (bad: number) =>
  timelineOf((ago) => (ago < bad * FIVE_MS ? { good: 0, bad: 1 } : { good: 1, bad: 0 }));

/** One event every six hours: 120 in 30 days, and a budget of 1.2. */
const quietWith = (bad: number) =>
  timelineOf((ago) =>
    ago % (6 * HOUR_MS) === 0
      ? ago < bad * 6 * HOUR_MS
        ? { good: 0, bad: 1 }
        : { good: 1, bad: 0 }
      : { good: 0, bad: 0 }
  );

describe('a burn-rate row', () => {
  it('fires above its factor only where enough events were bad', () => {
    expect(judgeRow(hourRow, at(busyWith(2)))).toMatchObject({
      state: 'quiet',
      why: 'above 14.4 ×: 16.7 × over 1 h; 5 min is too short for a figure; only 2 bad, 3 needed',
    });
    expect(judgeRow(hourRow, at(busyWith(3)))).toMatchObject({
      state: 'firing',
      why: 'above 14.4 ×: 25 × over 1 h; 5 min is too short for a figure',
    });
  });

  it('asks for no number of bad events of a ratio, which has none', () => {
    const [row] = burnRatePolicy(0.99, WINDOW_MS, { ratioOnly: true }).rows;
    expect(judgeRow(row, at(busyWith(2))).state).toBe('firing');
  });

  it('is left to its long lookback where nothing of the short one was observed', () => {
    const cutOff = timelineOf((ago) =>
      ago < HOUR_MS / 2 ? undefined : ago < 4 * HOUR_MS ? { good: 0, bad: 9 } : { good: 9, bad: 0 }
    );
    expect(judgeRow(sixHourRow, at(cutOff))).toMatchObject({
      state: 'firing',
      shortRate: null,
      why: expect.stringContaining('no figure over 30 min'),
    });
  });

  it('ends where the short lookback holds no event', () => {
    const ended = timelineOf((ago) =>
      ago < HOUR_MS / 2 ? { good: 0, bad: 0 } : ago < 4 * HOUR_MS ? { good: 0, bad: 9 } : { good: 9, bad: 0 }
    );
    expect(judgeRow(sixHourRow, at(ended)).state).toBe('quiet');
  });
});

describe('alerts on single events', () => {
  it('are a ticket for one bad event, and a page for three in a row, where the budget is small', () => {
    expect(judgeBadEvent(singleEvents, at(quietWith(0))).state).toBe('quiet');
    expect(judgeBadEvent(singleEvents, at(quietWith(1)))).toMatchObject({ state: 'firing', why: '1 bad in 1 d' });
    expect(judgeBadInARow(singleEvents, at(quietWith(2))).state).toBe('quiet');
    expect(judgeBadInARow(singleEvents, at(quietWith(3)))).toMatchObject({
      state: 'firing',
      why: 'the last 3 events were all bad',
    });
  });

  it('do not act where the budget holds enough events, and say so', () => {
    expect(judgeBadEvent(singleEvents, at(busyWith(1)))).toMatchObject({
      state: 'quiet',
      why: '1 bad in 1 d; the budget is 86 events, and this alert acts below 2',
    });
    expect(judgeBadInARow(singleEvents, at(busyWith(5))).state).toBe('quiet');
  });

  it('are unknown where nothing was observed', () => {
    const unobserved = timelineOf(() => undefined);
    expect(judgeBadEvent(singleEvents, at(unobserved)).state).toBe('noData');
    expect(judgeBadInARow(singleEvents, at(unobserved)).state).toBe('quiet');
  });
});

describe('conditions of page urgency', () => {
  it('are the rows that page and three bad events in a row, each in words', () => {
    expect(urgent(busyWith(0))).toEqual([]);
    expect(urgent(busyWith(3))).toEqual(['burn rate above 14.4 ×: 25 × over 1 h; 5 min is too short for a figure']);
    expect(urgent(quietWith(3))).toContain('the last 3 events were all bad');
  });

  it('are none for tickets', () => {
    const slow = timelineOf((ago) => ({ good: 98, bad: ago < 2 * DAY_MS ? 2 : 0 }));
    expect(judgeRow(policy.rows[3], at(slow)).state).toBe('firing');
    expect(urgent(slow)).toEqual([]);
  });

  it('are none while maintenance is planned', () => {
    const burning = busyWith(30);
    expect(urgent(burning).length).toBeGreaterThan(0);
    expect(urgent(burning, [{ fromMs: AT_MS, toMs: AT_MS + 1 }])).toEqual([]);
    expect(urgent(burning, [{ fromMs: AT_MS - HOUR_MS, toMs: AT_MS }])).toEqual(urgent(burning));
  });
});
