import type { AlertPolicy } from './alertConditions';
import { calendarPeriod, type CalendarWindow, type Period } from './calendarPeriod';
import { DAY_MS } from './durations';
import type { ExcludedTime } from './exclusions';

/** The window of an objective that counts events. */
export type BudgetWindow = { type: 'rolling'; durationMs: number } | CalendarWindow;

/** What the budget of an objective is judged by. */
export interface BudgetRules {
  /** Target as a fraction, (0, 1]; 1 leaves no budget. */
  target: number;
  window: BudgetWindow;
  /** Events are observed minutes or probes, so that a budget in minutes has a meaning. */
  timeBased: boolean;
  /** What would page for it, whatever its catalogue lets page; absent where nothing could. */
  urgent?: AlertPolicy;
  /** Planned maintenance, in which nothing is urgent. */
  exclusions?: readonly ExcludedTime[];
}

/** No window or lookback may be longer: every hour of it is read, and kept in memory. */
export const LONGEST_WINDOW_MS = 3650 * DAY_MS;

/** Where a window begins and, for a calendar period, ends. Epoch milliseconds. */
export interface WindowBounds {
  startMs: number;
  endMs?: number;
}

/**
 * Bounds of the window at an instant. A rolling window looks back over its duration; a calendar window is the period that
 * holds the instant, remembered from one call to the next because successive instants mostly share it.
 */
export function windowBoundsOf(window: BudgetWindow): (atMs: number) => WindowBounds {
  if (window.type === 'rolling') {
    return (atMs) => ({ startMs: atMs - window.durationMs });
  }
  let period: Period | undefined;
  return (atMs) => {
    if (!period || atMs < period.startMs || atMs >= period.endMs) {
      period = calendarPeriod(window, atMs);
    }
    return period;
  };
}

/** Length that a lookback must have been asked for; a calendar period begins small by nature. */
export function lookbackOf(window: BudgetWindow): number | undefined {
  return window.type === 'rolling' ? window.durationMs : undefined;
}
