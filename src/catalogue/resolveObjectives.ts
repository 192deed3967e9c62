import { type Annotations, readAnnotations } from './annotations';
import type { FieldPath } from './fieldPath';
import { perBucketPart } from './perBucketPart';
import { durationMs } from './durationShorthand';
import { checkFields, objectName } from './fieldRules';
import type { Findings } from './findings';
import type { Application, BudgetingMethod, Category, Indicator, Objective, ObjectiveWindow } from './objective';
import type { Content, ObjectiveContent, SliSpec } from './openSloDocuments';
import type { Entry } from './readEntries';
import type { References } from './references';
import { resolveBudgeting, resolveTarget } from './resolveBudgeting';
import { type IndicatorTerms, resolveIndicator } from './resolveIndicator';
import { resolvePolicy } from './resolvePolicy';
import { resolveWindow } from './resolveWindow';
import { toIndicator } from './toIndicator';

type SloContent = Content<'SLO'>;

/** Everything that an SLO may refer to, already read. */
interface SloContext {
  references: References;
  /** Undefined where no such category exists. */
  categoryOf(service: string): Category | undefined;
  /** Terms of a declared SLI; undefined where it has errors. */
  termsOf(sli: string): IndicatorTerms | undefined;
}

/** The objectives of one SLO; none if anything in it is wrong. Findings go to the entry. */
export function resolveObjectives({ findings }: Entry, slo: SloContent, context: SloContext): Objective[] {
  const { metadata, spec } = slo;
  const window = resolveWindow(spec.timeWindow, ['spec', 'timeWindow'], findings);
  const annotationsAt = ['metadata', 'annotations'];
  const annotations = readAnnotations(metadata.annotations ?? {}, findings, annotationsAt);
  const labels = listsOf(metadata.labels ?? {});
  const application = applicationOf(labels, annotations, findings);
  const category = categoryOf(spec.service, findings, context);
  if (spec.alertPolicies !== undefined && spec.alertPolicies.length > 0) {
    findings.warning(
      ['spec', 'alertPolicies'],
      'alert policies, which are ignored',
      'none: rules are generated',
      'key'
    );
  }
  const shared = indicatorTerms(spec, ['spec'], findings, context);
  const objectives = spec.objectives.flatMap((content, index): Objective[] => {
    const at: FieldPath = ['spec', 'objectives', index];
    const terms = ownTerms(content, shared, slo, at, findings, context);
    const budgeting = resolveBudgeting(spec.budgetingMethod, content, at, findings);
    warnOfUnused(content, at, findings);
    const target = resolveTarget(content, at, findings);
    if (!window || !annotations || !budgeting || !terms) {
      return [];
    }
    const declared = {
      sampleSelectors: annotations['error-budget/sample-selectors'],
      groupBy: annotations['error-budget/group-by'],
    };
    const indicator = toIndicator(terms, content, declared, at, findings);
    const policy = resolvePolicy(annotations, budgeting, terms, annotationsAt, findings);
    if (indicator === undefined) {
      return [];
    }
    checkWindowFits(window, budgeting, indicator, findings);
    checkSliceFits(window, budgeting, at, findings);
    checkAddsUp(indicator, budgeting, findings);
    const several = spec.objectives.length > 1;
    return [
      {
        id: index === 0 ? metadata.name : `${metadata.name}/${index + 1}`,
        displayName: displayName(
          metadata.displayName ?? metadata.name,
          content.displayName,
          several ? index : undefined
        ),
        description: spec.description ?? '',
        category,
        ...(application === undefined ? {} : { application }),
        target,
        budgeting,
        window,
        indicator,
        policy,
        labels,
      },
    ];
  });
  return findings.broken ? [] : objectives;
}

function displayName(slo: string, entry: string | undefined, index: number | undefined): string {
  return index === undefined ? slo : `${slo}: ${entry ?? index + 1}`;
}

function listsOf(labels: Record<string, string | string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, [value].flat()]));
}

/** The label `application` names one thing that users reach. */
function applicationOf(
  labels: Record<string, string[]>,
  annotations: Annotations | undefined,
  findings: Findings
): Application | undefined {
  const values = labels.application;
  if (values === undefined) {
    return undefined;
  }
  const at = ['metadata', 'labels', 'application'];
  if (values.length !== 1) {
    findings.error(at, `${values.length} applications`, 'one application, or no label application');
    return undefined;
  }
  const id = checkFields(objectName(), values[0], findings, at);
  return id === undefined ? undefined : { id, displayName: annotations?.['error-budget/application-name'] ?? id };
}

function categoryOf(service: string, findings: Findings, { categoryOf, references }: SloContext): Category {
  const category = categoryOf(service);
  if (category === undefined) {
    references.reportMissing('Service', service, findings, ['spec', 'service'], true);
  }
  return category ?? { id: service, displayName: service, description: '' };
}

