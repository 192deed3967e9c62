import { HOUR_MS, MINUTE_MS } from '../../budget/durations';
import type { Series } from './apiAnswer';
import { rangeText } from './bucketQuery';

/** The longest rounds best; the shorter ones see a counter that is younger, or that was not scraped for some hours. */
const LOOKBACKS_MS = [6 * HOUR_MS, HOUR_MS, 10 * MINUTE_MS];
const LOOKBACK_LABEL = 'error_budget_lookback';
/** Samples so few say nothing that those over a longer time do not say better. */
const FEWEST_SAMPLES = 5;
/** By how much a shorter lookback must hold more samples in its time; jitter adds one to the fewest. */
const DENSER = 1.25;
/** Scrape intervals are round; a restart or jitter inside the sampled time must not make them crooked. */
const ROUND_SECONDS = 5;

/** PromQL for the number of samples that the best-scraped counter had lately, over several lookbacks. */
export function scrapeCountQuery(selectors: readonly string[]): string {
  return LOOKBACKS_MS.map((lookbackMs) => {
    const counts = selectors.map((selector) => `count_over_time(${selector}[${rangeText(lookbackMs)}])`);
    const most = `max(${counts.join(' or ')})`;
    // Samples may have stopped within the longest lookback: then the fullest hour that ended in it shows their interval.
    const count = lookbackMs === HOUR_MS ? `max_over_time(${most}[6h:10m])` : most;
    return `label_replace(${count}, "${LOOKBACK_LABEL}", "${lookbackMs}", "", "")`;
  }).join(' or ');
}

/** The scrape interval in milliseconds that the answer to `scrapeCountQuery` shows; undefined where nothing was scraped. */
export function scrapeIntervalOf(series: readonly Series[]): number | undefined {
  let intervalMs = Infinity;
  for (const lookbackMs of LOOKBACKS_MS) {
    const counted = series.find(({ labels }) => labels[LOOKBACK_LABEL] === String(lookbackMs));
    const count = Number(counted?.points.at(-1)?.[1]);
    const isFirst = intervalMs === Infinity;
    if (count > 0 && (isFirst || (count >= FEWEST_SAMPLES && (lookbackMs / count) * DENSER < intervalMs))) {
      intervalMs = lookbackMs / count;
    }
  }
  return intervalMs === Infinity ? undefined : rounded(intervalMs);
}

function rounded(intervalMs: number): number {
  const seconds = intervalMs / 1000;
  const round = Math.round(seconds / ROUND_SECONDS) * ROUND_SECONDS;
  return 1000 * (round || Math.max(1, Math.round(seconds)));
}
