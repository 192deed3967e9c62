import type { FieldPath } from './fieldPath';
import type { Findings } from './findings';
import type { Indicator, Measure } from './objective';
import type { ObjectiveContent } from './openSloDocuments';
import { type IndicatorTerms, withCounterSelectors } from './resolveIndicator';
import type { Terms } from './terms';

/**
 * Completes an indicator with what its objective says: `op` and `value` of a threshold, and the selectors of the
 * annotations `sample-selectors` and `group-by`. Undefined after an error.
 */
export function toIndicator(
  { source, dataSource, terms }: IndicatorTerms,
  objective: ObjectiveContent,
  { sampleSelectors, groupBy }: { sampleSelectors?: string[]; groupBy?: string },
  at: FieldPath,
  findings: Findings
): Indicator | undefined {
  const named = dataSource === undefined ? {} : { dataSource };
  if (sampleSelectors !== undefined && source !== 'Prometheus') {
    const path = ['metadata', 'annotations', 'error-budget/sample-selectors'];
    findings.warning(path, `sample selectors, which ${source} ignores`, 'none', 'key');
  }
  switch (source) {
    case 'Prometheus': {
      const measure = measureOf(withCounterSelectors(terms, sampleSelectors, groupBy), objective, at, findings);
      return measure && { source, ...named, measure };
    }
    case 'Dagster': {
      const measure = measureOf(terms, objective, at, findings);
      return measure && { source, ...named, measure };
    }
    case 'Trino': {
      const measure = measureOf(terms, objective, at, findings);
      return measure && { source, ...named, measure };
    }
    case 'Demo': {
      const measure = measureOf(terms, objective, at, findings);
      return measure && { source, ...named, measure };
    }
  }
}

function measureOf<Spec>(
  terms: Terms<Spec>,
  { op, value }: ObjectiveContent,
  at: FieldPath,
  findings: Findings
): Measure<Spec> | undefined {
  if (terms.shape !== 'threshold') {
    for (const [field, given] of Object.entries({ op, value })) {
      if (given !== undefined) {
        // OpenSLO's own examples write op here, its SDK forbids it.
        findings.warning(
          [...at, field],
          `${field} of a ratio, which is ignored`,
          `no ${field} beside ratioMetric`,
          'key'
        );
      }
    }
    return terms;
  }
  if (op === undefined) {
    findings.error([...at, 'op'], 'nothing', 'lte, gte, lt or gt, as thresholdMetric needs an operator');
  }
  if (value === undefined) {
    findings.error([...at, 'value'], 'nothing', 'a number, as thresholdMetric needs a threshold');
  }
  return op === undefined || value === undefined ? undefined : { ...terms, op, value };
}
