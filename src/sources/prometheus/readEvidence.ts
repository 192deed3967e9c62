import { nearestName } from '../../catalogue/nearestName';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { LabelMatcher, Selector } from '../../catalogue/selectors';
import type { Evidence, EvidenceReason, EvidenceRequest } from '../contract';
import { substitutes } from './bucketColumns';
import { daysOf, type Days, type LabelApi } from './labelApi';
import { firstInWords } from '../../budget/inWords';

type Questions = Pick<EvidenceRequest, 'side' | 'why' | 'fromMs' | 'toMs'>;

/**
 * What the server knows of the metrics, labels and values that a side of the indicator names. What a total that was seen asks
 * for is known without a question; all else costs a request for each metric and label, once a day.
 */
export async function readEvidence(
  labels: LabelApi,
  measure: Measure<PrometheusSpec>,
  { side, why, fromMs, toMs }: Questions,
  signal: AbortSignal
): Promise<Evidence> {
  const query = queryOf(measure, side);
  // The parser of PromQL is a chunk of its own, which pages need for nothing else.
  const parser = await import('../../catalogue/selectors').catch(() => undefined);
  if (parser === undefined) {
    return { asked: false, reasons: [], substitutes: substitutes(query) };
  }
  const { selectorsOf } = parser;
  const totals = side === 'total' ? [] : selectorsOf(queryOf(measure, 'total'));
  const inquiry: Inquiry = {
    labels,
    days: daysOf(fromMs, toMs),
    why,
    // Of several selectors one may be seen for all.
    seen: totals.length === 1 ? totals[0] : undefined,
    signal,
  };
  const answers = await Promise.all(selectorsOf(query).map((selector) => reasonsOf(selector, inquiry)));
  return {
    asked: !answers.includes(undefined),
    reasons: answers.flatMap((reasons) => reasons ?? []),
    substitutes: substitutes(query),
  };
}

function queryOf(measure: Measure<PrometheusSpec>, side: EvidenceRequest['side']): string {
  switch (measure.shape) {
    case 'goodTotal':
      return (side === 'total' ? measure.total : measure.good).query;
    case 'badTotal':
      return (side === 'total' ? measure.total : measure.bad).query;
    case 'raw':
      return measure.raw.query;
    case 'threshold':
      return measure.metric.query;
  }
}

interface Inquiry {
  labels: LabelApi;
  days: Days;
  why: EvidenceRequest['why'];
  /** The selector of a total that was seen. */
  seen: Selector | undefined;
  signal: AbortSignal;
}

/** Why a selector selects, or excludes, nothing; undefined where the server refuses the questions. */
async function reasonsOf(selector: Selector, inquiry: Inquiry): Promise<EvidenceReason[] | undefined> {
  const { labels, days, seen, signal } = inquiry;
  const { metric } = selector;
  if (metric === undefined) {
    return reasonsWithoutMetric(selector, inquiry);
  }
  const isSeen = seen?.metric === metric;
  if (!isSeen) {
    const series = await labels.values(METRIC_LABEL, ofMetric(metric), days, signal);
    if (series?.length === 0) {
      return [await unknownMetric(metric, inquiry)];
    }
    if (series === undefined) {
      return undefined;
    }
  }
  const known = isSeen ? seen.matchers : [];
  return reasonsOfMatchers(selector, { match: ofMetric(metric), inWords: ` of ${metric}` }, known, inquiry);
}

/** The same for a selector whose metrics are those of a pattern, or any. */
async function reasonsWithoutMetric(selector: Selector, inquiry: Inquiry): Promise<EvidenceReason[] | undefined> {
  const { labels, days, why, signal } = inquiry;
  const { text, names = [] } = selector;
  const selected = await labels.values(METRIC_LABEL, text, days, signal);
  if (selected === undefined || (selected.length > 0 && why === 'matches')) {
    return selected && [];
  }
  const pattern = names.map(textOf).join(',');
  if (names.some(isDemanding)) {
    const metrics = await labels.values(METRIC_LABEL, `{${pattern}}`, days, signal);
    if (metrics?.length === 0) {
      return [await unknownPattern(names, inquiry)];
    }
    return metrics && reasonsOfMatchers(selector, { match: `{${pattern}}`, inWords: ` of {${pattern}}` }, [], inquiry);
  }
  return reasonsOfMatchers(selector, { inWords: '' }, [], inquiry);
}

/** Series among which the matchers of a selector are looked at: those of its metrics. */
interface Scope {
  /** Absent: all series. */
  match?: string;
  inWords: string;
}

async function reasonsOfMatchers(
  selector: Selector,
  scope: Scope,
  known: readonly LabelMatcher[],
  inquiry: Inquiry
): Promise<EvidenceReason[] | undefined> {
  const { matchers } = selector;
  const vouchedFor = new Set(known.map(textOf));
  const asked = matchers.filter(
    (matcher) => !vouchedFor.has(textOf(matcher)) && (inquiry.why === 'excludes' || isDemanding(matcher))
  );
  const answers = await Promise.all(asked.map((matcher) => reasonOf(matcher, scope, inquiry)));
  if (answers.includes(undefined)) {
    return undefined;
  }
  const reasons = answers.flatMap((reason) => reason ?? []);
  return reasons.length === 0 && matchers.filter(isDemanding).length > 1 ? absentTogether(selector, inquiry) : reasons;
}