interface IndicatorFields {
  indicator?: { spec: SliSpec };
  indicatorRef?: string;
}

function hasIndicator({ indicator, indicatorRef }: IndicatorFields): boolean {
  return indicator !== undefined || indicatorRef !== undefined;
}

/** Reads the indicator at `at`, inline or by reference. Undefined after an error, or if there is none. */
function indicatorTerms(
  { indicator, indicatorRef }: IndicatorFields,
  at: FieldPath,
  findings: Findings,
  { references, termsOf }: SloContext
): IndicatorTerms | undefined {
  if (indicator !== undefined) {
    return resolveIndicator(indicator.spec, [...at, 'indicator', 'spec'], findings, references);
  }
  if (indicatorRef === undefined) {
    return undefined;
  }
  const refAt = [...at, 'indicatorRef'];
  if (references.find('SLI', indicatorRef) === undefined) {
    references.reportMissing('SLI', indicatorRef, findings, refAt, false);
    return undefined;
  }
  const terms = termsOf(indicatorRef);
  if (terms === undefined) {
    findings.error(refAt, `the SLI ${indicatorRef}, which has errors`, 'an SLI without errors');
  }
  return terms;
}

/** The objective's own indicator, else the SLO's, and never both. */
function ownTerms(
  content: ObjectiveContent,
  shared: IndicatorTerms | undefined,
  { spec }: SloContent,
  at: FieldPath,
  findings: Findings,
  context: SloContext
): IndicatorTerms | undefined {
  if (!hasIndicator(content)) {
    if (!hasIndicator(spec)) {
      findings.error([...at, 'indicator'], 'nothing', 'an indicator or indicatorRef, here or in spec');
    }
    return shared;
  }
  if (hasIndicator(spec)) {
    findings.error(at, 'an indicator beside the indicator of the SLO', 'one of the two', 'key');
    return undefined;
  }
  return indicatorTerms(content, at, findings, context);
}

function warnOfUnused({ compositeWeight }: ObjectiveContent, at: FieldPath, findings: Findings): void {
  if (compositeWeight !== undefined) {
    const found = 'compositeWeight, which is ignored';
    findings.warning([...at, 'compositeWeight'], found, 'separate objectives, as composites are not weighted', 'key');
  }
}

/** Occurrences are added up over buckets of different widths; a slice compares good and total of one width only. */
function checkAddsUp(indicator: Indicator, { method }: BudgetingMethod, findings: Findings): void {
  if (method !== 'Occurrences' || indicator.source !== 'Prometheus') {
    return;
  }
  const { measure } = indicator;
  const sides =
    measure.shape === 'goodTotal'
      ? { good: measure.good, total: measure.total }
      : measure.shape === 'badTotal'
        ? { bad: measure.bad, total: measure.total }
        : {};
  for (const [side, { query }] of Object.entries(sides)) {
    const name = perBucketPart(query);
    if (name !== undefined) {
      const found = `Occurrences with ${name} as ${side}, by which a bucket of 5 min would weigh as much as an hour`;
      const expected = 'Timeslices, or sum_over_time and count_over_time, which grow with the bucket';
      findings.error(['spec', 'budgetingMethod'], found, expected);
    }
  }
}

/** A slice counts when it ends and was known from its beginning: one that is longer than the window never would. */
function checkSliceFits(window: ObjectiveWindow, budgeting: BudgetingMethod, at: FieldPath, findings: Findings): void {
  if (window.type === 'pointInTime' || budgeting.method === 'Occurrences') {
    return;
  }
  if (budgeting.sliceMs > (window.type === 'rolling' ? window.durationMs : durationMs(window))) {
    findings.error([...at, 'timeSliceWindow'], 'a slice that is longer than the window', 'a shorter one, such as 5m');
  }
}

/** Only items that exist now can be judged at a point in time; events need a window. */
function checkWindowFits(
  window: ObjectiveWindow,
  budgeting: BudgetingMethod,
  indicator: Indicator,
  findings: Findings
): void {
  const at = ['spec', 'timeWindow'];
  const items =
    indicator.source === 'Dagster' &&
    indicator.measure.shape === 'raw' &&
    indicator.measure.raw.measure !== 'materializations';
  if (window.type !== 'pointInTime') {
    if (items) {
      findings.error(at, 'a time window', 'none: freshness and partitions are judged at a point in time', 'key');
    }
    return;
  }
  if (budgeting.method !== 'Occurrences') {
    findings.error(at, 'nothing', `a time window for the slices of ${budgeting.method}`);
  } else if (indicator.source === 'Trino' || (indicator.source === 'Dagster' && !items)) {
    findings.error(at, 'nothing', 'a time window over which events are counted');
  } else if (!items) {
    findings.warning(at, 'nothing, so the objective is judged at a point in time', 'a time window for a budget');
  }
}
