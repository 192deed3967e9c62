import { DAY_MS, HOUR_MS } from '../../budget/durations';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { isPartial, type Series } from './apiAnswer';
import { COUNT_TERMS, PLAIN_EDGES, rangeText, TERM_LABEL, termed, union, type Edges, type Term } from './bucketQuery';
import type { KeptAnswers } from './keptAnswers';
import { levelsOf, selectorsOf, type Counted } from './levels';
import type { QueryApi } from './queryApi';

/** A series that was not seen for this long before is a new one; after a shorter gap it returns. */
const ABSENT_BEFORE_MS = DAY_MS;
/** A series that ended within this time before may go on under other labels, although nothing was scraped in between. */
const REPLACED_WITHIN_MS = 2 * HOUR_MS;
/** In a window as long as this, a target may be scraped without a series and then with it. */
const LEAST_WINDOW_OF_LATE_MS = HOUR_MS;

/** Buckets that lie no further apart are asked for together. */
const NEAR_BUCKETS = 6;
/** Queries for one counter. */
const MAX_SPANS = 12;

/** What the first samples of series in a bucket hold. */
export interface FirstSamples {
  /** Of series that were really born in it. */
  born: number;
  /** Of series whose target the server has no `up` of. */
  unwatched: number;
  /** Of series whose target was known, but not scraped all through the bucket before, so that they may have grown unseen. */
  unseen: number;
  /** Of series that may go on from one of the same target that ended in it. */
  continuing: number;
  /** How many series were there at its end, but not at its start. */
  came: number;
  /** How many series were there at its start, but not at its end, or began anew in it. */
  went: number;
}

interface AskedBuckets {
  counted: Counted;
  edges: Edges;
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
export function readBirths(api: QueryApi, kept: KeptAnswers<FirstSamples>, asked: AskedBuckets, signal: AbortSignal) {
  const query = birthsQuery(asked.counted, asked.stepMs, asked.edges);
  return readInBuckets(api, kept, { ...asked, query, what: 'series that appeared' }, signal);
}

/** Reads how many series came and went in some buckets, which costs far less than what they held at their first samples. */
export function readChanges(api: QueryApi, kept: KeptAnswers<FirstSamples>, asked: AskedBuckets, signal: AbortSignal) {
  const query = union(changeTerms(asked.counted, asked.stepMs));
  return readInBuckets(api, kept, { ...asked, query, what: 'series that changed' }, signal);
}

/**
 * Reads how many series came (`came`) that may have been born, in buckets in which others went: of targets that were there
 * before, or that were scraped without them at first. The pods of a rollout are neither, so that it costs instants only.
 */
export function readNewcomers(
  api: QueryApi,
  kept: KeptAnswers<FirstSamples>,
  asked: AskedBuckets,
  signal: AbortSignal
) {
  const query = newcomersTerm(asked.counted, asked.stepMs);
  return readInBuckets(api, kept, { ...asked, query, what: 'series that appeared while others went' }, signal);
}

interface FoundInBuckets {
  found: Map<number, FirstSamples>;
  executed: string[];
}

async function readInBuckets(
  api: QueryApi,
  kept: KeptAnswers<FirstSamples>,
  { query, what, buckets, fromMs, stepMs, settledUntilMs }: AskedBuckets & { query: string; what: string },
  signal: AbortSignal
): Promise<FoundInBuckets> {
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
  await Promise.all(
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
    })
  );
  // Remembered or not, so that equal figures name equal queries.
  const executed = spansOf(buckets).map(({ first, last }) => {
    return `# ${what} between ${iso(fromMs + first * stepMs)} and ${iso(endOf(last))}\n${query}`;
  });
  return { found, executed };
}

function firstSamplesAt(series: readonly Series[], endMs: number): FirstSamples {
  const valueOf = (term: Term) => {
    const points = series.find(({ labels }) => labels[TERM_LABEL] === term)?.points ?? [];
    const value = Number(points.find(([seconds]) => Math.round(seconds * 1000) === endMs)?.[1]);
    return Number.isFinite(value) ? value : 0;
  };
  const continuing = valueOf('continuing');
  return {
    born: valueOf('appeared') - continuing,
    unwatched: valueOf('unwatched'),
    unseen: valueOf('unseen'),
    continuing,
    came: valueOf('came'),
    went: valueOf('went'),
  };
}

