import { LONGEST_WINDOW_MS } from '../budget/windowBounds';
import { durationMs, parseDurationShorthand } from '../catalogue/durationShorthand';
import type { Objective } from '../catalogue/objective';

/** A duration of a query is none; the message says what it should look like. */
class DurationError extends Error {
  override name = 'DurationError';
}

/** Milliseconds of a duration shorthand such as `7d`, at most ten years. @throws DurationError */
export function readDuration(text: string, what: string): number {
  const duration = parseDurationShorthand(text.trim());
  if (!duration) {
    throw new DurationError(
      `The ${what} "${text}" is not a duration. Write a number and a unit, such as 1h, 7d or 4w.`
    );
  }
  const lengthMs = durationMs(duration);
  if (lengthMs > LONGEST_WINDOW_MS) {
    throw new DurationError(`The ${what} "${text}" is longer than 10Y, the longest there is. Write a shorter one.`);
  }
  return lengthMs;
}

/** The objective over another rolling window; calendar and point-in-time objectives keep theirs. */
export function overWindow(objective: Objective, windowMs: number | undefined): Objective {
  return windowMs === undefined || objective.window.type !== 'rolling'
    ? objective
    : { ...objective, window: { type: 'rolling', durationMs: windowMs } };
}
