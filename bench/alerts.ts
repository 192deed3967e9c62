import { BAD_IN_A_ROW } from '../src/budget/alertConditions';
import { badEventsAbove, burnRatePolicy, type BurnRateRow } from '../src/budget/burnRatePolicy';
import { DAY_MS, MINUTE_MS } from '../src/budget/durations';
import { BUSY_FROM, SPARSE_BELOW, SPARSE_FOR_MS, TRAFFIC_LOOKBACK_MS } from '../src/budget/measuredBudget';

const TARGET = 0.99;
const WINDOW_MS = 30 * DAY_MS;
const WINDOW_MINUTES = WINDOW_MS / MINUTE_MS;
/** Pages stay until their condition has been gone for so long (alerting/objectiveRules.ts). */
const KEEP_FIRING_MINUTES = 5;
const IN_A_ROW_KEEP_FIRING_MINUTES = 30;
const WINDOWS = 40;

/** False pages of a service that spends exactly its budget, evenly: mean number per 30 days. */
export interface FalsePages {
  /** Bad events in 30 days, which the budget holds exactly. */
  budget: number;
  /** By the burn-rate rows, if they asked for this many bad events. */
  burnRates: Array<{ leastBad: number; pages: number }>;
  /** By three bad events in a row, where little happens. */
  inARow: number;
}

/** Poisson traffic, evaluated every minute as the rules are; the same seed gives the same figures. */
export function benchAlerts(budgets: readonly number[], leastBads: readonly number[]): FalsePages[] {
  return budgets.map((budget) => {
    const traffic = drawTraffic(budget, WINDOWS);
    const pageRows = burnRatePolicy(TARGET, WINDOW_MS).rows.filter(({ severity }) => severity === 'page');
    return {
      budget,
      burnRates: leastBads.map((leastBad) => ({
        leastBad,
        pages: sum(pageRows.map((row) => pagesOfRow(traffic, { ...row, leastBad }))) / WINDOWS,
      })),
      inARow: pagesInARow(traffic) / WINDOWS,
    };
  });
}

interface Traffic {
  minutes: number;
  /** Prefix sums: entry i counts what happened before minute i. */
  bad: Uint32Array;
  total: Uint32Array;
  /** At the end of each minute, how many events have been bad since the last good one. */
  badInARow: Uint32Array;
}

function drawTraffic(budget: number, windows: number): Traffic {
  const random = seeded(budget + 1);
  const minutes = windows * WINDOW_MINUTES;
  const traffic = {
    minutes,
    bad: new Uint32Array(minutes + 1),
    total: new Uint32Array(minutes + 1),
    badInARow: new Uint32Array(minutes + 1),
  };
  const perMinute = budget / (1 - TARGET) / WINDOW_MINUTES;
  for (let i = 0; i < minutes; i++) {
    let [bad, total, run] = [0, 0, traffic.badInARow[i]];
    // Waiting times of a Poisson process are exponential.
    for (let at = -Math.log(1 - random()) / perMinute; at < 1; at -= Math.log(1 - random()) / perMinute) {
      const isBad = random() < 1 - TARGET;
      total += 1;
      bad += isBad ? 1 : 0;
      run = isBad ? run + 1 : 0;
    }
    traffic.bad[i + 1] = traffic.bad[i] + bad;
    traffic.total[i + 1] = traffic.total[i] + total;
    traffic.badInARow[i + 1] = run;
  }
  return traffic;
}

function pagesOfRow(traffic: Traffic, { longMs, shortMs, factor, leastBad }: BurnRateRow): number {
  const isAbove = (end: number, lookbackMs: number) => {
    const { bad, total } = within(traffic, end, lookbackMs);
    return bad / total / (1 - TARGET) > factor;
  };
  return episodes(
    traffic,
    KEEP_FIRING_MINUTES,
    (end) =>
      isAbove(end, longMs) &&
      (shortMs === null || isAbove(end, shortMs)) &&
      (leastBad === null || within(traffic, end, longMs).bad > badEventsAbove(leastBad))
  );
}

function pagesInARow(traffic: Traffic): number {
  let sparseAt = -Infinity;
  return episodes(traffic, IN_A_ROW_KEEP_FIRING_MINUTES, (end) => {
    const { total } = within(traffic, end, TRAFFIC_LOOKBACK_MS);
    const observedMs = Math.min(end * MINUTE_MS, TRAFFIC_LOOKBACK_MS);
    const budget = (1 - TARGET) * total * (WINDOW_MS / observedMs);
    sparseAt = budget < SPARSE_BELOW ? end : sparseAt;
    const isSparse = budget < BUSY_FROM && (end - sparseAt) * MINUTE_MS <= SPARSE_FOR_MS;
    return isSparse && traffic.badInARow[end] > badEventsAbove(BAD_IN_A_ROW);
  });
}

function within({ bad, total }: Traffic, end: number, lookbackMs: number): { bad: number; total: number } {
  const from = Math.max(0, end - lookbackMs / MINUTE_MS);
  return { bad: bad[end] - bad[from], total: total[end] - total[from] };
}

/** How often an alert begins that fires while `isFiring`, and for some minutes after. */
function episodes({ minutes }: Traffic, keepFiringMinutes: number, isFiring: (end: number) => boolean): number {
  let begun = 0;
  let firedAt = -Infinity;
  for (let end = 1; end <= minutes; end++) {
    if (isFiring(end)) {
      begun += end - firedAt > keepFiringMinutes ? 1 : 0;
      firedAt = end;
    }
  }
  return begun;
}

/** Mulberry32: numbers of [0, 1). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