/** Few spans that hold all buckets: cut where nothing is asked for longest. @param buckets ascending */
function spansOf(buckets: readonly number[]): Array<{ first: number; last: number }> {
  const gaps = buckets.map((bucket, i) => ({ i, gap: i === 0 ? 0 : bucket - buckets[i - 1] }));
  const cuts = gaps
    .filter(({ gap }) => gap > NEAR_BUCKETS)
    .sort((one, other) => other.gap - one.gap)
    .slice(0, MAX_SPANS - 1)
    .map(({ i }) => i);
  const starts = [0, ...cuts].sort((one, other) => one - other);
  return buckets.length === 0
    ? []
    : starts.map((start, i) => ({ first: buckets[start], last: buckets[(starts[i + 1] ?? buckets.length) - 1] }));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/**
 * PromQL about series that appear in a window of `windowMs`, in six terms.
 *
 * - `appeared`: what they held at their first sample, if they were watched when they appeared: their target (its `job` and
 *   `instance`) was scraped without them all through the window before, or at first in this one. Of series that return after a
 *   gap, what they grew by over it; not where the server's own `increase` spans gaps.
 * - `continuing`: the part of that in series that may go on from others of their target that ended. The rest is born.
 * - `unwatched`: what those of targets held for which the server has no `up`, pushed or written remotely, of which no one can say
 *   since when they grew.
 * - `unseen`: what those of targets held that were scraped in the day before, but may have grown before they were scraped again.
 * - `came`, `went`: how many series came, and how many went or began anew.
 */
export function birthsQuery(counted: Counted, windowMs: number, edges: Edges): string {
  const appeared = (selector: string) =>
    `${appearedValues(selector, windowMs, edges)} and (${watched(selector, windowMs)})`;
  const continuing = (selector: string) => `${appeared(selector)} and (${mayGoOn(selector, windowMs)})`;
  return union([
    termed('appeared', replaced(counted, appeared)),
    termed('continuing', replaced(counted, continuing)),
    termed(
      'unwatched',
      replaced(counted, (selector) => unwatched(selector, windowMs, edges))
    ),
    termed(
      'unseen',
      replaced(counted, (selector) => unseen(selector, windowMs, edges))
    ),
    ...changeTerms(counted, windowMs),
  ]);
}

/** PromQL of what series held that were born in a window, grouped by a label, as the term `born`. */
export function bornByLabel(counted: Counted, windowMs: number, edges: Edges, groupBy: string): string {
  const born = (selector: string) => reallyBorn(appearedValues(selector, windowMs, edges), selector, windowMs);
  return termed('born', replaced(counted, born), '', groupBy);
}

function changeTerms(counted: Counted, windowMs: number): string[] {
  const before = (selector: string) => `${selector} offset ${windowMs}ms`;
  const came = (selector: string) => `(${selector} unless ${before(selector)})`;
  const went = (selector: string) =>
    `(${before(selector)} unless ${selector}) or (resets(${selector}[${rangeText(2 * windowMs)}]) > 0)`;
  return [
    termed('came', numberOf(selectorsOf(counted).map(came))),
    termed('went', numberOf(selectorsOf(counted).map(went))),
  ];
}

function newcomersTerm(counted: Counted, windowMs: number): string {
  const newcomers = selectorsOf(counted).map((selector) => {
    const came = `(${selector} unless ${selector} offset ${windowMs}ms)`;
    const known = `(${came} and on (job, instance) (up${targetMatchers(selector)} offset ${windowMs}ms))`;
    return windowMs < LEAST_WINDOW_OF_LATE_MS
      ? known
      : `${known} or (${came} and (${laterThanTarget(selector, windowMs)}))`;
  });
  return termed('came', numberOf(newcomers));
}

/** How many series any of the vectors has, 0 where there is none. */
function numberOf(vectors: string[]): string {
  return `vector(0) or ((${vectors.join(' or ')}) * 0 + 1)`;
}

/** PromQL of what the counters of a measure held at the first samples of series that were born in a window, by term. */
export function bornTerms(measure: Measure<PrometheusSpec>, windowMs: number): string[] {
  const counters = levelsOf(measure, windowMs);
  return COUNT_TERMS.flatMap((term) => {
    const counted = counters[term];
    const born = (selector: string) => reallyBorn(firstValues(selector, windowMs, PLAIN_EDGES), selector, windowMs);
    return counted === undefined ? [] : [termed(term, replaced(counted, born))];
  });
}

function replaced(counted: Counted, first: (selector: string) => string): string {
  return counted.map((piece, i) => (i % 2 === 1 ? `(${first(piece)})` : piece)).join('');
}

function unwatched(selector: string, windowMs: number, edges: Edges): string {
  const up = `up${targetMatchers(selector)}`;
  return `${firstValues(selector, windowMs, edges)} unless on (job, instance) count_over_time(${up}[${rangeText(2 * windowMs)}])`;
}

function unseen(selector: string, windowMs: number, edges: Edges): string {
  const up = `up${targetMatchers(selector)}`;
  return (
    `${firstValues(selector, windowMs, edges)} and on (job, instance) ` +
    `count_over_time(${up}[${rangeText(ABSENT_BEFORE_MS)}] offset ${windowMs}ms)` +
    ` unless (${watched(selector, windowMs)})` +
    ` unless on (job, instance) (${ended(selector, windowMs, Math.max(windowMs, REPLACED_WITHIN_MS))})`
  );
}

/** First values; of series that return after a gap, what they grew by over it, where `increase` does not span gaps by itself. */
function appearedValues(selector: string, windowMs: number, edges: Edges): string {
  if (edges.sampleBefore !== undefined) {
    return firstValues(selector, windowMs, edges);
  }
  const came = newcomers(selector, windowMs);
  const before = `last_over_time(${selector}[${rangeText(ABSENT_BEFORE_MS)}] offset ${windowMs}ms)`;
  const returned = `((${came}) - ${before} >= 0) or ((${came}) and ${before})`;
  return `(${firstValues(selector, windowMs, edges)} or ${returned})`;
}

function newcomers(selector: string, windowMs: number): string {
  const range = rangeText(windowMs);
  return `min_over_time(${selector}[${range}]) unless count_over_time(${selector}[${range}] offset ${windowMs}ms)`;
}

/** Of first values, those of series that were watched when they were born, and do not go on from another one. */
function reallyBorn(first: string, selector: string, windowMs: number): string {
  return `${first} and (${watched(selector, windowMs)}) unless (${mayGoOn(selector, windowMs)})`;
}

/**
 * Series that may be the same counters as ones of their target that ended in the window, under other labels (a new one, another
 * text of `le`): they hold as much or more and, in a window long enough to tell, begin when those end. One that held nothing
 * leaves nothing to be counted twice.
 */
function mayGoOn(selector: string, windowMs: number): string {
  const [range, twice, up] = [rangeText(windowMs), rangeText(2 * windowMs), `up${targetMatchers(selector)}`];
  const of = 'on (job, instance) group_left ()';
  const held = `(${ended(selector, windowMs, windowMs)}) > 0`;
  const holdsIt = `min_over_time(${selector}[${range}]) >= ${of} (min by (job, instance) (${held}))`;
  if (windowMs < LEAST_WINDOW_OF_LATE_MS) {
    return holdsIt;
  }
  const samples = `(count_over_time(${selector}[${twice}]) - count_over_time(${selector}[${range}] offset ${windowMs}ms)) and (${held})`;
  const together = (which: 'min' | 'max') =>
    `(count_over_time(${selector}[${range}]) + ${of} (${which} by (job, instance) (${samples})))`;
  return (
    `(${holdsIt}) and (${together('min')} <= ${of} (count_over_time(${up}[${range}]) + 1))` +
    ` and (${together('max')} >= ${of} (count_over_time(${up}[${range}]) - 1))`
  );
}

/**
 * Series whose target was scraped all through the window before, or all through this one and at first without them. Five minutes have
 * too few scrapes to distinguish the latter from a series that ended early.
 */
function watched(selector: string, windowMs: number): string {
  const [range, up] = [rangeText(windowMs), `up${targetMatchers(selector)}`];
  const before = `count_over_time(${selector}[${range}]) and on (job, instance) (min_over_time(${up}[${range}] offset ${windowMs}ms) == 1)`;
  return windowMs < LEAST_WINDOW_OF_LATE_MS
    ? before
    : `(${before}) or (${selector} and (${laterThanTarget(selector, windowMs)}))`;
}

/** Series with fewer samples in the window than their target has scrapes, all of which succeeded. */
function laterThanTarget(selector: string, windowMs: number): string {
  const [range, up] = [rangeText(windowMs), `up${targetMatchers(selector)}`];
  const scrapes = `sum_over_time(${up}[${range}]) and on (job, instance) (min_over_time(${up}[${range}]) == 1)`;
  return `count_over_time(${selector}[${range}]) < on (job, instance) group_left () (${scrapes})`;
}

/**
 * What series held that were there when the window began, and do not go on all through it. Where their target was not scraped
 * then, those count that had a sample within `withinMs` before.
 */
function ended(selector: string, windowMs: number, withinMs: number): string {
  const [range, up] = [rangeText(windowMs), `up${targetMatchers(selector)}`];
  const before = `last_over_time(${selector}[${rangeText(withinMs)}] offset ${windowMs}ms)`;
  const wasThere = `${selector} offset ${windowMs}ms or (${before} unless on (job, instance) (${up} offset ${windowMs}ms == 1))`;
  const goesOn = `count_over_time(${selector}[${range}]) >= on (job, instance) group_left () sum_over_time(${up}[${range}])`;
  return `(${wasThere}) unless (${goesOn})`;
}

/**
 * Counters only grow, so the smallest value is the first. VictoriaMetrics' `increase` counts small first values by itself: there
 * it is what `increase_pure`, which counts all of them, finds beyond that.
 */
function firstValues(selector: string, windowMs: number, { sampleBefore }: Edges): string {
  const range = rangeText(windowMs);
  const first =
    sampleBefore === 'always'
      ? `(increase_pure(${selector}[${range}]) - increase(${selector}[${range}]))`
      : `min_over_time(${selector}[${range}])`;
  return `(${first} unless count_over_time(${selector}[${rangeText(ABSENT_BEFORE_MS)}] offset ${windowMs}ms))`;
}

const TARGET_MATCHER = /(?<=[{,]\s*)(?:job|instance)\s*(?:=~|!~|!=|=)\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;

/** The matchers of a selector on job and instance, so that no more of `up` is read than it takes. */
function targetMatchers(selector: string): string {
  const matchers = selector.match(TARGET_MATCHER);
  return matchers ? `{${matchers.join(',')}}` : '';
}
