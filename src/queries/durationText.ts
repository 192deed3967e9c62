import { durationInWords } from '../budget/inWords';
import { durationMs, parseDurationShorthand } from '../catalogue/durationShorthand';
import { isVariableReference } from './expandIds';

export const DURATION_RULE = 'a number and a unit, such as 6h, 7d or 4w';

/** True for what a query takes as a duration: OpenSLO's shorthand, or a dashboard variable. */
export function isDuration(text: string): boolean {
  return isVariableReference(text) || parseDurationShorthand(text) !== undefined;
}

/** Instead of a lookback: those of the objective's own burn-rate alerts. */
export const OF_ALERTS = 'alerts';

export function isLookback(text: string): boolean {
  return text === OF_ALERTS || isDuration(text);
}

export function lookbackInWords(text: string): string {
  return text === OF_ALERTS ? 'those of its alerts' : durationTextInWords(text);
}

/** "7 d" for `1w`; a text that is no duration, such as a variable, stays as it is. */
export function durationTextInWords(text: string): string {
  const duration = parseDurationShorthand(text);
  return duration ? durationInWords(durationMs(duration)) : text;
}
