import { durationInWords } from '../budget/inWords';
import { durationMs, parseDurationShorthand } from '../catalogue/durationShorthand';
import { isVariableReference } from './expandIds';

export const DURATION_RULE = 'a number and a unit, such as 6h, 7d or 4w';

/** True for what a query takes as a duration: OpenSLO's shorthand, or a dashboard variable. */
export function isDuration(text: string): boolean {
  return isVariableReference(text) || parseDurationShorthand(text) !== undefined;
}

/** "7 d" for `1w`; a text that is no duration, such as a variable, stays as it is. */
export function durationTextInWords(text: string): string {
  const duration = parseDurationShorthand(text);
  return duration ? durationInWords(durationMs(duration)) : text;
}
