import type { Annotations } from './annotations';
import type { FieldPath } from './fieldPath';
import type { Findings } from './findings';
import type { BudgetingMethod, ObjectivePolicy } from './objective';
import type { IndicatorTerms } from './resolveIndicator';

/** Our annotations with their defaults, which depend on how the objective is measured. */
export function resolvePolicy(
  annotations: Annotations,
  budgeting: BudgetingMethod,
  { source, terms }: IndicatorTerms,
  at: FieldPath,
  findings: Findings
): ObjectivePolicy {
  const expectedEveryMs = annotations['error-budget/expected-every'];
  const expectedEvents = annotations['error-budget/expected-events'];
  const minBadEvents = annotations['error-budget/min-bad-events'];
  const data = annotations['error-budget/data'];
  const groupBy = annotations['error-budget/group-by'];
  const emptyBad = annotations['error-budget/empty-bad'];
  const noData = annotations['error-budget/no-data'] ?? 'unknown';
  const isMadeOfTime = budgeting.method !== 'Occurrences' || terms.shape === 'threshold';
  const timeBased = annotations['error-budget/time-based'] ?? isMadeOfTime;
  if (noData !== 'unknown' && !timeBased) {
    const expected = 'unknown, or error-budget/time-based: "true", as unobserved time holds no countable events';
    findings.error([...at, 'error-budget/no-data'], noData, expected);
  }
  if (data !== undefined && source !== 'Dagster') {
    const expected = 'it on objectives of Dagster only, because no other upstream has assets';
    findings.error([...at, 'error-budget/data'], data, expected);
  }
  if (emptyBad !== undefined && source !== 'Prometheus') {
    const found = `${emptyBad}, which ${source} ignores`;
    findings.warning([...at, 'error-budget/empty-bad'], found, 'it on objectives of Prometheus only', 'key');
  }
  if (expectedEvents !== undefined) {
    const expected = 'nothing: it is ignored, because the alerts count how many events there are';
    findings.warning([...at, 'error-budget/expected-events'], String(expectedEvents), expected);
  }
  return {
    noData,
    exclusions: annotations['error-budget/exclusions'] ?? [],
    ...(expectedEveryMs === undefined ? {} : { expectedEveryMs }),
    ...(minBadEvents === undefined ? {} : { minBadEvents }),
    severity: annotations['error-budget/severity'] ?? 'ticket',
    ...(groupBy === undefined ? {} : { groupBy }),
    ...(emptyBad === undefined ? {} : { emptyBad }),
    ...(data === undefined ? {} : { data }),
    timeBased,
  };
}
