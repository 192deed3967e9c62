import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../../budget/durations';
import type { DeclaredFreshness } from '../model';
import { asset, clockAt, NOW_MS, WEEK_BY_DEFAULT } from './assets.fixture';
import { freshnessIntervalOf, freshUntil, type IntervalSpec } from './freshnessInterval';

const overridden: IntervalSpec = { ...WEEK_BY_DEFAULT, intervalsMs: { 'chain/blocks': 3 * DAY_MS } };
const cron: DeclaredFreshness = {
  from: 'cron',
  deadlineCron: '0 10 * * *',
  lowerBoundMs: HOUR_MS,
  timeZone: 'UTC',
};

const intervalOf = (freshness: DeclaredFreshness | null, spec = overridden) =>
  freshnessIntervalOf(asset({ freshness }), spec, clockAt(NOW_MS));

describe('the freshness interval of an asset', () => {
  it('is that of its own policy, whatever the catalogue says', () => {
    expect(intervalOf({ from: 'timeWindow', failAfterMs: DAY_MS })).toEqual({ origin: 'policy', longestMs: DAY_MS });
    expect(intervalOf({ from: 'legacy', maximumLagMs: DAY_MS, cron: null, timeZone: null })).toEqual({
      origin: 'legacy policy',
      longestMs: DAY_MS,
    });
  });

  it('is the catalogue’s override for an asset without policy', () => {
    expect(intervalOf(null)).toMatchObject({ origin: 'override', longestMs: 3 * DAY_MS });
  });

  it('is else the catalogue’s default', () => {
    expect(intervalOf(null, WEEK_BY_DEFAULT)).toMatchObject({ origin: 'default', longestMs: 7 * DAY_MS });
  });

  it('is no name of an object’s own parts', () => {
    const node = asset({ key: 'constructor' });
    expect(freshnessIntervalOf(node, WEEK_BY_DEFAULT, clockAt(NOW_MS)).origin).toBe('default');
  });

  it('of a cron policy spans a period and the lower bound before its deadline', () => {
    expect(intervalOf(cron)).toMatchObject({ origin: 'cron policy', longestMs: 25 * HOUR_MS });
  });

  it('is of another origin where a policy’s schedule cannot be read', () => {
    expect(intervalOf({ ...cron, deadlineCron: '0 0 * * L5' })).toEqual({
      origin: 'override',
      longestMs: 3 * DAY_MS,
      problem: 'the cron schedule "0 0 * * L5" of its policy cannot be read',
    });
    expect(intervalOf({ from: 'legacy', maximumLagMs: 1, cron: 'never', timeZone: 'UTC' }).origin).toBe('override');
  });
});

describe('with a cron policy, a materialization', () => {
  // Dagster's own examples: expected between 8:45 and 9:00 each day.
  const byNine = intervalOf({ ...cron, deadlineCron: '0 9 * * *', lowerBoundMs: HOUR_MS / 4 });
  const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 10, day, hour, minute);
  const until = (atMs: number) => freshUntil(byNine, atMs, clockAt(NOW_MS).nextTick);

  it('in time keeps the asset fresh until the next day’s deadline', () => {
    expect(until(at(20, 8, 50))).toBe(at(21, 9));
  });

  it('that comes late keeps it fresh until the next day’s deadline too', () => {
    expect(until(at(20, 9, 30))).toBe(at(21, 9));
  });

  it('that comes too early does not count for the deadline', () => {
    expect(until(at(20, 8, 30))).toBe(at(20, 9));
  });

  it('just at the lower bound counts', () => {
    expect(until(at(20, 8, 45))).toBe(at(21, 9));
  });

  it('is judged in the policy’s time zone', () => {
    const newYork = intervalOf({ ...cron, timeZone: 'America/New_York' });
    expect(freshUntil(newYork, at(20, 0), clockAt(NOW_MS).nextTick)).toBe(at(20, 15));
  });

  it('keeps it fresh as long as Dagster says, which looks back from now to the last deadline', () => {
    const { nextTick } = clockAt(NOW_MS);
    const lastTick = (schedule: string, beforeMs: number) => {
      let last = NaN;
      let tick = nextTick(schedule, 'Europe/Berlin', beforeMs - 5 * DAY_MS);
      while (tick !== null && tick <= beforeMs) {
        last = tick;
        tick = nextTick(schedule, 'Europe/Berlin', tick);
      }
      return last;
    };
    fc.assert(
      fc.property(
        fc.constantFrom('0 10 * * *', '0 6 * * 1-5', '30 */4 * * *'),
        fc.integer({ min: 1, max: 4 * 60 }),
        fc.integer({ min: 0, max: 9 * 24 * 60 }),
        (deadlineCron, lowerBoundMinutes, ageMinutes) => {
          const nowMs = NOW_MS + 1;
          const atMs = nowMs - ageMinutes * 60_000;
          const lowerBoundMs = lowerBoundMinutes * 60_000;
          const interval = intervalOf({ from: 'cron', deadlineCron, lowerBoundMs, timeZone: 'Europe/Berlin' });
          const byDagster = atMs >= lastTick(deadlineCron, nowMs) - lowerBoundMs;
          expect(nowMs <= freshUntil(interval, atMs, nextTick)).toBe(byDagster);
        }
      )
    );
  });

  it('of a legacy policy with a schedule may lag behind its tick, in UTC unless it says otherwise', () => {
    const legacy = intervalOf({ from: 'legacy', maximumLagMs: 10 * HOUR_MS, cron: '0 8 * * *', timeZone: null });
    expect(legacy).toMatchObject({ origin: 'legacy policy', longestMs: 34 * HOUR_MS });
    const legacyUntil = (atMs: number) => freshUntil(legacy, atMs, clockAt(NOW_MS).nextTick);
    expect([legacyUntil(at(19, 21)), legacyUntil(at(19, 22))]).toEqual([at(20, 8), at(21, 8)]);
  });
});
