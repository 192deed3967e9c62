import { MINUTE_MS } from '../../budget/durations';
import type { Measure, NarrowedTotal, PrometheusSpec, ThresholdOperator } from '../../catalogue/objective';
import { labelName, stringLiteral } from '../../catalogue/promqlName';

/** Label that distinguishes the terms of one answer. */
export const TERM_LABEL = 'error_budget';
/**
 * Added to the samples of every series before they are summed, so that one number, from one pass over the data, says both
 * how many samples and how many series there were. Sums stay exact up to 4 million series.
 */
export const SERIES_UNIT = 2 ** 30;

/** Terms that are counts of events. */
export const COUNT_TERMS = ['good', 'bad', 'total'] as const;
export type CountTerm = (typeof COUNT_TERMS)[number];
/** Terms of the values that counters have at the end of a bucket. */
export const LEVEL_TERMS = ['goodLevel', 'badLevel', 'totalLevel'] as const;
export const TERMS = [
  ...COUNT_TERMS,
  'raw',
  'samples',
  'badSamples',
  ...LEVEL_TERMS,
  'appeared',
  'born',
  'unwatched',
  'unseen',
  'continuing',
  'came',
  'went',
] as const;
export type Term = (typeof TERMS)[number];

/** How often a threshold metric is judged inside a bucket, and the width of `{{.window}}` inside it. */
const THRESHOLD_RESOLUTION_MS = MINUTE_MS;
const THRESHOLD_LOOKBACK_MS = 5 * MINUTE_MS;

const COMPARISON: Record<ThresholdOperator, string> = { lte: '<=', gte: '>=', lt: '<', gt: '>' };

const WINDOW_TOKEN = /\{\{\s*\.window\s*\}\}/g;

/**
 * A PromQL duration of `windowMs` less one millisecond: range selectors include both ends up to Prometheus 2.x and only
 * the right one since 3.0, and this way a sample on an edge falls into exactly one bucket in both.
 */
export function rangeText(windowMs: number): string {
  return `${windowMs - 1}ms`;
}

/**
 * How a query sees what a counter grew across the edges of its window. `increase` by itself sees only growth between samples
 * inside its range, so adjoining ranges lose what grew between the last sample of one and the first of the next
 * (prometheus/prometheus#3746).
 */
export interface Edges {
  /**
   * By how much ranges overlap: the scrape interval, so that they share exactly that sample; scaled back, they add up to the
   * true growth. 0 where the interval is not known, and where the server takes the sample before a range by itself.
   */
  overlapMs: number;
  /**
   * The server takes the sample before a range into account: of ranges marked so (Prometheus' feature
   * promql-extended-range-selectors), or of all.
   */
  sampleBefore?: 'anchored' | 'always';
}

/** Ranges that say nothing of their edges, as in rules, which every server evaluates. */
export const PLAIN_EDGES: Edges = { overlapMs: 0 };

/**
 * PromQL that gives the terms of a measure over a window as one vector, each term labelled `error_budget`.
 * Every term is summed, so an indicator that keeps labels cannot flood the answer.
 *
 * @param groupBy A label whose values are kept apart: the same counts, one series per value. Only for measures that
 *   `isDivisible`.
 */
export function termsQuery(measure: Measure<PrometheusSpec>, windowMs: number, edges: Edges, groupBy?: string): string {
  const counted = (name: Term, { query, grouped = query }: PrometheusSpec): string => {
    const template = groupBy === undefined ? query : grouped;
    return termed(name, expandCounter(template, windowMs, edges), scaledBack(windowMs, edges), groupBy);
  };
  switch (measure.shape) {
    case 'goodTotal':
      return measure.good.narrows
        ? inOnePass(measure.good.narrows, ['good', 'bad'], windowMs, edges, groupBy)
        : union([counted('good', measure.good), counted('total', measure.total)]);
    case 'badTotal':
      return measure.bad.narrows
        ? inOnePass(measure.bad.narrows, ['bad', 'good'], windowMs, edges, groupBy)
        : union([counted('bad', measure.bad), counted('total', measure.total)]);
    case 'raw':
      return `label_replace(avg(${expand(measure.raw.query, windowMs)}), "${TERM_LABEL}", "raw", "", "")`;
    case 'threshold': {
      const metric = expand(measure.metric.query, THRESHOLD_LOOKBACK_MS);
      const subquery = `[${rangeText(windowMs)}:${THRESHOLD_RESOLUTION_MS}ms]`;
      // NaN fails every comparison, so this filter keeps "no traffic" from counting as bad.
      const present = `(${metric}) >= -Inf`;
      return union([
        termed('good', `sum_over_time(((${present}) ${COMPARISON[measure.op]} bool ${measure.value})${subquery})`),
        termed('total', `count_over_time((${present})${subquery})`),
      ]);
    }
  }
}

/**
 * `termsQuery` plus, for counters, how many samples of how many series there were in the bucket: fewer samples of as many
 * series are a scrape hole, fewer of fewer series a smaller number of pods.
 *
 * @param counters The terms of `levelTerms` and `badSamplesTerms`.
 */
