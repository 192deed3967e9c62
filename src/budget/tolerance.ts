/**
 * Relative tolerance of every comparison between counts. It settles binary fractions (1 - 0.9 is not 0.1) and is far below
 * one event of anything that people count.
 */
export const RELATIVE_TOLERANCE = 1e-9;

/** Whether `value` is above `limit` by more than the relative tolerance. `limit` is not negative. */
export function exceeds(value: number, limit: number): boolean {
  return value > limit * (1 + RELATIVE_TOLERANCE);
}

/** Whether `value` reaches `limit`, or misses it by no more than the relative tolerance. `limit` is not negative. */
export function reaches(value: number, limit: number): boolean {
  return value >= limit * (1 - RELATIVE_TOLERANCE);
}
