/** A range of time partitions whose window Dagster tells. */
export interface KnownRange {
  startKey: string;
  endKey: string;
  startMs: number;
  endMs: number;
}

const DEFAULT_FORMATS = ['%Y-%m-%d', '%Y-%m-%d-%H:%M'];

const DIRECTIVES: Record<string, string> = {
  '%Y': '(?<Y>\\d{4})',
  '%m': '(?<m>\\d{1,2})',
  '%d': '(?<d>\\d{1,2})',
  '%H': '(?<H>\\d{1,2})',
  '%M': '(?<M>\\d{2})',
  '%S': '(?<S>\\d{2})',
};

/**
 * When the window of each partition closes, by key; empty where keys are no times. A window closes when the next one opens. Dagster
 * tells windows only of partitions that something happened to, so the others are read from their keys, moved by what the last
 * known range before them is off: the time zone, and the hour at which the asset's day begins. Where nothing is known yet, keys count as UTC.
 *
 * @param keys in the order of time
 * @param format of the keys as in strftime; null: Dagster's own formats
 */
export function closingTimes(
  keys: readonly string[],
  format: string | null,
  ranges: readonly KnownRange[]
): ReadonlyMap<string, number> {
  const starts = startsOf(keys, format);
  if (starts === null || starts.length === 0) {
    return new Map();
  }
  const startByKey = new Map(keys.map((key, index) => [key, starts[index]]));
  const offsets = ranges.flatMap(({ startKey, startMs }) => {
    const start = startByKey.get(startKey) ?? startsOf([startKey], format)?.[0];
    return start === undefined ? [] : [{ fromMs: start, offsetMs: startMs - start }];
  });
  const exactEnds = new Map(ranges.map(({ endKey, endMs }) => [endKey, endMs]));
  const closing = new Map<string, number>();
  let nearest = 0;
  keys.forEach((key, index) => {
    const next = starts[index + 1] ?? starts[index] + (index > 0 ? starts[index] - starts[index - 1] : DAY_MS);
    while (nearest + 1 < offsets.length && offsets[nearest + 1].fromMs <= next) {
      nearest++;
    }
    closing.set(key, exactEnds.get(key) ?? next + (offsets[nearest]?.offsetMs ?? 0));
  });
  return closing;
}

const DAY_MS = 86_400_000;

function startsOf(keys: readonly string[], format: string | null): number[] | null {
  for (const candidate of format === null ? DEFAULT_FORMATS : [format]) {
    const pattern = patternOf(candidate);
    const starts = keys.map((key) => timeOf(pattern, key));
    const known = starts.filter((start) => start !== null);
    if (known.length === keys.length) {
      return known;
    }
  }
  return null;
}

function patternOf(format: string): RegExp {
  const parts = format.split(/(%[A-Za-z])/);
  return new RegExp(
    `^${parts.map((part) => DIRECTIVES[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('')}$`
  );
}

function timeOf(pattern: RegExp, key: string): number | null {
  const found = pattern.exec(key)?.groups;
  if (found?.Y === undefined) {
    return null;
  }
  const [year, month, day, hour, minute, second] = [found.Y, found.m ?? 1, found.d ?? 1, found.H, found.M, found.S].map(
    (part) => Number(part ?? 0)
  );
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
