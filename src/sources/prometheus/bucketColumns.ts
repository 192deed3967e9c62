import { MINUTE_MS } from '../../budget/durations';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { LastSeen } from '../contract';
import { type Series } from './apiAnswer';
import { counterSelectors, isOnePass, LEVEL_TERMS, SERIES_UNIT, TERM_LABEL, TERMS, type Term } from './bucketQuery';
import type { Growth } from './holes';
import { UpstreamFailure } from '../upstreamFailure';

/** What is kept of every bucket. Unlike event counts these never change afterwards: holes are bridged on top of them. */
export const COLUMNS = [
  'good',
  'total',
  'samples',
  'series',
  'badSamples',
  'badSeries',
  'trust',
  'seen',
  ...LEVEL_TERMS,
] as const;
export type Column = (typeof COLUMNS)[number];
export type BucketColumns = Record<Column, Float64Array>;

export function mapColumns(toColumn: (column: Column) => Float64Array): BucketColumns {
  return {
    good: toColumn('good'),
    total: toColumn('total'),
    samples: toColumn('samples'),
    series: toColumn('series'),
    badSamples: toColumn('badSamples'),
    badSeries: toColumn('badSeries'),
    trust: toColumn('trust'),
    seen: toColumn('seen'),
    goodLevel: toColumn('goodLevel'),
    badLevel: toColumn('badLevel'),
    totalLevel: toColumn('totalLevel'),
  };
}

/**
 * What the column `seen` adds up: which terms had a series in the bucket, were its count 0. Not which sides: indicators of the
 * same query share what is kept, though one may call good what the other calls the rest.
 */
const SEEN = { good: 1, bad: 2, total: 4, raw: 4 } as const;

/** How far a bucket is trusted that came with a warning of partial data: how much is missing is unknown. */
const PARTIAL_TRUST = 0.5;

/**
 * Sorts the points of a range answer into buckets. A point at time t is the bucket that ends at t; points are
 * placed by the returned timestamps, because some frontends shift the range.
 *
 * @throws UpstreamFailure when the answer holds infinite values, or a series that is no term of the query.
 */
export function toColumns(
  series: Series[],
  measure: Measure<PrometheusSpec>,
  range: { fromMs: number; toMs: number; stepMs: number },
  partial: boolean
): BucketColumns {
  const length = Math.round((range.toMs - range.fromMs) / range.stepMs);
  const column = () => new Float64Array(length);
  const absent = () => column().fill(NaN);
  const columns: BucketColumns = {
    good: column(),
    total: column(),
    samples: column(),
    series: column(),
    badSamples: column(),
    badSeries: column(),
    trust: column().fill(partial ? PARTIAL_TRUST : 1),
    seen: column(),
    goodLevel: absent(),
    badLevel: absent(),
    totalLevel: absent(),
  };
  const terms = { good: absent(), bad: absent(), total: absent(), raw: absent() };
  const values: Partial<Record<Term, Float64Array>> = {
    ...terms,
    goodLevel: columns.goodLevel,
    badLevel: columns.badLevel,
    totalLevel: columns.totalLevel,
  };
  for (const { labels, points } of series) {
    const term = termOf(labels);
    for (const [timeSeconds, text] of points) {
      const index = Math.round((timeSeconds * 1000 - range.fromMs) / range.stepMs) - 1;
      if (index < 0 || index >= length) {
        continue;
      }
      const value = readValue(text);
      if (term === 'samples' || term === 'badSamples') {
        const series = Math.floor(value / SERIES_UNIT);
        columns[term][index] += value - series * SERIES_UNIT;
        columns[term === 'samples' ? 'series' : 'badSeries'][index] += series;
      } else if (values[term]) {
        values[term][index] = value;
      }
    }
  }
  fillCounts(columns, terms, measure, range.stepMs);
  return columns;
}

/** Growth over the range of an instant answer; undefined where nothing was counted. */
export function toGrowth(series: Series[], measure: Measure<PrometheusSpec>): Growth | undefined {
  const values = { good: NaN, bad: NaN, total: NaN };
  for (const { labels, points } of series) {
    const term = labels[TERM_LABEL];
    const last = points.at(-1);
    if (last && (term === 'good' || term === 'bad' || term === 'total')) {
      values[term] = readValue(last[1]);
    }
  }
  return fromTerms(values, measure);
}

/**
 * Good and total from the terms that the query gave, NaN where it gave none; undefined without a total. An absent part is
 * 0: a service without errors has no series of them.
 */
function fromTerms(
  { good, bad, total }: Record<'good' | 'bad' | 'total', number>,
  measure: Measure<PrometheusSpec>
): Growth | undefined {
  if (isOnePass(measure)) {
    return Number.isNaN(good) && Number.isNaN(bad) ? undefined : { good: good || 0, total: (good || 0) + (bad || 0) };
  }
  if (Number.isNaN(total)) {
    return undefined;
  }
  return { good: measure.shape === 'badTotal' ? total - (bad || 0) : good || 0, total };
}

