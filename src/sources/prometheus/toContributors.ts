import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { Contributor, ContributorsAnswer, Notice } from '../contract';
import { isOnePass } from './bucketQuery';
import type { SumsByValue } from './sumsByValue';

/** Up to this, more good than total events of a value are the extrapolation of `increase`. */
const ROUNDING_EVENTS = 0.5;
const ROUNDING_SHARE = 0.01;

/**
 * Bad and total events of every value of a label: the bad ones as the catalogue
 * counts them, where it counts good ones what these leave of the total. A value without a series of a term has none of it.
 * Values of one side that the other side does not know cannot be split, which a notice says.
 */
export function toContributors(
  byValue: SumsByValue,
  label: string,
  measure: Measure<PrometheusSpec>
): Pick<ContributorsAnswer, 'contributors' | 'notices'> {
  const events = [...byValue].map(([value, { good, bad, total }]) => ({
    value,
    bad: measure.shape === 'goodTotal' && !isOnePass(measure) ? total - good : bad,
    total: isOnePass(measure) ? good + bad : total,
  }));
  const sumOf = (read: (one: (typeof events)[number]) => number) => events.reduce((sum, one) => sum + read(one), 0);
  const rounding = ROUNDING_EVENTS + ROUNDING_SHARE * sumOf(({ total }) => total);
  const unknownGood = sumOf(({ bad }) => Math.max(0, -bad));
  if (unknownGood > rounding) {
    return { contributors: [], notices: [warning(notComparable('good', label), 'no contributors')] };
  }
  const isTotalUnknown = sumOf(({ bad, total }) => Math.max(0, bad - total)) > rounding;
  const contributors = events.map(({ value, bad, total }): Contributor => ({
    dimension: label,
    name: value === '' ? `without ${label}` : value,
    // What is left of it is rounding.
    bad: Math.max(0, bad),
    total: isTotalUnknown ? null : total,
  }));
  const hasLabel = events.length === 0 || events.some(({ value }) => value !== '');
  return {
    contributors,
    notices: [
      ...(isTotalUnknown ? [warning(notComparable('bad', label), 'contributors without totals')] : []),
      ...(hasLabel ? [] : [warning(`no series of the queries has the label ${label}`, 'contributors are one')]),
    ],
  };
}

function notComparable(side: 'good' | 'bad', label: string): string {
  return `the ${side} events have values of the label ${label} that the total does not have`;
}

function warning(found: string, effect: string): Notice {
  const remedy = 'Check that the label of error-budget/group-by is on the series of both queries';
  return { severity: 'warning', text: `${effect}: ${found}. ${remedy}` };
}
