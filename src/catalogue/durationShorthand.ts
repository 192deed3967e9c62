import { DAY_MS, HOUR_MS, MINUTE_MS } from '../budget/durations';
import type { CalendarUnit } from './objective';

/** OpenSLO's duration shorthand: a count and a unit. `1m` is a minute, `1M` a month. */
export interface DurationShorthand {
  count: number;
  unit: CalendarUnit;
}

/** Lengths of the units outside calendar windows, in milliseconds (OpenSLO go-sdk, duration_shorthand.go). */
const UNIT_MS: Record<CalendarUnit, number> = {
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  M: 30 * DAY_MS,
  Q: 90 * DAY_MS,
  Y: 365 * DAY_MS,
};

const UNITS = /^([1-9][0-9]*)([mhdwMQY])$/;

/** Reads `30d`; undefined for anything else, or for a length that no instant can be counted in. */
export function parseDurationShorthand(text: string): DurationShorthand | undefined {
  const [, count, unit] = UNITS.exec(text) ?? [];
  if (count === undefined || !isUnit(unit)) {
    return undefined;
  }
  const duration = { count: Number(count), unit };
  return Number.isSafeInteger(durationMs(duration)) ? duration : undefined;
}

/** Length in milliseconds, a month being 30 days, a quarter 90, a year 365. */
export function durationMs({ count, unit }: DurationShorthand): number {
  return count * UNIT_MS[unit];
}

function isUnit(text: string): text is CalendarUnit {
  return Object.hasOwn(UNIT_MS, text);
}
