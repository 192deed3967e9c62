import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunkMs, chunkStartMs, type KeptSeries, type SeriesKey, type Stretch } from '../serve/store/store';
import { openSqliteStore } from '../serve/store/sqliteStore';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/budget/durations';

const OBJECTIVES = 50;
const YEAR_MS = 365 * DAY_MS;
const FINE_MS = 5 * DAY_MS;
const START_MS = chunkStartMs(Date.UTC(2026, 0, 1), HOUR_MS);

/** What a file of 50 objectives takes, by how many events each has in an hour. */
export interface StoreSize {
  traffic: string;
  /** Of an objective, after a year of hours. */
  bytesPerYear: number;
  /** Of an objective, for the last five days of five minutes. */
  bytesOfFine: number;
  /** To open a file with a year. */
  openMs: number;
}

interface Load {
  perHour: number;
  /** Else counts are fractions, as increases that Prometheus extrapolates are. */
  isWhole: boolean;
}

/** Counts that are random around a daily wave, with an error in a hundred events; fully observed. */
export async function benchStore(): Promise<StoreSize[]> {
  const sizes: StoreSize[] = [];
  for (const [traffic, load] of [
    ['3 events an hour', { perHour: 3, isWhole: true }],
    ['10,000 events an hour', { perHour: 10_000, isWhole: true }],
    ['10,000 events an hour, as fractions', { perHour: 10_000, isWhole: false }],
  ] as const) {
    const hours = await sizeOf(HOUR_MS, YEAR_MS, load);
    const fine = await sizeOf(5 * MINUTE_MS, FINE_MS, load);
    sizes.push({ traffic, bytesPerYear: hours.bytes, bytesOfFine: fine.bytes, openMs: hours.openMs });
  }
  return sizes;
}

async function sizeOf(stepMs: number, lengthMs: number, load: Load): Promise<{ bytes: number; openMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'error-budget-bench-store-'));
  const file = join(folder, 'memory.db');
  try {
    const store = await openSqliteStore({ file });
    for (let i = 0; i < OBJECTIVES; i++) {
      const key: SeriesKey = { objective: `objective-${i}`, kind: 'counts', stepMs, definition: '0123456789abcdef' };
      await store.write({
        series: [{ ...seriesOf(key, lengthMs), parts: parts(key, lengthMs, load) }],
        records: new Map(),
      });
    }
    await store.close();
    const startMs = performance.now();
    const again = await openSqliteStore({ file });
    await again.series();
    const openMs = performance.now() - startMs;
    await again.close();
    return { bytes: statSync(file).size / OBJECTIVES, openMs };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function seriesOf(key: SeriesKey, lengthMs: number): KeptSeries {
  const settledUntilMs = START_MS + lengthMs;
  return {
    key,
    state: { askedFromMs: START_MS, longestMs: lengthMs, reachMs: START_MS, keptFromMs: START_MS, settledUntilMs },
  };
}

function parts({ stepMs }: SeriesKey, lengthMs: number, { perHour, isWhole }: Load): Stretch[] {
  const chunks: Stretch[] = [];
  const rounded = isWhole ? Math.round : (events: number) => events;
  for (let fromMs = START_MS; fromMs < START_MS + lengthMs; fromMs += chunkMs(stepMs)) {
    const length = Math.min(chunkMs(stepMs), START_MS + lengthMs - fromMs) / stepMs;
    const total = Float64Array.from({ length }, (_, i) => {
      const wave = 1 + 0.5 * Math.sin((2 * Math.PI * (fromMs + i * stepMs)) / DAY_MS);
      return rounded((perHour * stepMs * wave * (0.9 + 0.2 * Math.random())) / HOUR_MS);
    });
    const good = total.map((events) => events - rounded(events * 0.02 * Math.random()));
    chunks.push({ stepMs, fromMs, columns: { total, good, coverage: new Float64Array(length).fill(1) } });
  }
  return chunks;
}
