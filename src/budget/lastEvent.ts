import type { PrefixSums } from './prefixSums';
import type { Timeline } from './timeline';

/** End of the newest bucket that holds an event, in epoch milliseconds; undefined if none does. */
export function lastEventMs({ hour, fiveMinutes }: Timeline): number | undefined {
  return (fiveMinutes && lastIn(fiveMinutes)) ?? lastIn(hour);
}

function lastIn({ total, buckets, startMs, stepMs }: PrefixSums): number | undefined {
  for (let i = buckets; i > 0; i--) {
    if (total[i] > total[i - 1]) {
      return startMs + i * stepMs;
    }
  }
  return undefined;
}
