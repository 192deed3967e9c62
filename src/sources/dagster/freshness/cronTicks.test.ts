import recorded from './testdata/cronTicks.json';
import { nextCronTick } from './cronTicks';

describe('the ticks of a cron schedule', () => {
  it.each(recorded.schedules)('are those of a real Dagster: $cron in $timeZone', ({ cron, timeZone, rows }) => {
    for (const [after, ...ticks] of rows) {
      let atMs: number | null = after * 1000;
      for (const tick of ticks) {
        atMs = atMs === null ? null : nextCronTick(cron, timeZone, atMs);
        expect([after, atMs]).toEqual([after, tick * 1000]);
      }
    }
  });

  it.each(recorded.invalid)('do not exist where Dagster refuses the schedule: "%s"', (cron) => {
    expect(nextCronTick(cron, 'UTC', 0)).toBeNull();
  });

  it.each(['0 0 * * L5', '0 22-2 * * *', 'R * * * *'])('do not exist for what only Dagster reads: "%s"', (cron) => {
    expect(nextCronTick(cron, 'UTC', 0)).toBeNull();
  });

  it('do not exist in an unknown time zone', () => {
    expect(nextCronTick('0 0 * * *', 'Mars/Olympus', 0)).toBeNull();
  });

  it('come strictly after the instant, to the millisecond', () => {
    const midnight = Date.UTC(2026, 0, 2);
    const next = (atMs: number) => nextCronTick('0 0 * * *', 'UTC', atMs);
    expect([next(midnight - 1), next(midnight), next(midnight + 1)]).toEqual([
      midnight,
      midnight + 86_400_000,
      midnight + 86_400_000,
    ]);
  });
});