/** True for a matcher that no series without the label meets. */
function isDemanding({ operator, value }: LabelMatcher): boolean {
  switch (operator) {
    case '=':
      return value !== '';
    case '=~':
      return !matchesPattern('', value);
    case '!=':
    case '!~':
      return false;
  }
}

async function unknownMetric(metric: string, { labels, days, signal }: Inquiry): Promise<EvidenceReason> {
  const all = await labels.values(METRIC_LABEL, undefined, days, signal);
  const nearest = nearestName(metric, all ?? []);
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
  return { kind: 'unknown', text: `the server has no metric ${metric}${hint}` };
}

async function unknownPattern(
  names: readonly LabelMatcher[],
  { labels, days, signal }: Inquiry
): Promise<EvidenceReason> {
  const all = (await labels.values(METRIC_LABEL, undefined, days, signal)) ?? [];
  const nearest = names.flatMap(({ value }) => nearestToPattern(value, all) ?? [])[0];
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
  const patterns = names.map(({ operator, value }) => `${operator === '!~' ? 'not ' : ''}${JSON.stringify(value)}`);
  return { kind: 'unknown', text: `no metric has a name that matches ${patterns.join(' and ')}${hint}` };
}

/** The name that one of the alternatives of a pattern most likely meant, judged by its plain text. */
function nearestToPattern(pattern: string, names: readonly string[]): string | undefined {
  const alternatives = pattern.replace(/[()^$]/g, '').split('|');
  for (const alternative of alternatives) {
    const [plain] = alternative.split(/[.[\\*+?{]/, 1);
    const isWhole = plain === alternative;
    const starts = new Map(names.map((name) => [isWhole ? name : name.slice(0, plain.length), name]));
    const nearest = nearestName(plain, [...starts.keys()]);
    if (plain.length >= SHORTEST_PLAIN && nearest !== undefined) {
      return starts.get(nearest);
    }
  }
  return undefined;
}

/** Of less text than this, almost any name is near. */
const SHORTEST_PLAIN = 4;

/** Why one matcher selects, or excludes, nothing: none, one, or undefined where the server refuses the question. */
async function reasonOf(
  matcher: LabelMatcher,
  { match, inWords }: Scope,
  inquiry: Inquiry
): Promise<EvidenceReason[] | undefined> {
  const { labels, days, signal } = inquiry;
  const values = await labels.values(matcher.label, match, days, signal);
  if (values === undefined) {
    return undefined;
  }
  if (values.length === 0) {
    const names = (await labels.names(match, days, signal)) ?? [];
    const others = names.filter((name) => name !== METRIC_LABEL);
    const found = `no series${inWords} has a label ${matcher.label}`;
    return [{ kind: 'unknown', text: `${found}${insteadOf(matcher.label, others)}` }];
  }
  if (!isDemanding(matcher) || values.some((value) => matches(value, matcher))) {
    return [];
  }
  const isLimit = matcher.label === BUCKET_LABEL;
  const hint = (isLimit && sameNumber(matcher, values)) || insteadOf(matcher.value, values, matcher.operator === '=');
  return [{ kind: isLimit ? 'unknown' : 'absent', text: `no series${inWords} has ${textOf(matcher)}${hint}` }];
}

async function absentTogether(selector: Selector, { labels, days, signal }: Inquiry) {
  const series = await labels.values(METRIC_LABEL, selector.text, days, signal);
  const text = `no series has all of ${selector.text} at once`;
  return series?.length === 0 ? [{ kind: 'absent' as const, text }] : [];
}

const METRIC_LABEL = '__name__';
const BUCKET_LABEL = 'le';

function ofMetric(metric: string): string {
  return `{${METRIC_LABEL}=${JSON.stringify(metric)}}`;
}

function textOf({ label, operator, value }: LabelMatcher): string {
  return `${label}${operator}${JSON.stringify(value)}`;
}

function matches(value: string, { operator, value: wanted }: LabelMatcher): boolean {
  return operator === '=' ? value === wanted : matchesPattern(value, wanted);
}

/** As Prometheus matches: the whole text. A pattern that only Go's regular expressions know is taken to match. */
function matchesPattern(text: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(text);
  } catch {
    return true;
  }
}

/** Prometheus 3 writes the limits of buckets as floats, 2 as the service does. */
function sameNumber({ value }: LabelMatcher, values: readonly string[]): string | undefined {
  const same = values.find((other) => Number(other) === Number(value));
  if (value === '' || same === undefined) {
    return undefined;
  }
  const written = `there is ${BUCKET_LABEL}=${JSON.stringify(same)}`;
  return /\.0$/.test(same)
    ? `, but ${written}: Prometheus 3 writes ${same}`
    : `, but ${written}: Prometheus 3 writes ${value}, this server ${same}`;
}

const MOST_NAMED = 5;

/** What there is instead of a name or a value: the nearest one, else the first few. */
function insteadOf(wanted: string, existing: readonly string[], isOneText = true): string {
  const nearest = isOneText ? nearestName(wanted, existing) : undefined;
  if (nearest !== undefined) {
    return ` (did you mean ${nearest}?)`;
  }
  return existing.length === 0 ? '' : ` (found: ${firstInWords(existing, MOST_NAMED)})`;
}