export function bucketQuery(
  measure: Measure<PrometheusSpec>,
  stepMs: number,
  edges: Edges,
  counters: readonly string[] = []
): string {
  return union([
    termsQuery(measure, stepMs, edges),
    ...counters,
    ...samplesTerms('samples', counterSelectors(measure), stepMs),
  ]);
}

/** Terms of how many samples of how many series a bucket has, of each selector. */
export function samplesTerms(term: 'samples' | 'badSamples', selectors: readonly string[], stepMs: number): string[] {
  return selectors.map(
    (selector, index) =>
      `label_replace(label_replace(sum(count_over_time(${selector}[${rangeText(stepMs)}]) + ${SERIES_UNIT}), ` +
      `"${TERM_LABEL}", "${term}", "", ""), "selector", "${index}", "", "")`
  );
}

/** True if the events can be split by a label: all sides of a ratio are sums whose series keep it. */
export function isDivisible(measure: Measure<PrometheusSpec>): boolean {
  switch (measure.shape) {
    case 'goodTotal':
      return measure.good.grouped !== undefined && measure.total.grouped !== undefined;
    case 'badTotal':
      return measure.bad.grouped !== undefined && measure.total.grouped !== undefined;
    case 'raw':
    case 'threshold':
      return false;
  }
}

/** True if good and bad come from one pass over the total's samples, without a total of their own. */
export function isOnePass(measure: Measure<PrometheusSpec>): boolean {
  return (
    (measure.shape === 'goodTotal' && measure.good.narrows !== undefined) ||
    (measure.shape === 'badTotal' && measure.bad.narrows !== undefined)
  );
}

/** Selectors whose samples reveal scrape holes; empty where the total is a gauge. */
export function counterSelectors(measure: Measure<PrometheusSpec>): string[] {
  switch (measure.shape) {
    case 'goodTotal':
    case 'badTotal':
      return measure.total.counterSelectors;
    case 'raw':
    case 'threshold':
      return [];
  }
}

/**
 * Good and bad from one pass over the total's samples: grouped by the label that distinguishes them, they are named by its
 * values, so that Prometheus' own regular expressions decide.
 */
function inOnePass(
  { selector, label, pattern, negated }: NarrowedTotal,
  [part, rest]: [Term, Term],
  windowMs: number,
  edges: Edges,
  groupBy?: string
): string {
  const [matching, others] = negated ? [rest, part] : [part, rest];
  const labels = (...names: string[]) =>
    [...new Set([...names, ...(groupBy === undefined ? [] : [groupBy])])].map(labelName).join(', ');
  const byLabel = `sum by (${labels(label)}) (increase(${selector}${counterRange(windowMs, edges)}))`;
  const named = `label_replace(label_replace(${byLabel}, "${TERM_LABEL}", "${others}", "", ""), "${TERM_LABEL}", "${matching}", ${stringLiteral(label)}, ${pattern})`;
  return `sum by (${labels(TERM_LABEL)}) (${named})${scaledBack(windowMs, edges)}`;
}

function scaledBack(windowMs: number, { overlapMs }: Edges): string {
  return overlapMs === 0 ? '' : ` * ${windowMs / 1000} / ${(windowMs + overlapMs) / 1000}`;
}

function counterRange(windowMs: number, { overlapMs, sampleBefore }: Edges): string {
  return `[${rangeText(windowMs + overlapMs)}]${sampleBefore === 'anchored' ? ' anchored' : ''}`;
}

const WINDOW_RANGE = /\[\s*\{\{\s*\.window\s*\}\}\s*\]/g;
/** Functions whose ranges cannot be anchored. */
const OTHER_RANGES = /_over_time|irate|idelta|deriv|predict_linear/;

/** `expand` for a query of counters: only `increase`, `rate`, `changes`, `resets` and `delta` take anchored ranges. */
function expandCounter(template: string, windowMs: number, edges: Edges): string {
  return edges.sampleBefore === 'anchored' && !OTHER_RANGES.test(template)
    ? expand(template.replace(WINDOW_RANGE, counterRange(windowMs, edges)), windowMs)
    : expand(template, windowMs + edges.overlapMs);
}

/** A template of the catalogue with `{{.window}}` as a range of `windowMs`, for use inside another query. */
export function expand(template: string, windowMs: number): string {
  const query = template.trim().replace(WINDOW_TOKEN, rangeText(windowMs));
  // A comment lasts to the end of its line, and would take what follows with it.
  return query.includes('#') ? `${query}\n` : query;
}

/** A query summed (by a label), scaled, and named as a term. */
export function termed(name: Term, query: string, scale = '', groupBy?: string): string {
  const sum = groupBy === undefined ? 'sum' : `sum by (${labelName(groupBy)})`;
  return `label_replace(${sum}(${query})${scale}, "${TERM_LABEL}", "${name}", "", "")`;
}

export function union(queries: string[]): string {
  return queries.join('\nor ');
}
