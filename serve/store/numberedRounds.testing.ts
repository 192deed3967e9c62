import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/budget/durations';
import {
  chunkStartMs,
  KEPT_COLUMNS,
  type KeptSeries,
  type Round,
  type SeriesKey,
  type Store,
  type Stretch,
} from './store';

const START_MS = chunkStartMs(Date.UTC(2026, 0, 1), HOUR_MS);
const OBJECTIVES = 10;
/** Buckets that a round settles of each series. */
const SETTLED = 7;
/** Buckets before them that it replaces by the same, as reads of whole ranges do. */
const AGAIN = 5;

const RECORD = 'dagster runs';

const SERIES: readonly SeriesKey[] = Array.from({ length: OBJECTIVES }, (_, i) => `objective-${i}`).flatMap(
  (objective) =>
    [HOUR_MS, 5 * MINUTE_MS].map((stepMs): SeriesKey => ({ objective, kind: 'counts', stepMs, definition: 'one' }))
);

/** What a round settles, which its number decides; rounds count from 1. */
export function roundOfNumber(number: number): Round {
  return {
    series: SERIES.map((key) => {
      const first = Math.max(0, (number - 1) * SETTLED - AGAIN);
      return {
        key,
        state: {
          askedFromMs: START_MS,
          // Looked back as far over five minutes as over hours, so that none is dropped before the others.
          longestMs: 30 * DAY_MS,
          reachMs: START_MS,
          keptFromMs: START_MS,
          settledUntilMs: endOf(key, number),
        },
        parts: inChunks(bucketsOf(key, first, number * SETTLED)),
      };
    }),
    records: new Map([[RECORD, { number }]]),
  };
}

/** The number of the last round that a store of these series keeps; 0: none. @throws Error where series are of several rounds */
export function numberOf(series: readonly KeptSeries[]): number {
  const numbers = new Set(series.map(({ key, state }) => (state.settledUntilMs - START_MS) / (SETTLED * key.stepMs)));
  if (numbers.size > 1 || (series.length !== 0 && series.length !== SERIES.length)) {
    throw new Error(`${series.length} series of the rounds ${[...numbers].join(', ')}`);
  }
  return [...numbers][0] ?? 0;
}

/** Whether the store keeps exactly what the rounds up to the number have settled, and the record of the last. */
export async function holds(store: Store, number: number, { hasRecords = true } = {}): Promise<boolean> {
  for (const key of SERIES) {
    const kept = await store.read(key, START_MS, endOf(key, number + 1));
    const truth = bucketsOf(key, 0, number * SETTLED).columns;
    const isKept = KEPT_COLUMNS[key.kind].every((column) =>
      truth[column].every((value, i) => kept.columns[column][i] === value)
    );
    const isEmptyAfter = kept.columns.coverage.subarray(number * SETTLED).every(Number.isNaN);
    if (!isKept || !isEmptyAfter) {
      return false;
    }
  }
  return !hasRecords || number === 0 || JSON.stringify(await store.record(RECORD)) === JSON.stringify({ number });
}

function endOf({ stepMs }: SeriesKey, number: number): number {
  return START_MS + number * SETTLED * stepMs;
}

/** Buckets from place to place, whose numbers show the series and the place. */
function bucketsOf(key: SeriesKey, from: number, to: number): Stretch {
  const series = SERIES.indexOf(key);
  const column = (numbered: (place: number) => number) =>
    Float64Array.from({ length: to - from }, (_, i) => numbered(from + i));
  return {
    stepMs: key.stepMs,
    fromMs: START_MS + from * key.stepMs,
    columns: {
      total: column((place) => 1_000 * series + place + 0.5),
      good: column((place) => place),
      coverage: column(() => 1),
    },
  };
}

function inChunks({ stepMs, fromMs, columns }: Stretch): Stretch[] {
  const parts: Stretch[] = [];
  const { length } = columns.coverage;
  for (let first = 0; first < length;) {
    const startMs = fromMs + first * stepMs;
    let end = first + 1;
    while (end < length && chunkStartMs(fromMs + end * stepMs, stepMs) === chunkStartMs(startMs, stepMs)) {
      end++;
    }
    const own = Object.entries(columns).map(([name, values]) => [name, values.slice(first, end)]);
    parts.push({ stepMs, fromMs: startMs, columns: Object.fromEntries(own) });
    first = end;
  }
  return parts;
}
