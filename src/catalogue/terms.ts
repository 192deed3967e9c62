import type { FieldPath } from './fieldPath';
import type { Findings } from './findings';
import type { Metric } from './metricSource';
import type { MetricContent, SliSpec } from './openSloDocuments';

/** OpenSLO's four shapes of an indicator, over whatever represents a metric. */
export type Terms<Spec> =
  | { shape: 'goodTotal'; good: Spec; total: Spec }
  | { shape: 'badTotal'; bad: Spec; total: Spec }
  | { shape: 'raw'; raw: Spec; rawType: 'success' | 'failure' }
  | { shape: 'threshold'; metric: Spec };

/** The metrics of one indicator. */
export interface Metrics {
  terms: Terms<Metric>;
  all: Metric[];
  at: FieldPath;
}

/** Sorts the metrics into one of OpenSLO's four shapes. */
export function metricsOf(
  { thresholdMetric, ratioMetric }: SliSpec,
  at: FieldPath,
  findings: Findings
): Metrics | undefined {
  if (thresholdMetric !== undefined) {
    const metric = { ...thresholdMetric, at: [...at, 'thresholdMetric', 'metricSource'] };
    return { terms: { shape: 'threshold', metric }, all: [metric], at: [...at, 'thresholdMetric'] };
  }
  const { good, bad, total, raw, rawType } = ratioMetric ?? {};
  const ratioAt = [...at, 'ratioMetric'];
  const metric = (content: MetricContent, field: string): Metric => ({
    ...content,
    at: [...ratioAt, field, 'metricSource'],
  });
  if (raw !== undefined) {
    const others = Object.entries({ good, bad, total }).filter(([, content]) => content !== undefined);
    for (const [field] of others) {
      findings.error([...ratioAt, field], `raw and ${field} together`, 'either raw, or total with good or bad', 'key');
    }
    if (rawType === undefined) {
      findings.error([...ratioAt, 'rawType'], 'nothing', 'success or failure, what the raw ratio is a ratio of');
      return undefined;
    }
    const terms = { shape: 'raw', raw: metric(raw, 'raw'), rawType } as const;
    return others.length > 0 ? undefined : { terms, all: [terms.raw], at: ratioAt };
  }
  if (rawType !== undefined) {
    findings.error([...ratioAt, 'rawType'], 'rawType without raw', 'no rawType beside good, bad and total', 'key');
  }
  if (total === undefined) {
    findings.error([...ratioAt, 'total'], 'nothing', 'the metric of all events, or raw');
  }
  if ((good === undefined) === (bad === undefined)) {
    findings.error(
      ratioAt,
      good === undefined ? 'neither good nor bad' : 'good and bad together',
      'either good or bad'
    );
  }
  if (total === undefined || rawType !== undefined) {
    return undefined;
  }
  const all = metric(total, 'total');
  if (good !== undefined && bad === undefined) {
    const counted = metric(good, 'good');
    return { terms: { shape: 'goodTotal', good: counted, total: all }, all: [counted, all], at: ratioAt };
  }
  if (bad !== undefined && good === undefined) {
    const counted = metric(bad, 'bad');
    return { terms: { shape: 'badTotal', bad: counted, total: all }, all: [counted, all], at: ratioAt };
  }
  return undefined;
}

/** Where the `spec` of a metric is and what it says. */
interface SpecField {
  content: unknown;
  at: FieldPath;
}

/** Reads every spec, also when an earlier one is wrong, so that all problems show at once. */
export function termsOf<Spec>(
  { terms }: Metrics,
  readSpec: (field: SpecField) => Spec | undefined
): Terms<Spec> | undefined {
  const read = ({ metricSource, at }: Metric) => readSpec({ content: metricSource.spec, at: [...at, 'spec'] });
  switch (terms.shape) {
    case 'goodTotal': {
      const [good, total] = [read(terms.good), read(terms.total)];
      return good && total && { shape: 'goodTotal', good, total };
    }
    case 'badTotal': {
      const [bad, total] = [read(terms.bad), read(terms.total)];
      return bad && total && { shape: 'badTotal', bad, total };
    }
    case 'raw': {
      const raw = read(terms.raw);
      return raw && { shape: 'raw', raw, rawType: terms.rawType };
    }
    case 'threshold': {
      const metric = read(terms.metric);
      return metric && { shape: 'threshold', metric };
    }
  }
}
