import { floorTo, MINUTE_MS } from '../../budget/durations';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { counterSelectors, PLAIN_EDGES, type Edges } from './bucketQuery';
import type { KeptAnswers } from './keptAnswers';
import type { QueryApi } from './queryApi';
import { scrapeCountQuery, scrapeIntervalOf } from './scrapeInterval';
import { UpstreamFailure } from '../upstreamFailure';

/**
 * How a server counts what counters grew across the edges of a range.
 *
 * - `prometheus`: between samples inside the range only. Prometheus, Mimir, Thanos and everything that uses its engine.
 * - `anchored`: Prometheus with its extended range selectors on; a range marked so begins with the sample before it.
 * - `victoriaMetrics`: `increase` always begins with the sample before the range, and extrapolates nothing.
 */
export type ServerKind = 'prometheus' | 'anchored' | 'victoriaMetrics';

/** MetricsQL has no NaN: where PromQL answers one, it answers nothing. */
const NAN_QUERY = 'vector(0 / 0)';
/** A syntax error wherever the feature is off or unknown. */
const ANCHORED_QUERY = 'increase(up[1m] anchored)';

/** How a server counts the growth of an indicator's counters in buckets. */
export interface Counting {
  edges: Edges;
  /** Share of a bucket by which an increase may be off, 0 to 1. */
  uncertainty: number;
  /** How far apart the counters are scraped, where that is known. */
  sampleIntervalMs?: number;
}

export interface CountedAt {
  nowMs: number;
  stepMs: number;
}

/** Increases are off by a scrape at most, and a tenth for irregular ones; half a bucket where scrapes are that rare, or unknown. */
const OF_A_SCRAPE = 1.1;
const MOST_UNCERTAIN = 0.5;

/** Finds out how to count; what it finds is kept. Rejects as the query API does. */
export async function readCounting(
  api: QueryApi,
  kept: { serverTraits: KeptAnswers<boolean>; intervals: KeptAnswers<number> },
  measure: Measure<PrometheusSpec>,
  { nowMs, stepMs }: CountedAt,
  signal: AbortSignal
): Promise<Counting> {
  const selectors = counterSelectors(measure);
  if (selectors.length === 0) {
    return { edges: PLAIN_EDGES, uncertainty: 0 };
  }
  const atMs = floorTo(nowMs, MINUTE_MS);
  const [kind, intervalMs] = await Promise.all([
    readServerKind(api, kept.serverTraits, atMs, signal),
    readScrapeInterval(api, kept.intervals, selectors, atMs, signal),
  ]);
  const sampleIntervalMs = intervalMs === 0 ? undefined : intervalMs;
  switch (kind) {
    case 'prometheus': {
      const scrape = intervalMs === 0 ? MOST_UNCERTAIN : (OF_A_SCRAPE * intervalMs) / stepMs;
      return { edges: { overlapMs: intervalMs }, uncertainty: Math.min(scrape, MOST_UNCERTAIN), sampleIntervalMs };
    }
    case 'anchored':
      return { edges: { overlapMs: 0, sampleBefore: 'anchored' }, uncertainty: 0, sampleIntervalMs };
    case 'victoriaMetrics':
      return { edges: { overlapMs: 0, sampleBefore: 'always' }, uncertainty: 0, sampleIntervalMs };
  }
}

/** The scrape interval of counters in milliseconds; 0 where nothing was scraped lately. */
async function readScrapeInterval(
  api: QueryApi,
  kept: KeptAnswers<number>,
  selectors: readonly string[],
  atMs: number,
  signal: AbortSignal
): Promise<number> {
  const query = scrapeCountQuery(selectors);
  const known = kept.recall(query);
  if (known !== undefined) {
    return known;
  }
  const { series } = await api.queryAt(query, atMs, signal);
  const interval = scrapeIntervalOf(series);
  if (interval !== undefined) {
    kept.keep(query, interval);
  }
  return interval ?? 0;
}

/**
 * The server's kind, by two queries that cost it nothing, since the endpoints that name a server are not reached through
 * Grafana.
 */
async function readServerKind(
  api: QueryApi,
  kept: KeptAnswers<boolean>,
  atMs: number,
  signal: AbortSignal
): Promise<ServerKind> {
  const [hasNan, hasAnchored] = await Promise.all([
    keptOr(kept, NAN_QUERY, async () => (await api.queryAt(NAN_QUERY, atMs, signal)).series.length > 0),
    keptOr(kept, ANCHORED_QUERY, () => understands(api, ANCHORED_QUERY, atMs, signal)),
  ]);
  return !hasNan ? 'victoriaMetrics' : hasAnchored ? 'anchored' : 'prometheus';
}

/** What is kept, else what is found, which is kept where it is known for sure. */
async function keptOr(kept: KeptAnswers<boolean>, query: string, find: () => Promise<boolean | undefined>) {
  const known = kept.recall(query);
  if (known !== undefined) {
    return known;
  }
  const found = await find();
  if (found !== undefined) {
    kept.keep(query, found);
  }
  return found ?? false;
}

/** Undefined where the server fails for another reason than the query. */
async function understands(
  api: QueryApi,
  query: string,
  atMs: number,
  signal: AbortSignal
): Promise<boolean | undefined> {
  try {
    await api.queryAt(query, atMs, signal, true);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UpstreamFailure) {
      return error.kind === 'refused' ? false : undefined;
    }
    throw error;
  }
}
