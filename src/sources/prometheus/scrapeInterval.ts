import { HOUR_MS } from '../../budget/durations';
import type { Series } from './apiAnswer';
import { rangeText } from './bucketQuery';

const SAMPLED_MS = 6 * HOUR_MS;
/** Scrape intervals are round; a restart or jitter inside the sampled time must not make them crooked. */
const ROUND_SECONDS = 5;

/** PromQL for the number of samples that the best-scraped counter had lately. */
export function scrapeCountQuery(selectors: readonly string[]): string {
  const counts = selectors.map((selector) => `count_over_time(${selector}[${rangeText(SAMPLED_MS)}])`);
  return `max(${counts.join(' or ')})`;
}

/** The scrape interval in milliseconds that the answer to `scrapeCountQuery` shows; undefined where nothing was scraped. */
export function scrapeIntervalOf(series: readonly Series[]): number | undefined {
  const count = Number(series[0]?.points.at(-1)?.[1]);
  if (!(count > 0)) {
    return undefined;
  }
  const seconds = SAMPLED_MS / 1000 / count;
  const rounded = Math.round(seconds / ROUND_SECONDS) * ROUND_SECONDS;
  return 1000 * (rounded || Math.max(1, Math.round(seconds)));
}
