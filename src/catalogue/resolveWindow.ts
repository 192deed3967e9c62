import { LONGEST_WINDOW_MS } from '../budget/windowBounds';
import { durationMs, type DurationShorthand } from './durationShorthand';
import type { FieldPath } from './fieldPath';
import type { Findings } from './findings';
import type { ObjectiveWindow } from './objective';
import type { TimeWindowContent } from './openSloDocuments';

/** Reads `spec.timeWindow`; no window means point in time. Undefined after an error. */
export function resolveWindow(
  timeWindow: readonly TimeWindowContent[] | undefined,
  at: FieldPath,
  findings: Findings
): ObjectiveWindow | undefined {
  const [window] = timeWindow ?? [];
  if (window === undefined) {
    return { type: 'pointInTime' };
  }
  const { duration, isRolling, calendar } = window;
  const windowAt = [...at, 0];
  warnOfMinutes(duration, [...windowAt, 'duration'], findings);
  if (durationMs(duration) > LONGEST_WINDOW_MS) {
    const found = `${duration.count}${duration.unit}`;
    findings.error([...windowAt, 'duration'], found, 'a window of at most 10Y, as every hour of it is read');
    return undefined;
  }
  if (calendar !== undefined) {
    if (isRolling === true) {
      findings.error([...windowAt, 'calendar'], 'isRolling: true and calendar together', 'one of the two', 'key');
      return undefined;
    }
    return { type: 'calendar', ...duration, ...calendar };
  }
  if (isRolling !== true) {
    const found = isRolling === false ? 'isRolling: false without calendar' : 'neither isRolling nor calendar';
    findings.error(windowAt, found, 'isRolling: true, or calendar with startTime and timeZone');
    return undefined;
  }
  return { type: 'rolling', durationMs: durationMs(duration) };
}

/** OpenSLO's own examples write `1m` for a month. */
function warnOfMinutes({ count, unit }: DurationShorthand, at: FieldPath, findings: Findings): void {
  if (unit === 'm' && count < 60) {
    const found = `${count}m, a window of ${count === 1 ? 'one minute' : `${count} minutes`}`;
    findings.warning(at, found, `a longer window (did you mean ${count}M, ${count === 1 ? 'a month' : 'months'}?)`);
  }
}
