import { HOUR_MS } from '../src/budget/durations';
import type { EventCounts } from '../src/budget/eventCounts';
import { naiveRollingSli } from '../src/budget/naive.testing';
import { prefixSums } from '../src/budget/prefixSums';
import { rollingBurnRate, rollingRemaining, rollingSli } from '../src/budget/rollingSeries';

/** One measurement of the budget engine. */
export interface EngineRow {
  name: string;
  /** Median of `runs` runs after a warm-up, in milliseconds. */
  medianMs: number;
  runs: number;
  /** The most that `medianMs` may be, where a figure was promised. */
  limitMs?: number;
  /** Growth of the heap and of array buffers during one run; null without `--expose-gc`. */
  allocatedBytes: number | null;
}

const OBJECTIVES = 100;
/** 360 d of hours. */
const BUCKETS = 8640;
/** 6 h, 1 d, 3 d, 7 d, 30 d and 90 d. */
const WINDOWS = [6, 24, 72, 168, 720, 2160];
const WARM_UPS = 3;
const RUNS = 15;
/** Summing every window from its buckets takes seconds for 100 objectives, so it is measured on one. */
const NAIVE_RUNS = 3;

/** Rolling figures at each of 8,640 buckets over 6 windows, beside the obvious implementation. One core. */
export function benchEngine(): { rows: EngineRow[] } {
  const objectives = Array.from({ length: OBJECTIVES }, (_, objective) => hourlyCounts(objective));
  const tiers = objectives.map((counts) => prefixSums(counts));
  const out = new Float64Array(BUCKETS);
  const overWindows = (roll: (tier: (typeof tiers)[number], window: number) => void) => () => {
    for (const tier of tiers) {
      for (const window of WINDOWS) {
        roll(tier, window);
      }
    }
  };
  const size = `${OBJECTIVES} objectives × ${BUCKETS} buckets × ${WINDOWS.length} windows`;
  return {
    rows: [
      measure(`prefix sums: ${OBJECTIVES} objectives × ${BUCKETS} buckets`, RUNS, () =>
        objectives.map((o) => prefixSums(o))
      ),
      measure(
        `remaining budget: ${size}`,
        RUNS,
        overWindows((tier, window) => rollingRemaining(tier, window, 0.99, out))
      ),
      measure(
        `burn rate: ${size}`,
        RUNS,
        overWindows((tier, window) => rollingBurnRate(tier, window, 0.99, out))
      ),
      measure(
        `rolling SLI: ${size}`,
        RUNS,
        overWindows((tier, window) => rollingSli(tier, window, out)),
        100
      ),
      measure(`rolling SLI: 1 objective × ${BUCKETS} buckets × ${WINDOWS.length} windows`, RUNS, () =>
        WINDOWS.forEach((window) => rollingSli(tiers[0], window, out))
      ),
      measure(`the same, every window summed anew`, NAIVE_RUNS, () =>
        WINDOWS.forEach((window) => naiveRollingSli(objectives[0], window))
      ),
    ],
  };
}

function measure(name: string, runs: number, run: () => void, limitMs?: number): EngineRow {
  for (let i = 0; i < Math.min(WARM_UPS, runs); i++) {
    run();
  }
  const before = heldBytes();
  run();
  const after = heldBytes(false);
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return {
    name,
    medianMs: times[Math.floor(runs / 2)],
    runs,
    limitMs,
    allocatedBytes: before === null || after === null ? null : Math.max(0, after - before),
  };
}

/** Bytes held, after a collection unless what was just allocated is to be seen. */
function heldBytes(collect = true): number | null {
  if (!globalThis.gc) {
    return null;
  }
  if (collect) {
    globalThis.gc();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** A year of hourly counts, the same at every run. */
function hourlyCounts(seed: number): EventCounts {
  const next = randomFrom(seed);
  const total = Float64Array.from({ length: BUCKETS }, () => Math.floor(next() * 1000));
  return {
    stepMs: HOUR_MS,
    startMs: 0,
    good: total.map((events) => events - Math.floor(next() * events * 0.02)),
    total,
    coverage: Float64Array.from({ length: BUCKETS }, () => (next() < 0.02 ? 0.5 : 1)),
    settledUntilMs: BUCKETS * HOUR_MS,
  };
}

/** Numerical Recipes' linear congruential generator: [0, 1). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
