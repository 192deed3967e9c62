import { MINUTE_MS } from '../../budget/durations';
import type { EventCounts } from '../../budget/eventCounts';
import type { QueryOutcome } from '../contract';
import { noise } from './noise';

/** User errors for each query that counts; some of their authors gave up, few were stopped by an administrator. */
const USER_ERRORS_PER_QUERY = 0.16;
const ABANDONED_OF_USER_ERRORS = 0.05;
const KILLED_OF_USER_ERRORS = 0.02;

/**
 * Outcomes behind counts from which user errors were left out already: minute by minute, so that any bucket width adds up to
 * the same sums.
 */
export function demoOutcomes(
  { good, total, startMs }: Pick<EventCounts, 'good' | 'total' | 'startMs'>,
  minutesPerBucket: number,
  seed: number
): Record<QueryOutcome, Float64Array> {
  const buckets = total.length / minutesPerBucket;
  const column = () => new Float64Array(buckets);
  const outcomes: Record<QueryOutcome, Float64Array> = {
    finished: column(),
    userErrors: column(),
    unexpected: column(),
    ignored: column(),
    abandoned: column(),
    killed: column(),
  };
  for (let minute = 0; minute < total.length; minute++) {
    const bucket = Math.floor(minute / minutesPerBucket);
    const index = startMs / MINUTE_MS + minute;
    const draw = (mean: number, salt: number) => Math.floor(mean + noise(seed + salt, index));
    const userErrors = draw(total[minute] * USER_ERRORS_PER_QUERY, 2);
    outcomes.finished[bucket] += good[minute];
    outcomes.unexpected[bucket] += total[minute] - good[minute];
    outcomes.userErrors[bucket] += userErrors;
    outcomes.abandoned[bucket] += Math.min(userErrors, draw(userErrors * ABANDONED_OF_USER_ERRORS, 3));
    outcomes.killed[bucket] += Math.min(userErrors, draw(userErrors * KILLED_OF_USER_ERRORS, 4));
  }
  return outcomes;
}
