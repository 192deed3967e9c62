import type { AssetPartitions } from '../../contract';
import { assetUrl } from '../client/deepLinks';
import { isBelowTarget, type PartitionVerdict } from './judgePartitions';
import { missingInWords } from './missingInWords';

/** So many runs of neighbours are read; a longer list is for Dagster. */
const MOST_RUNS = 10;

/** A verdict in the words of the contract that all sources share. `pageUrl`: where people open Dagster. */
export function assetPartitions(verdict: PartitionVerdict, target: number, pageUrl?: string): AssetPartitions {
  const { asset, total, materialized, withinGrace, missing, failed, materializing } = verdict;
  return {
    asset,
    total,
    materialized,
    missing: missing.length,
    withinGrace,
    failed,
    materializing,
    missingInWords: atMost(MOST_RUNS, missingInWords(missing)),
    belowTarget: isBelowTarget(verdict, target),
    ...(pageUrl ? { url: assetUrl(pageUrl, asset) } : {}),
  };
}

function atMost(most: number, runs: readonly string[]): string {
  const rest = runs.length - most;
  return [...runs.slice(0, most), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
