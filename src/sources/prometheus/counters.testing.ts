/** One sample of a counter. */
export interface Sample {
  atMs: number;
  value: number;
}

/** How far back an instant selector looks. */
const LOOKBACK_MS = 300_000;
/** A gap up to this many mean spacings at an edge is taken for regular. */
const REGULAR_GAP = 1.1;

/**
 * What `increase` of Prometheus answers for the samples of one series in (fromMs, toMs]: growth between them, resets
 * included, extrapolated to the edges but never below zero. NaN for fewer than two samples.
 */
export function increaseOf(samples: readonly Sample[], fromMs: number, toMs: number): number {
  const inside = samples.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
  const [first, last] = [inside[0], inside.at(-1)];
  if (inside.length < 2 || !first || !last) {
    return NaN;
  }
  let grown = 0;
  for (let i = 1; i < inside.length; i++) {
    const [before, now] = [inside[i - 1].value, inside[i].value];
    grown += now < before ? now : now - before;
  }
  const spanMs = last.atMs - first.atMs;
  const spacingMs = spanMs / (inside.length - 1);
  const toZeroMs = grown > 0 ? spanMs * (first.value / grown) : Infinity;
  const atEdge = (gapMs: number) => (gapMs < REGULAR_GAP * spacingMs ? gapMs : spacingMs / 2);
  const extrapolatedMs = spanMs + atEdge(Math.min(first.atMs - fromMs, toZeroMs)) + atEdge(toMs - last.atMs);
  return (grown * extrapolatedMs) / spanMs;
}

/** What an instant selector answers at that instant; NaN where the series is gone. */
export function levelOf(samples: readonly Sample[], atMs: number): number {
  const last = samples.filter((sample) => sample.atMs <= atMs && sample.atMs > atMs - LOOKBACK_MS).at(-1);
  return last?.value ?? NaN;
}
