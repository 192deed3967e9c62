import { HOUR_MS } from '../../budget/durations';
import type { Measure, NarrowedTotal, PrometheusSpec } from '../../catalogue/objective';
import { labelName } from '../../catalogue/promqlName';
import { COUNT_TERMS, samplesTerms, termed } from './bucketQuery';
import type { ByTerm } from './exactGrowth';

/** Texts and selectors of counters in turn. */
export type Counted = readonly string[];

/**
 * The counters whose values ("levels") are read beside their growth, because the difference of two levels is the exact
 * growth wherever in a bucket it happened (`exactSides`). Only sums and differences of counters have a level: of anything
 * else, the increase has to do. As texts and selectors in turn (`PrometheusSpec.counted`).
 *
 * A total by its level less a part by its increase would be bad events that never happened, so the total has none without its
 * part, and good none without its total.
 *
 * Levels cost half a pass over the samples. In hours, whose increases miss a sixtieth of a burst at most, those of good
 * events are not read where good and bad come from one pass: that alone is what most of the samples are.
 *
 * @param isGrouped The levels are grouped by the objective's `groupBy` label.
 */
export function levelsOf(measure: Measure<PrometheusSpec>, stepMs: number, isGrouped = false): ByTerm<Counted> {
  const countedBy = ({ counted, groupedCounted }: PrometheusSpec) =>
    isGrouped ? (groupedCounted ?? counted) : counted;
  switch (measure.shape) {
    case 'goodTotal':
    case 'badTotal': {
      const [part, name] =
        measure.shape === 'goodTotal' ? [measure.good, 'good' as const] : [measure.bad, 'bad' as const];
      const { narrows } = part;
      if (narrows) {
        const [narrow, rest] = [true, false].map((isPart) => ['', narrowed(narrows, isPart), '']);
        const [good, bad] = name === 'good' ? [narrow, rest] : [rest, narrow];
        return stepMs < HOUR_MS ? { good, bad } : { bad };
      }
      const [ofPart, total] = [countedBy(part), countedBy(measure.total)];
      if (ofPart === undefined || (total === undefined && name === 'good')) {
        return {};
      }
      return { [name]: ofPart, ...(total !== undefined && { total }) };
    }
    case 'raw':
    case 'threshold':
      return {};
  }
}

/** PromQL of the levels at the end of a bucket, one vector for each term, or for each value of a label in it. */
export function levelTerms(levels: ByTerm<Counted>, groupBy?: string): string[] {
  return COUNT_TERMS.flatMap((term) => {
    const counted = levels[term];
    return counted === undefined ? [] : [termed(`${term}Level`, counted.join(''), '', groupBy)];
  });
}

/** Terms of the samples of bad events that are counted beside their total, whose series come and go without the total's. */
export function badSamplesTerms({ bad, total }: ByTerm<Counted>, stepMs: number): string[] {
  return bad && total ? samplesTerms('badSamples', selectorsOf(bad), stepMs) : [];
}

export function selectorsOf(counted: Counted): string[] {
  return counted.filter((_, i) => i % 2 === 1);
}

/** The counter of the events that match the label's pattern (`isPart`, or do not where it is negated), or of all others. */
function narrowed({ selector, label, pattern, negated }: NarrowedTotal, isPart: boolean): string {
  const matcher = `${labelName(label)}${isPart === negated ? '!~' : '=~'}${pattern}`;
  const braces = /^(.*)\{(.*)\}\s*$/s.exec(selector);
  if (!braces) {
    return `${selector}{${matcher}}`;
  }
  const others = braces[2].trim().replace(/,$/, '');
  return `${braces[1]}{${others === '' ? '' : `${others},`}${matcher}}`;
}
