import { isBreached } from '../../budget/errorBudget';
import { DAY_MS, floorTo } from '../../budget/durations';
import type { Objective } from '../../catalogue/objective';
import type { AssetPartitions, Items } from '../contract';
import { missingInWords } from '../dagster/partitions/missingInWords';
import type { MissingPartition } from '../dagster/partitions/partitionState';

/** How far a partitioned asset has come. Partitions are days up to yesterday, unless they have names. */
interface Story {
  asset: string;
  /** Partitions in all. */
  total: number;
  /** Missing ones, in days ago; 1 is yesterday. */
  holes?: number[];
  /** What the key of a hole says besides the day. */
  others?: string;
  /** Missing ones by name. */
  named?: string[];
  /** The newest days that are not there yet, and not overdue. */
  withinGrace?: number;
  failed?: number;
  materializing?: number;
}

const STORIES: Story[] = [
  { asset: 'github_archive/events', total: 3980, holes: [411, 410], materializing: 1 },
  { asset: 'github_archive/push_events', total: 3980 },
  { asset: 'superchain/blocks', total: 820, holes: [17] },
  { asset: 'superchain/transactions', total: 820, holes: [17] },
  { asset: 'superchain/traces', total: 820, holes: [17, 16, 15], failed: 2 },
  { asset: 'superchain/user_operations_by_bundler', total: 410, withinGrace: 1, materializing: 1 },
  { asset: 'ethereum/blocks', total: 1200 },
  { asset: 'ethereum/transactions', total: 1200, failed: 1 },
  { asset: 'ethereum/traces', total: 1200, withinGrace: 1, materializing: 1 },
  { asset: 'npm/downloads', total: 1500, withinGrace: 1 },
  { asset: 'pypi/downloads', total: 1500, withinGrace: 2 },
  { asset: 'crates/downloads', total: 1500 },
  { asset: 'gitcoin/rounds_by_matching_pool', total: 65, holes: [31, 30, 29, 9], failed: 4 },
  { asset: 'optimism/daily_active_addresses_by_app', total: 560 },
  { asset: 'prices/spot', total: 730, holes: [6, 5, 4], others: 'usd', withinGrace: 2 },
  { asset: 'registry/chains', total: 36, named: ['zora'], failed: 1 },
  { asset: 'contracts/abi', total: 48, materializing: 2 },
];

/** Partitions of the demo's assets: holes, re-runs under way, and what is not overdue yet. */
export function demoPartitions({ target }: Objective, nowMs: number): AssetPartitions[] {
  return STORIES.map((story) => {
    const { asset, total, withinGrace = 0, failed = 0, materializing = 0 } = story;
    const missing = missingOf(story, nowMs);
    return {
      asset,
      total,
      materialized: total - withinGrace - missing.length,
      missing: missing.length,
      withinGrace,
      failed,
      materializing,
      missingInWords: missingInWords(missing).join(', '),
      belowTarget: isBreached(missing.length, total - withinGrace, target),
    };
  });
}

/** The same partitions as items of the objective. */
export function partitionItems(assets: readonly AssetPartitions[], nowMs: number): Items {
  const sum = (figure: (asset: AssetPartitions) => number) => assets.reduce((total, asset) => total + figure(asset), 0);
  const worstFirst = assets.filter(({ missing }) => missing > 0).sort((a, b) => b.missing - a.missing);
  const share = ({ missing, materialized }: AssetPartitions) => missing / (missing + materialized);
  return {
    asOfMs: nowMs,
    good: sum(({ materialized }) => materialized),
    total: sum(({ materialized, missing }) => materialized + missing),
    bad: worstFirst.flatMap(({ asset, missingInWords: runs }) => runs.split(', ').map((run) => `${asset} ${run}`)),
    belowTarget: worstFirst
      .filter(({ belowTarget }) => belowTarget)
      .sort((a, b) => share(b) - share(a))
      .map(({ asset }) => asset),
  };
}

/** Newest first. */
function missingOf({ total, holes = [], others = '', named = [] }: Story, nowMs: number): MissingPartition[] {
  const midnightMs = floorTo(nowMs, DAY_MS);
  return [
    ...named.map((key) => ({ key, window: null, others, closedMs: null })),
    ...[...holes]
      .sort((a, b) => a - b)
      .map((ago) => {
        const day = new Date(midnightMs - ago * DAY_MS).toISOString().slice(0, 10);
        const closedMs = midnightMs - (ago - 1) * DAY_MS;
        return { key: others === '' ? day : `${others}|${day}`, window: total - ago, others, closedMs };
      }),
  ];
}
