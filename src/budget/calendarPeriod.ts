import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import { offsetAt } from './offsetAt';

/** A calendar-aligned window (OpenSLO `timeWindow[].calendar`). */
export interface CalendarWindow {
  type: 'calendar';
  /** Length of a period in `unit`s. */
  count: number;
  /** OpenSLO's duration shorthand: minute, hour, day, week, Month, Quarter, Year. */
  unit: 'm' | 'h' | 'd' | 'w' | 'M' | 'Q' | 'Y';
  /** Wall-clock time in `timeZone` at which a period starts: "YYYY-MM-DD hh:mm:ss". */
  startTime: string;
  /** IANA name. */
  timeZone: string;
}

/** [startMs, endMs), in epoch milliseconds. */
export interface Period {
  startMs: number;
  endMs: number;
}

const MONTHS = { M: 1, Q: 3, Y: 12 };
const MEAN_MONTH_MS = 30.436875 * DAY_MS;

/**
 * The period that holds `atMs`. Periods repeat from `startTime` in both directions. Minutes and hours are elapsed time;
 * days and weeks keep the wall-clock time across daylight saving; months, quarters and years keep the day of the month too,
 * and a month without that day starts the period on its last day (31 January, 28 February, 31 March). A wall-clock time
 * that occurs twice means the first of the two; one that is skipped moves on by the length of the gap.
 *
 * @throws RangeError for an unknown time zone, a `startTime` of another form, or a count below 1.
 */
export function calendarPeriod(window: CalendarWindow, atMs: number): Period {
  const { count, unit, timeZone } = window;
  if (!(count >= 1)) {
    throw new RangeError(`a calendar period must have a count of 1 or more, found ${count}`);
  }
  const anchor = wallClockOf(window.startTime);
  const firstStartMs = instantOf(anchor, timeZone);
  const startOf = (period: number): number => {
    switch (unit) {
      case 'm':
        return firstStartMs + period * count * MINUTE_MS;
      case 'h':
        return firstStartMs + period * count * HOUR_MS;
      case 'd':
        return instantOf(anchor + period * count * DAY_MS, timeZone);
      case 'w':
        return instantOf(anchor + period * count * 7 * DAY_MS, timeZone);
      case 'M':
      case 'Q':
      case 'Y':
        return instantOf(monthsAfter(anchor, period * count * MONTHS[unit]), timeZone);
    }
  };
  let period = Math.floor((atMs - firstStartMs) / (count * meanLengthMs(unit)));
  while (startOf(period) > atMs) {
    period--;
  }
  while (startOf(period + 1) <= atMs) {
    period++;
  }
  return { startMs: startOf(period), endMs: startOf(period + 1) };
}

function meanLengthMs(unit: CalendarWindow['unit']): number {
  switch (unit) {
    case 'm':
      return MINUTE_MS;
    case 'h':
      return HOUR_MS;
    case 'd':
      return DAY_MS;
    case 'w':
      return 7 * DAY_MS;
    case 'M':
    case 'Q':
    case 'Y':
      return MONTHS[unit] * MEAN_MONTH_MS;
  }
}

// Wall-clock times are handled as the epoch milliseconds that they would be in UTC.

function wallClockOf(startTime: string): number {
  const wallClock = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(startTime)
    ? Date.parse(`${startTime.replace(' ', 'T')}Z`)
    : NaN;
  if (Number.isNaN(wallClock)) {
    throw new RangeError(`startTime must read "YYYY-MM-DD hh:mm:ss", found "${startTime}"`);
  }
  return wallClock;
}

function monthsAfter(wallClock: number, months: number): number {
  const date = new Date(wallClock);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay)) + (wallClock - floorToDay(wallClock));
}

function floorToDay(wallClock: number): number {
  return Math.floor(wallClock / DAY_MS) * DAY_MS;
}

/**
 * The instant at which a time zone's clocks show a time, which is given as the epoch milliseconds that it would be in UTC: the first
 * of two; where clocks skip it, moved on by the length of the gap.
 */
export function instantOf(wallClock: number, timeZone: string): number {
  const before = wallClock - offsetAt(wallClock - DAY_MS, timeZone);
  const after = wallClock - offsetAt(wallClock + DAY_MS, timeZone);
  const candidates = before <= after ? [before, after] : [after, before];
  // In a gap no instant shows this wall-clock time: the offset before the gap moves it on.
  return candidates.find((instant) => instant + offsetAt(instant, timeZone) === wallClock) ?? before;
}
