import { DAY_MS } from '../../budget/durations';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { isPartial, type Series } from './apiAnswer';
import { COUNT_TERMS, rangeText, TERM_LABEL, termed } from './bucketQuery';
import type { KeptAnswers } from './keptAnswers';
import { levelsOf, type Counted } from './levels';
import type { QueryApi } from './queryApi';

/** A series that was not seen for this long before is a new one; after a shorter gap it returns. */
const ABSENT_BEFORE_MS = DAY_MS;

/** Buckets that lie no further apart are asked for together. */
const NEAR_BUCKETS = 24;
/** Queries for one counter; spans are joined until there are no more. */
const MAX_SPANS = 12;

/** What the first samples of series in a bucket hold. */
export interface FirstSamples {
  /** Of series that were really born in it. */
  born: number;
  /** Of series whose target the server has no `up` of. */
  unwatched: number;
}

interface AskedBuckets {
  counted: Counted;
  /** Indexes of buckets; bucket i is [fromMs + i·stepMs, fromMs + (i + 1)·stepMs). */
  buckets: readonly number[];
  fromMs: number;
  stepMs: number;
  settledUntilMs: number;
}

/**
 * Reads what series held at their first samples in some buckets, in few range queries; settled buckets are kept. Rejects as
 * the query API does.
 */
export async function readBirths(
  api: QueryApi,
  kept: KeptAnswers<FirstSamples>,
  { counted, buckets, fromMs, stepMs, settledUntilMs }: AskedBuckets,
  signal: AbortSignal
): Promise<{ found: Map<number, FirstSamples>; executed: string[] }> {
  const query = birthsQuery(counted, stepMs);
  const endOf = (bucket: number) => fromMs + (bucket + 1) * stepMs;
  const found = new Map<number, FirstSamples>();
  const missing: number[] = [];
  for (const bucket of buckets) {
    const known = kept.recall(`${endOf(bucket)} ${query}`);
    if (known) {
      found.set(bucket, known);
    } else {
      missing.push(bucket);
    }
  }
  const executed = await Promise.all(
    spansOf(missing).map(async ({ first, last }) => {
      const piece = { fromMs: fromMs + first * stepMs, toMs: endOf(last) };
      const answer = await api.queryBuckets(query, piece, stepMs, signal);
      for (const bucket of missing.filter((index) => index >= first && index <= last)) {
        const samples = firstSamplesAt(answer.series, endOf(bucket));
        found.set(bucket, samples);
        if (endOf(bucket) <= settledUntilMs && !isPartial(answer)) {
          kept.keep(`${endOf(bucket)} ${query}`, samples);
        }
      }
      return `# series that appeared between ${iso(piece.fromMs)} and ${iso(piece.toMs)}\n${query}`;
    })
  );
  return { found, executed };
}

function firstSamplesAt(series: readonly Series[], endMs: number): FirstSamples {
  const samples = { born: 0, unwatched: 0 };
  for (const { labels, points } of series) {
    const term = labels[TERM_LABEL];
    const value = Number(points.find(([seconds]) => Math.round(seconds * 1000) === endMs)?.[1]);
    if ((term === 'born' || term === 'unwatched') && Number.isFinite(value)) {
      samples[term] = value;
    }
  }
  return samples;
}

/** @param buckets ascending */
function spansOf(buckets: readonly number[]): Array<{ first: number; last: number }> {
  for (let near = NEAR_BUCKETS; ; near *= 2) {
    const spans: Array<{ first: number; last: number }> = [];
    for (const bucket of buckets) {
      const span = spans.at(-1);
      if (span && bucket - span.last <= near) {
        span.last = bucket;
      } else {
        spans.push({ first: bucket, last: bucket });
      }
    }
    if (spans.length <= MAX_SPANS) {
      return spans;
    }
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/**
 * PromQL of what series held at their first sample in a window of `windowMs`, in two terms. `born`: those that were really
 * born in it, because their target (its `job` and `instance`) was scraped without them all through the window before, so
 * that nothing grew unseen. `unwatched`: those of targets for which the server has no `up`, pushed or written remotely,
 * of which nobody can say since when they grew.
 */
export function birthsQuery(counted: Counted, windowMs: number, groupBy?: string): string {
  return (['born', 'unwatched'] as const)
    .map((term) => termed(term, replaced(counted, FIRST[term], windowMs), '', groupBy))
    .join('\nor ');
}

/** PromQL of what the counters of a measure held at the first samples of series that were born in a window, by term. */
export function bornTerms(measure: Measure<PrometheusSpec>, windowMs: number): string[] {
  const counters = levelsOf(measure, windowMs);
  return COUNT_TERMS.flatMap((term) => {
    const counted = counters[term];
    return counted === undefined ? [] : [termed(term, replaced(counted, FIRST.born, windowMs))];
  });
}

function replaced(counted: Counted, first: (selector: string, windowMs: number) => string, windowMs: number): string {
  return counted.map((piece, i) => (i % 2 === 1 ? `(${first(piece, windowMs)})` : piece)).join('');
}

const FIRST = {
  born: (selector: string, windowMs: number) =>
    `${firstValues(selector, windowMs)} and on (job, instance) ` +
    `(min_over_time(up${targetMatchers(selector)}[${rangeText(windowMs)}] offset ${windowMs}ms) == 1)`,
  unwatched: (selector: string, windowMs: number) =>
    `${firstValues(selector, windowMs)} unless on (job, instance) ` +
    `count_over_time(up${targetMatchers(selector)}[${rangeText(2 * windowMs)}])`,
};

/** Counters only grow, so the smallest value is the first. */
function firstValues(selector: string, windowMs: number): string {
  return (
    `(min_over_time(${selector}[${rangeText(windowMs)}])` +
    ` unless count_over_time(${selector}[${rangeText(ABSENT_BEFORE_MS)}] offset ${windowMs}ms))`
  );
}

const TARGET_MATCHER = /(?<=[{,]\s*)(?:job|instance)\s*(?:=~|!~|!=|=)\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;

/** The matchers of a selector on job and instance, so that no more of `up` is read than it takes. */
function targetMatchers(selector: string): string {
  const matchers = selector.match(TARGET_MATCHER);
  return matchers ? `{${matchers.join(',')}}` : '';
}
