import { instantOf } from '../../../budget/calendarPeriod';

/** A range of time partitions whose window Dagster reports. */
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
  '%z': '(?<z>[+-]\\d{4})',
};

/** When the window of a key opens, as its own clock shows it. */
interface Start {
  /** What the time would be if the clock were UTC's. */
  clockMs: number;
  /** How far UTC's clock is ahead, where the key says so. */
  behindUtcMs?: number;
}

/**
 * When the window of each partition closes, by key; empty where keys are no times. A window closes when the next one opens. Dagster
 * reports windows only of partitions that something happened to, so the others are read from their keys in the definition's time
 * zone, moved by what the last known range before them is off: the hour at which the asset's day begins. A key may name its
 * offset itself: where clocks are set back, Dagster adds it to the second of two like hours (`2026-11-01-01:00-0500`).
 *
 * @param keys in the order of time
 * @param format of the keys as in strftime; null: Dagster's own formats
 * @param timeZone in which keys are written; without it, what is known of neighbours decides, and UTC where nothing is known
 */
export function closingTimes(
  keys: readonly string[],
  format: string | null,
  ranges: readonly KnownRange[],
  timeZone?: string
): ReadonlyMap<string, number> {
  const starts = startsOf(keys, format);
  if (starts === null || starts.length === 0) {
    return new Map();
  }
  const startByKey = new Map(keys.map((key, index) => [key, starts[index]]));
  const instantAt = (clockMs: number) => (timeZone === undefined ? clockMs : instantOf(clockMs, timeZone));
  const keyOffsets = starts.flatMap(({ clockMs, behindUtcMs }) =>
    behindUtcMs === undefined || timeZone !== undefined ? [] : [{ fromMs: clockMs, offsetMs: behindUtcMs }]
  );
  const known = ranges.flatMap(({ startKey, startMs }) => {
    const start = startByKey.get(startKey) ?? startsOf([startKey], format)?.[0];
    return start === undefined ? [] : [{ fromMs: start.clockMs, offsetMs: startMs - instantAt(start.clockMs) }];
  });
  const offsets = [...known, ...keyOffsets].sort((a, b) => a.fromMs - b.fromMs);
  const exactEnds = new Map(ranges.map(({ endKey, endMs }) => [endKey, endMs]));
  const closing = new Map<string, number>();
  let nearest = 0;
  keys.forEach((key, index) => {
    const next: Start = starts[index + 1] ?? { clockMs: following(starts[index].clockMs, starts[index - 1]?.clockMs) };
    while (nearest + 1 < offsets.length && offsets[nearest + 1].fromMs <= next.clockMs) {
      nearest++;
    }
    const { clockMs, behindUtcMs } = next;
    const opensMs = timeZone === undefined || behindUtcMs === undefined ? instantAt(clockMs) : clockMs + behindUtcMs;
    closing.set(key, exactEnds.get(key) ?? opensMs + (offsets[nearest]?.offsetMs ?? 0));
  });
  return closing;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Where the next window opens as far after this one as this one opened after the one before, in months where it did in months. */
function following(startMs: number, beforeMs: number | undefined): number {
  if (beforeMs === undefined) {
    return startMs + DAY_MS;
  }
  const [start, before] = [new Date(startMs), new Date(beforeMs)];
  const stepMs = startMs - beforeMs;
  if (start.getUTCDate() !== before.getUTCDate() || stepMs % DAY_MS !== 0) {
    return startMs + stepMs;
  }
  const months = (start.getUTCFullYear() - before.getUTCFullYear()) * 12 + start.getUTCMonth() - before.getUTCMonth();
  return start.setUTCMonth(start.getUTCMonth() + months);
}

function startsOf(keys: readonly string[], format: string | null): Start[] | null {
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
  const written = parts.map((part) => DIRECTIVES[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('');
  const mayBeAmbiguous = parts.includes('%H') && !parts.includes('%z');
  return new RegExp(`^${written}${mayBeAmbiguous ? `${DIRECTIVES['%z']}?` : ''}$`);
}

function timeOf(pattern: RegExp, key: string): Start | null {
  const found = pattern.exec(key)?.groups;
  if (found?.Y === undefined) {
    return null;
  }
  const [year, month, day, hour, minute, second] = [found.Y, found.m ?? 1, found.d ?? 1, found.H, found.M, found.S].map(
    (part) => Number(part ?? 0)
  );
  const clockMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return found.z === undefined ? { clockMs } : { clockMs, behindUtcMs: behindUtcMs(found.z) };
}

/** Of an offset such as `-0500`. */
function behindUtcMs(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3));
  return (offset.startsWith('-') ? minutes : -minutes) * MINUTE_MS;
}
