import { Cron } from 'croner';
import { DAY_MS, floorTo, HOUR_MS } from '../../../budget/durations';
import type { NextTick } from './clock';
import { offsetAt } from '../../../budget/offsetAt';

/**
 * Ticks as Dagster has them. croner finds the wall-clock times; Dagster's rule turns them into instants: a time that daylight
 * saving skips means the end of the gap, one that occurs twice means the second, and both for schedules of every hour.
 * (croner with a time zone takes the first of two, drops the other even from hourly schedules, and is about twenty times slower.)
 *
 * Schedules that only Dagster's parser reads (`L5`, `22-2`, `R`) count as unreadable.
 */
export const nextCronTick: NextTick = (cron, timeZone, afterMs) => {
  const pattern = patternOf(cron);
  try {
    return pattern === undefined ? null : firstAfter(afterMs, wallClockTicks(pattern), pattern, timeZone);
  } catch {
    // croner cannot read the pattern, or does not know the time zone.
    return null;
  }
};

/** No time zone shifts its clocks by more than this for daylight saving. */
const LONGEST_SHIFT_MS = 2 * HOUR_MS;

function firstAfter(afterMs: number, schedule: Cron, pattern: string, timeZone: string): number | null {
  const offsetMs = offsetAt(afterMs, timeZone);
  const shifts = [-DAY_MS, DAY_MS].some((ms) => offsetAt(afterMs + ms, timeZone) !== offsetMs);
  let wallMs: number | undefined = afterMs + offsetMs - (shifts ? LONGEST_SHIFT_MS : 0);
  let first = Infinity;
  // Of a repeated hour, a later wall-clock time may be the earlier instant.
  for (let earliest = -Infinity; earliest < first;) {
    wallMs = schedule.nextRun(new Date(wallMs))?.getTime();
    if (wallMs === undefined) {
      break;
    }
    const instants = instantsOf(wallMs, timeZone, repeatsEveryHour(pattern));
    first = Math.min(first, ...instants.filter((instant) => instant > afterMs));
    earliest = Math.min(...instants);
  }
  return Number.isFinite(first) ? first : null;
}

// Wall-clock times are handled as the epoch milliseconds that they would be in UTC.
function instantsOf(wallMs: number, timeZone: string, bothOfTwo: boolean): number[] {
  const offsetBeforeMs = offsetAt(wallMs - DAY_MS, timeZone);
  const offsetAfterMs = offsetAt(wallMs + DAY_MS, timeZone);
  if (offsetBeforeMs === offsetAfterMs) {
    return [wallMs - offsetBeforeMs];
  }
  const instants = [wallMs - offsetBeforeMs, wallMs - offsetAfterMs].filter(
    (instant) => instant + offsetAt(instant, timeZone) === wallMs
  );
  if (instants.length === 0) {
    return [floorTo(wallMs, HOUR_MS) - offsetBeforeMs];
  }
  return bothOfTwo ? instants : [Math.max(...instants)];
}

function repeatsEveryHour(pattern: string): boolean {
  return pattern === '@HOURLY' || pattern.split(' ').at(1) === '*';
}

const NICKNAME = /^@(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY|ANNUALLY)$/;

/** What croner would take otherwise than Dagster: seconds as a sixth field, `@midnight`, `?` for "any", a small `l`. */
function patternOf(cron: string): string | undefined {
  const text = cron.trim().toUpperCase().replace('@MIDNIGHT', '@DAILY');
  const fields = text.split(/\s+/);
  return NICKNAME.test(text) ? text : fields.length === 5 ? fields.join(' ').replaceAll('?', '*') : undefined;
}

// Parsing takes longer than a tick, and many assets share a policy.
const schedules = new Map<string, Cron>();

function wallClockTicks(pattern: string): Cron {
  let schedule = schedules.get(pattern);
  if (!schedule) {
    schedule = new Cron(pattern, { utcOffset: 0 });
    schedules.set(pattern, schedule);
  }
  return schedule;
}
