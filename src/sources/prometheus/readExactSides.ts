import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { Notice, UncountedEvents } from '../contract';
import { readBirths, readChanges, readNewcomers, type FirstSamples } from './births';
import type { BucketColumns } from './bucketColumns';
import { COUNT_TERMS, isOnePass, type Edges } from './bucketQuery';
import { exactSides, levelColumns, type ByTerm, type CountedSides } from './exactGrowth';
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
  /** First samples of series that appeared while their target was not scraped. */
  uncounted: UncountedEvents[];
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
  const { doubtful, ...exact } = exactSides(sides, levels, uncertainty);
  const executed: string[] = [];
  const births: FirstSamplesByTerm = {};
  await Promise.all(
    COUNT_TERMS.map(async (term) => {
      const counted = counters[term];
      const { above, below, fallen } = doubtful[term] ?? { above: [], below: [], fallen: [] };
      if (counted === undefined || above.length + below.length + fallen.length === 0) {
        return;
      }
      const ask = (read: typeof readBirths, buckets: number[]) =>
        read(api, kept, { counted, buckets: buckets.sort((a, b) => a - b), ...asked }, signal);
      // So many are no births: whether anything changed is asked first, as it costs less.
      const isMixed = above.length + below.length > MIXED_SHARE * columns.total.length;
      const changes = await ask(readChanges, isMixed ? [...above, ...below] : [...below]);
      const isChanged = (bucket: number) => {
        const { came, went } = changes.found.get(bucket) ?? {};
        return came !== 0 || went !== 0;
      };
      // What went hides what came: whether anything did is asked first, as most of what goes is restarts and rollouts.
      const newcomers = await ask(readNewcomers, [...fallen, ...below.filter(isChanged)]);
      const appeared = [...newcomers.found].flatMap(([bucket, { came }]) => (came > 0 ? [bucket] : []));
      const answer = await ask(readBirths, [...above.filter(isChanged), ...appeared]);
      executed.push(...changes.executed, ...newcomers.executed, ...answer.executed);
      births[term] = new Map([...changes.found, ...answer.found]);
    })
  );
  return {
    sides: Object.keys(births).length > 0 ? exactSides(sides, levels, uncertainty, births) : exact,
    uncounted: unseenEvents(births, measure).map(({ bucket, ...events }) => ({
      atMs: asked.fromMs + bucket * asked.stepMs,
      ...events,
    })),
    executed,
    notices: isUnwatched(births, measure) ? [{ severity: 'info', text: UNWATCHED }] : [],
  };
}

type FirstSamplesByTerm = ByTerm<ReadonlyMap<number, FirstSamples>>;

/** Good and bad events in the first samples of series that may have grown unseen, by bucket. */
function unseenEvents({ good, bad, total }: FirstSamplesByTerm, measure: Measure<PrometheusSpec>) {
  const buckets = new Set([good, bad, total].flatMap((ofTerm) => [...(ofTerm?.keys() ?? [])]));
  return [...buckets].flatMap((bucket) => {
    const [goodUnseen, badUnseen, totalUnseen] = [good, bad, total].map((ofTerm) => ofTerm?.get(bucket)?.unseen);
    // Good events are asked for beside the total wherever the bad ones between them are in doubt.
    const apart = measure.shape === 'goodTotal' && goodUnseen !== undefined ? (totalUnseen ?? 0) - goodUnseen : 0;
    const ofBad = isOnePass(measure) || measure.shape === 'badTotal' ? (badUnseen ?? 0) : apart;
    const ofGood = goodUnseen ?? Math.max(0, (totalUnseen ?? 0) - ofBad);
    return ofBad > 0 || ofGood > 0 ? [{ bucket, good: ofGood, bad: Math.max(0, ofBad) }] : [];
  });
}

/** True if first samples that may be bad events were left out, of targets that the server does not watch. */
function isUnwatched(births: FirstSamplesByTerm, { shape }: Measure<PrometheusSpec>): boolean {
  return (['bad', 'total'] as const)
    .filter((term) => term === 'bad' || shape === 'goodTotal')
    .some((term) => [...(births[term]?.values() ?? [])].some(({ unwatched }) => unwatched > 0));
}

/** Share of the buckets from which on differences are taken for targets of one counter that are scraped in several intervals. */
const MIXED_SHARE = 0.05;

const UNWATCHED =
  'events in the first samples of new series are not counted: the server has no series "up" of their targets, so that ' +
  'they may have happened earlier. Start such counters at 0 where they are exposed';
