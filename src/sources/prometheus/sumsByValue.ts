import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { ApiAnswer, Series } from './apiAnswer';
import { bornByLabel } from './births';
import { COUNT_TERMS, rangeText, TERM_LABEL, TERMS, type CountTerm, type Term } from './bucketQuery';
import { contributorsQuery } from './contributorsQuery';
import type { Counting } from './counting';
import { exactEvents, type ByTerm } from './exactGrowth';
import { levelsOf, levelTerms } from './levels';
import type { Piece } from './pieces';
import type { QueryApi } from './queryApi';

/** Events of each value of a label, by term; a value without a series of a term has none of it. */
export type SumsByValue = ReadonlyMap<string, Record<CountTerm, number>>;

/** A stretch of whole buckets. */
export interface CountedStretch extends Piece {
  stepMs: number;
}

export interface StretchSums {
  sums: SumsByValue;
  answers: ApiAnswer[];
  executed: string[];
}

/**
 * The events of a stretch grouped by a label: what its buckets grew, exact by the levels at both ends, and with what series
 * held that were born in it. Where good and total events are counted separately, their difference decides
 * what is exact, as in the figure. Rejects as the query API does.
 */
export async function readSumsByValue(
  api: QueryApi,
  measure: Measure<PrometheusSpec>,
  { edges, uncertainty }: Counting,
  { fromMs, toMs, stepMs }: CountedStretch,
  label: string,
  signal: AbortSignal
): Promise<StretchSums> {
  const counters = levelsOf(measure, stepMs, true);
  const levels = levelTerms(counters, label).join('\nor ');
  const executed: string[] = [];
  const answers: ApiAnswer[] = [];
  const ask = async (query: string, atMs: number): Promise<ByTermAndValue> => {
    executed.push(`# contributors by ${label}, at ${new Date(atMs).toISOString()}\n${query}`);
    const answer = await api.queryAt(query, atMs, signal);
    answers.push(answer);
    return valuesOf(answer.series, label);
  };
  const none = Promise.resolve<ByTermAndValue>(new Map());
  const [grown, before, after] = await Promise.all([
    ask(contributorsQuery(measure, label, toMs - fromMs, { bucketMs: stepMs, edges }), toMs),
    levels === '' ? none : ask(levels, fromMs),
    levels === '' ? none : ask(levels, toMs),
  ]);
  const values = [...new Set([...grown.values(), ...after.values()].flatMap((byValue) => [...byValue.keys()]))];
  const births: ByTerm<ReadonlyMap<string, number>> = {};
  const seen = (term: CountTerm, value: string): Seen => {
    const rise = (after.get(`${term}Level`)?.get(value) ?? NaN) - (before.get(`${term}Level`)?.get(value) ?? 0);
    const born = births[term]?.get(value) ?? 0;
    return { grown: grown.get(term)?.get(value) ?? 0, born, rise, isBroken: rise < 0 };
  };
  const areApart = counters.good !== undefined && counters.total !== undefined;
  const bothInDoubt = (value: string) =>
    areApart && exactEvents(lessBy(seen('total', value), seen('good', value)), uncertainty).dispute === 'above';
  await Promise.all(
    COUNT_TERMS.map(async (term) => {
      const counted = counters[term];
      const isInDoubt = (value: string) => exactEvents(seen(term, value), uncertainty).dispute === 'above';
      if (counted !== undefined && values.some((value) => isInDoubt(value) || bothInDoubt(value))) {
        const query = `sum_over_time((${bornByLabel(counted, stepMs, edges, label)})[${rangeText(toMs - fromMs)}:${stepMs}ms])`;
        births[term] = (await ask(query, toMs)).get('born');
      }
    })
  );
  const eventsOf = (value: string): Record<CountTerm, number> => {
    const of = (term: CountTerm) => exactEvents(seen(term, value), uncertainty).events;
    const total = of('total');
    return areApart
      ? {
          good: total - exactEvents(lessBy(seen('total', value), seen('good', value)), uncertainty).events,
          bad: 0,
          total,
        }
      : { good: of('good'), bad: of('bad'), total };
  };
  return { sums: new Map(values.map((value) => [value, eventsOf(value)])), answers, executed };
}

/** What a stretch saw of the counters of a value. */
interface Seen {
  grown: number;
  born: number;
  rise: number;
  isBroken: boolean;
}

/** A part without any series is none of the total. */
function lessBy(total: Seen, part: Seen): Seen {
  return {
    grown: total.grown - part.grown,
    born: total.born - part.born,
    rise: total.rise - (part.rise || 0),
    isBroken: total.isBroken || part.isBroken,
  };
}

/** Adds up what stretches counted. */
export function addedUp(stretches: readonly SumsByValue[]): SumsByValue {
  const all = new Map<string, Record<CountTerm, number>>();
  for (const [value, { good, bad, total }] of stretches.flatMap((sums) => [...sums])) {
    const before = all.get(value) ?? { good: 0, bad: 0, total: 0 };
    all.set(value, { good: before.good + good, bad: before.bad + bad, total: before.total + total });
  }
  return all;
}

type ByTermAndValue = ReadonlyMap<Term, ReadonlyMap<string, number>>;

function valuesOf(series: readonly Series[], label: string): ByTermAndValue {
  const byTerm = new Map<Term, Map<string, number>>();
  for (const { labels, points } of series) {
    const term = TERMS.find((name) => name === labels[TERM_LABEL]);
    if (term === undefined) {
      continue;
    }
    const value = Object.hasOwn(labels, label) ? labels[label] : '';
    const byValue = byTerm.get(term) ?? new Map<string, number>();
    byTerm.set(term, byValue);
    const sum = points.reduce((added, [, text]) => added + finite(text), 0);
    byValue.set(value, (byValue.get(value) ?? 0) + sum);
  }
  return byTerm;
}

function finite(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
}
