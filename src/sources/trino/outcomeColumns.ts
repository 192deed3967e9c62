import type { Segment } from '../../transport/segment';
import { QUERY_OUTCOMES, type QueryOutcome } from '../contract';
import type { Result, Value } from './client/result';
import { UpstreamFailure } from '../upstreamFailure';

/** What is kept of a history, bucket by bucket: the outcomes, and the share of the bucket that the history reaches. */
export type HistoryColumn = QueryOutcome | 'observed';
export const HISTORY_COLUMNS: readonly HistoryColumn[] = [...QUERY_OUTCOMES, 'observed'];

interface BucketRange {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/**
 * The answer to `countsQuery` as columns; nothing before `reachMs` was observed (null: nothing at all).
 *
 * @throws UpstreamFailure for a bucket that was not asked for
 */
export function toOutcomeColumns(
  { rows }: Pick<Result, 'rows'>,
  { fromMs, toMs, stepMs }: BucketRange,
  reachMs: number | null
): Segment<HistoryColumn>['columns'] {
  const length = (toMs - fromMs) / stepMs;
  const column = () => new Float64Array(length);
  const columns: Segment<HistoryColumn>['columns'] = {
    finished: column(),
    userErrors: column(),
    unexpected: column(),
    ignored: column(),
    abandoned: column(),
    killed: column(),
    observed: Float64Array.from({ length }, (_, bucket) => {
      const endMs = fromMs + (bucket + 1) * stepMs;
      return reachMs === null ? 0 : Math.min(1, Math.max(0, (endMs - reachMs) / stepMs));
    }),
  };
  for (const [bucket, ...counts] of rows) {
    const index = wholeNumber(bucket) - fromMs / stepMs;
    if (!(index >= 0 && index < length && Number.isInteger(index))) {
      throw outside(bucket);
    }
    QUERY_OUTCOMES.forEach((name, place) => {
      columns[name][index] = wholeNumber(counts[place]);
    });
  }
  return columns;
}

/** Events that fall into no bucket would be lost without a word. */
function outside(bucket: Value): UpstreamFailure {
  return new UpstreamFailure(
    'notTheUpstream',
    `the counts have a bucket that was not requested (${String(bucket)})`,
    'Check that the Trino URL points at Trino, and whether something in between changes its answers'
  );
}

/** An integer of an answer; 0 for a null, as sums over nothing are. */
export function wholeNumber(value: Value | undefined): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
}