/** When the sides of the indicator last had a series, from the column `seen`. */
export function lastSeenIn(
  seen: Float64Array,
  measure: Measure<PrometheusSpec>,
  { fromMs, stepMs }: { fromMs: number; stepMs: number }
): LastSeen {
  const last = (terms: number): number | null => {
    for (let i = seen.length - 1; i >= 0; i--) {
      if ((seen[i] & terms) !== 0) {
        return fromMs + (i + 1) * stepMs;
      }
    }
    return null;
  };
  const total = isOnePass(measure) ? SEEN.good | SEEN.bad : SEEN.total;
  switch (measure.shape) {
    case 'goodTotal':
      return { partMs: last(SEEN.good), totalMs: last(total) };
    case 'badTotal':
      return { partMs: last(SEEN.bad), totalMs: last(total) };
    case 'raw':
    case 'threshold':
      return { partMs: null, totalMs: last(total) };
  }
}

type Terms = Record<'good' | 'bad' | 'total' | 'raw', Float64Array>;

/** Good and total of every bucket from its terms; nothing counted is no event. */
function fillCounts(columns: BucketColumns, terms: Terms, measure: Measure<PrometheusSpec>, stepMs: number): void {
  const isCounter = counterSelectors(measure).length > 0;
  const seenIn = termsSeen(measure);
  for (let i = 0; i < columns.total.length; i++) {
    columns.seen[i] = seenIn({ good: terms.good[i], bad: terms.bad[i], total: terms.total[i], raw: terms.raw[i] });
    if (measure.shape === 'raw') {
      fillRaw(columns, i, terms.raw[i], measure.rawType, stepMs);
      continue;
    }
    const counted = fromTerms({ good: terms.good[i], bad: terms.bad[i], total: terms.total[i] }, measure);
    if (!counted) {
      continue;
    }
    const { good, total } = counted;
    columns.total[i] = total;
    columns.good[i] = good;
    if (!isCounter) {
      columns.samples[i] = total;
      columns.series[i] = 1;
    }
  }
}

/**
 * Which terms had a series, from their values in a bucket. Where a query puts something else instead of series that are
 * missing, only a count above 0 shows that there were any.
 */
function termsSeen(measure: Measure<PrometheusSpec>): (values: Record<keyof Terms, number>) => number {
  const bitOf = (name: keyof Terms, query?: string) => {
    const hasSubstitute = query !== undefined && substitutes(query);
    return (value: number) => (Number.isNaN(value) || (hasSubstitute && value === 0) ? 0 : SEEN[name]);
  };
  const bits = {
    good: bitOf('good', measure.shape === 'goodTotal' ? measure.good.query : undefined),
    bad: bitOf('bad', measure.shape === 'badTotal' ? measure.bad.query : undefined),
    total: bitOf('total', 'total' in measure ? measure.total.query : undefined),
    raw: bitOf('raw'),
  };
  return ({ good, bad, total, raw }) => bits.good(good) | bits.bad(bad) | bits.total(total) | bits.raw(raw);
}

/** True for a query that may answer something instead of series that are missing, as `or vector(0)` does. */
export function substitutes(query: string): boolean {
  return SUBSTITUTE.test(query.replace(STRING_LITERALS, ''));
}

const SUBSTITUTE = /\b(or|vector)\b/i;
const STRING_LITERALS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;

/** A ratio carries no counts, so its buckets weigh by their minutes. */
function fillRaw(
  columns: BucketColumns,
  i: number,
  ratio: number,
  rawType: 'success' | 'failure',
  stepMs: number
): void {
  if (Number.isNaN(ratio)) {
    return;
  }
  const minutes = stepMs / MINUTE_MS;
  columns.total[i] = minutes;
  columns.good[i] = minutes * (rawType === 'success' ? ratio : 1 - ratio);
  columns.samples[i] = minutes;
  columns.series[i] = 1;
}

function termOf(labels: Series['labels']): Term {
  const term = TERMS.find((name) => name === labels[TERM_LABEL]);
  if (term === undefined) {
    throw new UpstreamFailure(
      'notTheUpstream',
      `a series of the answer has the label ${TERM_LABEL}=${JSON.stringify(labels[TERM_LABEL] ?? '')}, expected one of ` +
        TERMS.join(', '),
      'Check whether a proxy in front of Prometheus drops or rewrites labels'
    );
  }
  return term;
}

function readValue(text: string): number {
  const value = text === 'NaN' ? NaN : Number(text);
  if (text.endsWith('Inf')) {
    throw new UpstreamFailure(
      'badIndicator',
      `the query returns ${text} where a count or a ratio was expected`,
      'Correct the query of this objective in the catalogue: a division by zero without traffic is the usual cause'
    );
  }
  return value;
}
