import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { Notice, UncountedEvents } from '../contract';
import { readBirths, readChanges, readNewcomers, type FirstSamples } from './births';
import type { BucketColumns } from './bucketColumns';
import { COUNT_TERMS, isOnePass, type Edges } from './bucketQuery';
import { exactSides, levelColumns, type ByTerm, type CountedSides, type DoubtfulBuckets, union } from './exactGrowth';
import type { KeptAnswers } from './keptAnswers';
import type { Counted } from './levels';
import { bucketsOfChange } from './observedShare';
import type { QueryApi } from './queryApi';

interface CountedColumns {
  measure: Measure<PrometheusSpec>;
  /** Whose levels were read. */
  counters: ByTerm<Counted>;
  uncertainty: number;
  edges: Edges;
  /** Of a series in a bucket, where the scrape interval is known; 0 where it is not. */
  usualSamples: number;
  columns: BucketColumns;
  /** Start of the first bucket. */
  fromMs: number;
  stepMs: number;
  settledUntilMs: number;
}

export interface ExactAnswer {
  sides: Pick<CountedSides, 'good' | 'total'>;
  /** In first samples of series that are no certain births. */
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
  { measure, counters, uncertainty, usualSamples, columns, ...asked }: CountedColumns,
  signal: AbortSignal
): Promise<ExactAnswer> {
  const sides = { good: columns.good, total: columns.total, onePass: isOnePass(measure) };
  const levels = levelColumns(columns, counters);
  const { doubtful, ...exact } = exactSides(sides, levels, uncertainty);
  const births: FirstSamplesByTerm = {};
  const changed = bucketsOfChange(columns.samples, columns.series, usualSamples);
  const changedBad = union(changed, bucketsOfChange(columns.badSamples, columns.badSeries, usualSamples));
  const executed = await Promise.all(
    COUNT_TERMS.map(async (term) => {
      const counted = counters[term];
      if (counted === undefined) {
        return [];
      }
      const { fallen, ...inDoubt } = doubtful[term] ?? NO_DOUBT;
      // Where the samples of all series are known, a level that falls and shows no change in them is a restart.
      const unexplained = { ...inDoubt, fallen: isOnePass(measure) ? [] : fallen };
      const found = await readInDoubt(
        unexplained,
        term === 'bad' ? changedBad : changed,
        columns.total.length,
        (read, buckets) =>
          read(api, kept, { counted, buckets: buckets.sort((one, other) => one - other), ...asked }, signal)
      );
      if (found.births.size > 0) {
        births[term] = found.births;
      }
      return found.executed;
    })
  );
  return {
    sides: Object.keys(births).length > 0 ? exactSides(sides, levels, uncertainty, births) : exact,
    uncounted: (['unseen', 'continuing'] as const).flatMap((because) =>
      uncountedEvents(births, measure, because).map(({ bucket, ...events }) => ({
        atMs: asked.fromMs + bucket * asked.stepMs,
        because,
        ...events,
      }))
    ),
    executed: executed.flat(),
    notices: isUnwatched(births, measure) ? [{ severity: 'info', text: UNWATCHED }] : [],
  };
}

const NO_DOUBT: DoubtfulBuckets = { above: [], below: [], fallen: [] };

type Ask = (read: typeof readBirths, buckets: number[]) => ReturnType<typeof readBirths>;

/**
 * What series held at their first samples in buckets in doubt: where the level rose by more, and behind what went where any came,
 * which costs less and is asked first, as most of what goes is restarts and rollouts.
 *
 * @param changed where series came or went as far as the samples show; what came and went with equal values leaves the level as it is.
 */
async function readInDoubt({ above, below, fallen }: DoubtfulBuckets, changed: number[], length: number, ask: Ask) {
  // So many are no births: whether anything changed is asked first, as it costs less.
  const isMixed = above.length + below.length > MIXED_SHARE * length;
  const changes = await ask(readChanges, isMixed ? [...above, ...below] : [...below]);
  const isChanged = (bucket: number) => {
    const { came, went } = changes.found.get(bucket) ?? {};
    return came !== 0 || went !== 0;
  };
  const others = new Set([...above, ...below]);
  const hidden = new Set([...below.filter(isChanged), ...fallen, ...changed.filter((bucket) => !others.has(bucket))]);
  const newcomers = await ask(readNewcomers, [...hidden]);
  const appeared = [...newcomers.found].flatMap(([bucket, { came }]) => (came > 0 ? [bucket] : []));
  const answer = await ask(readBirths, [...above.filter(isChanged), ...appeared]);
  // Whether anything went was not asked where nothing came.
  const without = [...newcomers.found].map(([bucket, none]) => [bucket, { ...none, went: NaN }] as const);
  return {
    births: new Map([...without, ...changes.found, ...answer.found]),
    executed: [...changes.executed, ...newcomers.executed, ...answer.executed],
  };
}

type FirstSamplesByTerm = ByTerm<ReadonlyMap<number, FirstSamples>>;

/** Good and bad events in first samples that do not count, by bucket. */
function uncountedEvents(
  { good, bad, total }: FirstSamplesByTerm,
  measure: Measure<PrometheusSpec>,
  because: UncountedEvents['because']
) {
  const buckets = new Set([good, bad, total].flatMap((ofTerm) => [...(ofTerm?.keys() ?? [])]));
  return [...buckets].flatMap((bucket) => {
    const [goodFirst, badFirst, totalFirst] = [good, bad, total].map((ofTerm) => ofTerm?.get(bucket)?.[because]);
    // Good events are asked for beside the total wherever the bad ones between them are in doubt.
    const apart = measure.shape === 'goodTotal' && goodFirst !== undefined ? (totalFirst ?? 0) - goodFirst : 0;
    const ofBad = isOnePass(measure) || measure.shape === 'badTotal' ? (badFirst ?? 0) : apart;
    const ofGood = goodFirst ?? Math.max(0, (totalFirst ?? 0) - ofBad);
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
