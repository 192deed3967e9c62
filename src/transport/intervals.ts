/** [fromMs, toMs) in epoch milliseconds. */
export interface Interval {
  fromMs: number;
  toMs: number;
}

/** What both have in common; undefined if that is nothing. */
export function intersect(a: Interval, b: Interval): Interval | undefined {
  const fromMs = Math.max(a.fromMs, b.fromMs);
  const toMs = Math.min(a.toMs, b.toMs);
  return fromMs < toMs ? { fromMs, toMs } : undefined;
}

/** The parts of `whole` that none of `covered` covers, ascending and as long as possible. */
export function subtract(whole: Interval, covered: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let fromMs = whole.fromMs;
  for (const { fromMs: start, toMs: end } of [...covered].sort((a, b) => a.fromMs - b.fromMs)) {
    const gap = intersect({ fromMs, toMs: start }, whole);
    if (gap) {
      rest.push(gap);
    }
    fromMs = Math.max(fromMs, end);
  }
  const last = intersect({ fromMs, toMs: Infinity }, whole);
  return last ? [...rest, last] : rest;
}
