import { ceilTo } from '../budget/durations';
import type { Instants, ObjectiveSeries } from '../evaluation/results';

/**
 * Indices of the instants that a chart of at most `most` points keeps, ascending, the same for all lines: the last and the first, the
 * lowest and the highest value of every line and, in equal parts of the rest, whatever stands out most there. All indices where there
 * are no more than that. O(instants × lines).
 *
 * @param lines one value per instant; NaN where there is none.
 */
export function standingOut(lines: readonly Float64Array[], count: number, most: number): number[] {
  if (count <= most) {
    return Array.from({ length: count }, (_, index) => index);
  }
  const known = lines.map((values) => ({ values, ...extremesOf(values) })).filter(({ lowest }) => lowest >= 0);
  const kept = new Set([count - 1, 0, ...known.flatMap(({ lowest, highest }) => [lowest, highest])].slice(0, most));
  const parts = most - kept.size;
  for (let part = 0; part < parts; part++) {
    const [from, to] = [part, part + 1].map((edge) => Math.round((edge * count) / parts));
    const found = mostUnusual(known, from, to, kept);
    if (found >= 0) {
      kept.add(found);
    }
  }
  return [...kept].sort((a, b) => a - b);
}

interface KnownLine {
  values: Float64Array;
  lowest: number;
  highest: number;
}

/** Indices of the extremes; -1 without any value. */
function extremesOf(values: Float64Array): { lowest: number; highest: number } {
  let [lowest, highest] = [-1, -1];
  values.forEach((value, index) => {
    if (!Number.isNaN(value)) {
      lowest = lowest < 0 || value < values[lowest] ? index : lowest;
      highest = highest < 0 || value > values[highest] ? index : highest;
    }
  });
  return { lowest, highest };
}

/** The instant of a part at which a line is farthest from its mean there, relative to its range; -1 if all are kept already. */
function mostUnusual(lines: readonly KnownLine[], from: number, to: number, kept: ReadonlySet<number>): number {
  const scores = new Float64Array(to - from);
  for (const { values, lowest, highest } of lines) {
    const range = values[highest] - values[lowest] || 1;
    const inPart = values.subarray(from, to).filter((value) => !Number.isNaN(value));
    const mean = inPart.reduce((sum, value) => sum + value, 0) / inPart.length;
    for (let i = 0; i < scores.length; i++) {
      const distance = Math.abs(values[from + i] - mean) / range;
      scores[i] = distance > scores[i] ? distance : scores[i];
    }
  }
  let best = -1;
  scores.forEach((score, i) => {
    if (!kept.has(from + i) && (best < 0 || score > scores[best - from])) {
      best = from + i;
    }
  });
  return best;
}

/** Buckets of one bar, so that bars begin at round times; beyond the last, twice as many. */
const ROUND_WIDTHS = [1, 2, 3, 4, 6, 12, 24, 48, 72, 168];

/** Good and bad events added up over whole numbers of buckets, so that a chart has at most `most` bars. No event is lost. */
export function addedUp(
  instants: Instants,
  series: ReadonlyArray<ObjectiveSeries<'good' | 'bad'>>,
  most: number
): { instants: Instants; series: ReadonlyArray<ObjectiveSeries<'good' | 'bad'>> } {
  if (instants.timesMs.length <= most) {
    return { instants, series };
  }
  const stepMs = stepOf(instants, most);
  const ends = instants.timesMs.map((atMs) => ceilTo(atMs, stepMs));
  const firsts = ends.flatMap((endMs, index) => (endMs === ends[index - 1] ? [] : [index]));
  const afters = [...firsts.slice(1), ends.length];
  const sums = (values: Float64Array) =>
    Float64Array.from(firsts, (first, bar) => {
      const known = values.subarray(first, afters[bar]).filter((value) => !Number.isNaN(value));
      return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0);
    });
  return {
    instants: { stepMs, timesMs: afters.map((after) => instants.timesMs[after - 1]) },
    series: series.map((one) => ({ ...one, good: sums(one.good), bad: sums(one.bad) })),
  };
}

function stepOf({ stepMs, timesMs }: Instants, most: number): number {
  const barsOf = (width: number) => new Set(timesMs.map((atMs) => ceilTo(atMs, width * stepMs))).size;
  let width = ROUND_WIDTHS.find((candidate) => barsOf(candidate) <= most) ?? 2 * ROUND_WIDTHS[ROUND_WIDTHS.length - 1];
  while (barsOf(width) > Math.max(2, most)) {
    width *= 2;
  }
  return width * stepMs;
}
