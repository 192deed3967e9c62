import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { Notice } from '../contract';
import { readBirths, type FirstSamples } from './births';
import type { BucketColumns } from './bucketColumns';
import { COUNT_TERMS, isOnePass, type Edges } from './bucketQuery';
import { exactSides, levelColumns, type Births, type ByTerm, type CountedSides } from './exactGrowth';
import type { KeptAnswers } from './keptAnswers';
import type { Counted } from './levels';
import type { QueryApi } from './queryApi';

interface CountedColumns {
  measure: Measure<PrometheusSpec>;
  /** Whose levels were read. */
  counters: ByTerm<Counted>;
  uncertainty: number;
  edges: Edges;
  columns: BucketColumns;
  /** Start of the first bucket. */
  fromMs: number;
  stepMs: number;
  settledUntilMs: number;
}

export interface ExactAnswer {
  sides: Pick<CountedSides, 'good' | 'total'>;
  executed: string[];
  notices: Notice[];
}

/**
 * Good and total events, exact by the levels of their counters; where series appeared, their first samples are asked for.
 * Rejects as the query API does.
 */
export async function readExactSides(
  api: QueryApi,
  kept: KeptAnswers<FirstSamples>,
  { measure, counters, uncertainty, columns, ...asked }: CountedColumns,
  signal: AbortSignal
): Promise<ExactAnswer> {
  const sides = { good: columns.good, total: columns.total, onePass: isOnePass(measure) };
  const levels = levelColumns(columns, counters);
  const { appeared, ...exact } = exactSides(sides, levels, uncertainty);
  const executed: string[] = [];
  let isUnwatched = false;
  const births: ByTerm<Births> = {};
  await Promise.all(
    COUNT_TERMS.map(async (term) => {
      const [counted, buckets = []] = [counters[term], appeared[term]];
      if (counted === undefined || buckets.length === 0) {
        return;
      }
      const answer = await readBirths(api, kept, { counted, buckets, ...asked }, signal);
      executed.push(...answer.executed);
      births[term] = answer.found;
      const mayBeBad = term === 'bad' || (term === 'total' && measure.shape === 'goodTotal');
      isUnwatched ||= mayBeBad && [...answer.found.values()].some(({ unwatched }) => unwatched > 0);
    })
  );
  return {
    sides: Object.keys(births).length > 0 ? exactSides(sides, levels, uncertainty, births) : exact,
    executed,
    notices: isUnwatched ? [{ severity: 'info', text: UNWATCHED }] : [],
  };
}

const UNWATCHED =
  'events in the first samples of new series are not counted: the server has no series "up" of their targets, so that ' +
  'they may have happened earlier. Start such counters at 0 where they are exposed';
