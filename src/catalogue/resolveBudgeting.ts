import { durationMs } from './durationShorthand';
import type { FieldPath } from './fieldPath';
import type { Findings } from './findings';
import type { BudgetingMethod } from './objective';
import type { ObjectiveContent } from './openSloDocuments';

/** The target as a fraction, from `target` or `targetPercent`. */
export function resolveTarget({ target, targetPercent }: ObjectiveContent, at: FieldPath, findings: Findings): number {
  const fraction = target ?? fractionOf(targetPercent ?? 0);
  if (fraction === 0) {
    const field = target === undefined ? 'targetPercent' : 'target';
    findings.warning([...at, field], '0, which everything meets', 'a target above 0');
  } else if (targetPercent !== undefined && targetPercent < 1) {
    const meant = `${fractionInPercent(targetPercent)}, or target: ${targetPercent}`;
    findings.warning(
      [...at, 'targetPercent'],
      `${targetPercent}, which is less than one percent`,
      `${meant}, if a fraction is meant`
    );
  }
  return fraction;
}

/** The decimal fraction that the percentage says: 99.9 / 100 is not 0.999 in binary. */
function fractionOf(percent: number): number {
  const shifted = Number(`${percent}e-2`);
  return Number.isNaN(shifted) ? percent / 100 : shifted;
}

/** The percentage that the decimal fraction says, without the noise of binary fractions. */
function fractionInPercent(fraction: number): number {
  return Number(`${fraction}e2`) || fraction * 100;
}

/** The budgeting method with the slice fields that it needs (OpenSLO README, SLO). Undefined after an error. */
export function resolveBudgeting(
  method: BudgetingMethod['method'],
  { timeSliceTarget, timeSliceWindow }: ObjectiveContent,
  at: FieldPath,
  findings: Findings
): BudgetingMethod | undefined {
  if (method !== 'Timeslices' && timeSliceTarget !== undefined) {
    warnOfIgnored('timeSliceTarget');
  }
  if (method === 'Occurrences') {
    if (timeSliceWindow !== undefined) {
      warnOfIgnored('timeSliceWindow');
    }
    return { method };
  }
  if (timeSliceWindow === undefined) {
    findings.error([...at, 'timeSliceWindow'], 'nothing', `the length of a slice, such as 5m, for ${method}`);
  }
  if (method === 'Timeslices' && timeSliceTarget === undefined) {
    findings.error([...at, 'timeSliceTarget'], 'nothing', 'the lowest ratio at which a slice is good, for Timeslices');
  }
  if (timeSliceWindow === undefined) {
    return undefined;
  }
  const sliceMs = durationMs(timeSliceWindow);
  if (method === 'RatioTimeslices') {
    return { method, sliceMs };
  }
  return timeSliceTarget === undefined ? undefined : { method, sliceMs, sliceTarget: timeSliceTarget };

  function warnOfIgnored(field: string): void {
    findings.warning([...at, field], `${field}, which ${method} ignores`, `no ${field}`, 'key');
  }
}
