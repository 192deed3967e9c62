import type { Items } from '../../contract';
import { assetsBelowTarget, countedPartitions, type PartitionVerdict } from './judgePartitions';
import { missingInWords } from './missingInWords';

/**
 * The point-in-time objective: the partitions of all assets in one pool, those within grace left out. Since when it has been
 * out of compliance is not known. What is missing is named in runs of neighbours; the asset that misses most comes first.
 * Assets below the target by themselves are named too, because a large one hides them in the pool.
 */
export function partitionItems(verdicts: readonly PartitionVerdict[], target: number, nowMs: number): Items {
  const worstFirst = verdicts
    .filter(({ missing }) => missing.length > 0)
    .sort((a, b) => b.missing.length - a.missing.length || (a.asset < b.asset ? -1 : 1));
  return {
    asOfMs: nowMs,
    good: sum(verdicts, ({ materialized }) => materialized),
    total: sum(verdicts, countedPartitions),
    bad: worstFirst.flatMap(({ asset, missing }) => missingInWords(missing).map((run) => `${asset} ${run}`)),
    belowTarget: assetsBelowTarget(verdicts, target).map(({ asset }) => asset),
  };
}

function sum(verdicts: readonly PartitionVerdict[], figure: (verdict: PartitionVerdict) => number): number {
  return verdicts.reduce((total, verdict) => total + figure(verdict), 0);
}
