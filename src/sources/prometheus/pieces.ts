import { DAY_MS } from '../../budget/durations';

/** Longest range of one query with its range vector: Mimir, Amazon's and Azure's services refuse 32 days and more. */
export const MAX_RANGE_MS = 31 * DAY_MS;

/** Prometheus refuses more points in a series: `(end - start) / step > 11000`. */
const MAX_POINTS = 11_000;

export interface Piece {
  fromMs: number;
  toMs: number;
}

/**
 * Cuts [fromMs, toMs) into as few consecutive pieces as the limits of Prometheus-like servers allow.
 * All edges are multiples of stepMs when fromMs and toMs are.
 */
export function cutRange(fromMs: number, toMs: number, stepMs: number): Piece[] {
  const longest = Math.min(MAX_POINTS, Math.floor(MAX_RANGE_MS / stepMs)) * stepMs;
  const count = Math.ceil((toMs - fromMs) / longest);
  const length = Math.ceil((toMs - fromMs) / count / stepMs) * stepMs;
  return Array.from({ length: count }, (_, index) => ({
    fromMs: fromMs + index * length,
    toMs: Math.min(toMs, fromMs + (index + 1) * length),
  }));
}
