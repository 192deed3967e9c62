import type { FieldPath } from './fieldPath';
import { checkFields } from './fieldRules';
import type { Findings } from './findings';
import { commonSource } from './metricSource';
import { dagsterFields, demoFields, prometheusFields } from './metricSpecs';
import type { DagsterSpec, DemoSpec, Measure, PrometheusSpec, SourceType, TrinoSpec } from './objective';
import type { SliSpec } from './openSloDocuments';
import { countedPieces, countedQuery, ratioProblem, repeatedCount } from './countedQuery';
import { groupedQuery } from './groupedQuery';
import { narrowedTotal, summedCounter } from './narrowedTotal';
import { counterSelectors, type QueryProblem, queryProblem } from './promql';
import type { References } from './references';
import { type Metrics, metricsOf, type Terms, termsOf } from './terms';
import { trinoFields } from './trinoSpec';

/** An indicator before the objective adds what only it knows (`op` and `value` of a threshold). */
export type IndicatorTerms =
  | { source: 'Prometheus'; dataSource?: string; terms: Terms<PrometheusSpec> }
  | { source: 'Dagster'; dataSource?: string; terms: Terms<DagsterSpec> }
  | { source: 'Trino'; dataSource?: string; terms: Terms<TrinoSpec> }
  | { source: 'Demo'; dataSource?: string; terms: Terms<DemoSpec> };

/** Reads the SLI at `at`, its metric sources and their specs. Undefined after an error. */
export function resolveIndicator(
  sli: SliSpec,
  at: FieldPath,
  findings: Findings,
  references: References
): IndicatorTerms | undefined {
  const metrics = metricsOf(sli, at, findings);
  const found = metrics && commonSource(metrics.all, findings, references);
  if (metrics === undefined || found === undefined) {
    return undefined;
  }
  const { dataSource, type } = found;
  const named = dataSource === undefined ? {} : { dataSource };
  switch (type) {
    case 'Prometheus': {
      const terms = prometheusTerms(metrics, findings);
      return terms && { source: type, ...named, terms };
    }
    case 'Dagster': {
      const terms = termsOf(metrics, ({ content, at }) => checkFields(dagsterFields, content, findings, at));
      return terms && isWholeRatio(type, metrics, findings) ? { source: type, ...named, terms } : undefined;
    }
    case 'Trino': {
      const terms = termsOf(metrics, ({ content, at }) => {
        const spec = checkFields(trinoFields, content, findings, at);
        if (spec?.probe !== undefined && references.find('SLO', spec.probe) === undefined) {
          references.reportMissing('SLO', spec.probe, findings, [...at, 'probe'], true);
        }
        return spec;
      });
      return terms && isWholeRatio(type, metrics, findings) ? { source: type, ...named, terms } : undefined;
    }
    case 'Demo': {
      const terms = termsOf(metrics, ({ content, at }) => checkFields(demoFields, content, findings, at));
      return terms && { source: type, ...named, terms };
    }
  }
}

function prometheusTerms(metrics: Metrics, findings: Findings): Terms<PrometheusSpec> | undefined {
  const terms = termsOf(metrics, ({ content, at }) => {
    const spec = checkFields(prometheusFields, content, findings, at);
    const read = spec && readQuery(spec.query, metrics.terms.shape);
    if (read !== undefined && 'found' in read) {
      findings.error([...at, 'query'], read.found, read.expected, read.offset);
      return undefined;
    }
    const repeated = read && metrics.terms.shape !== 'threshold' ? repeatedCount(spec.query) : undefined;
    if (repeated !== undefined) {
      findings.warning([...at, 'query'], repeated.found, repeated.expected, repeated.offset);
    }
    return read;
  });
  return terms && withCounterSelectors(terms);
}

function readQuery(query: string, shape: Measure<unknown>['shape']): PrometheusSpec | QueryProblem {
  const problem = queryProblem(query, shape === 'threshold' ? 'optional' : 'required');
  if (problem !== undefined) {
    return problem;
  }
  switch (shape) {
    case 'goodTotal':
    case 'badTotal': {
      const counted = countedQuery(query);
      return 'found' in counted
        ? counted
        : {
            query: counted.query,
            counterSelectors: counterSelectors(counted.query),
            ...(counted.readAsIncrease ? { readAsIncrease: true } : {}),
          };
    }
    case 'raw':
      return ratioProblem(query) ?? { query, counterSelectors: counterSelectors(query) };
    case 'threshold':
      return { query, counterSelectors: counterSelectors(query) };
  }
}

/**
 * Both terms of a ratio carry the selectors of its total, or `selectors` where the catalogue states them; good and bad
 * carry how they narrow it, and every term how it is grouped by `groupBy`.
 */
export function withCounterSelectors(
  terms: Terms<PrometheusSpec>,
  selectors?: string[],
  groupBy?: string
): Terms<PrometheusSpec> {
  const carry = ({ query, readAsIncrease }: PrometheusSpec, from: PrometheusSpec): PrometheusSpec => {
    const grouped = groupBy === undefined ? undefined : groupedQuery(query, groupBy);
    const counter = summedCounter(query);
    // Of a sum of one counter, the counter itself: it is summed anyway, by a label where contributors are asked for.
    const counted = counter === undefined ? countedPieces(query) : ['', counter, ''];
    const groupedCounted = counter === undefined ? grouped?.counted : undefined;
    return {
      query,
      counterSelectors: selectors ?? from.counterSelectors,
      ...(counted === undefined ? {} : { counted }),
      ...(readAsIncrease && { readAsIncrease }),
      ...(grouped === undefined ? {} : { grouped: grouped.query }),
      ...(groupedCounted === undefined ? {} : { groupedCounted }),
    };
  };
  const carryPart = (part: PrometheusSpec, total: PrometheusSpec): PrometheusSpec => {
    const narrows = narrowedTotal(part.query, total.query);
    return { ...carry(part, total), ...(narrows && { narrows }) };
  };
  switch (terms.shape) {
    case 'goodTotal':
      return { ...terms, good: carryPart(terms.good, terms.total), total: carry(terms.total, terms.total) };
    case 'badTotal':
      return { ...terms, bad: carryPart(terms.bad, terms.total), total: carry(terms.total, terms.total) };
    case 'raw':
      return { ...terms, raw: carry(terms.raw, terms.raw) };
    case 'threshold':
      return { ...terms, metric: carry(terms.metric, terms.metric) };
  }
}

/** Dagster and Trino deliver both counts of a ratio at once, which is written as one raw metric. */
function isWholeRatio(type: SourceType, { terms, at }: Metrics, findings: Findings): boolean {
  const expected = `ratioMetric with raw and rawType: success, as ${type} delivers good and total at once`;
  if (terms.shape !== 'raw') {
    findings.error(at, `the shape ${terms.shape}`, expected, 'key');
    return false;
  }
  if (terms.rawType !== 'success') {
    findings.error([...at, 'rawType'], terms.rawType, expected);
    return false;
  }
  return true;
}
