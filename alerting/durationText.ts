import { HOUR_MS, MINUTE_MS } from '../src/budget/durations';

/** A duration as rule files write it: `0s`, `15m`, `1h`. Whole minutes. */
export function durationText(ms: number): string {
  if (ms === 0) {
    return '0s';
  }
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : `${ms / MINUTE_MS}m`;
}
