import { durationInWords } from '../budget/inWords';
import type { CalendarUnit, ObjectiveWindow } from './objective';

/** A target with all its digits, which rounding would turn into 100 %: "99.99 %". */
export function targetInWords(target: number): string {
  return `${Number((target * 100).toFixed(6))} %`;
}

const UNIT_WORDS: Record<CalendarUnit, string> = {
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
  Q: 'quarter',
  Y: 'year',
};

/** An objective's window: "30 d", "calendar month", "2 calendar weeks"; "now" for items as they are. */
export function windowInWords(window: ObjectiveWindow): string {
  switch (window.type) {
    case 'rolling':
      return durationInWords(window.durationMs);
    case 'calendar': {
      const { count, unit } = window;
      return count === 1 ? `calendar ${UNIT_WORDS[unit]}` : `${count} calendar ${UNIT_WORDS[unit]}s`;
    }
    case 'pointInTime':
      return 'now';
  }
}

/** Which events a value at an instant is about: "over the 30 d before each instant". */
export function scopeInWords(window: ObjectiveWindow): string {
  switch (window.type) {
    case 'rolling':
      return `over the ${windowInWords(window)} before each instant`;
    case 'calendar':
      return `since the ${windowInWords(window)} began`;
    case 'pointInTime':
      return 'now';
  }
}
