import { DAY_MS } from '../../../budget/durations';
import type { AssetNode } from '../model';
import type { MissingPartition, PartitionState } from '../partitions/partitionState';
import type { Clock } from './clock';
import { nextCronTick } from './cronTicks';
import type { AssetState } from './judgeFreshness';

/** A Sunday, at noon. */
export const NOW_MS = Date.UTC(2026, 10, 22, 12);

export const clockAt = (nowMs: number): Clock => ({ nowMs, nextTick: nextCronTick });

export const WEEK_BY_DEFAULT = { defaultIntervalMs: 7 * DAY_MS, intervalsMs: {} };

export function asset(properties: Partial<AssetNode> = {}): AssetNode {
  return {
    key: 'chain/blocks',
    group: null,
    kinds: [],
    tags: [],
    owners: ['team:chains'],
    codeLocation: 'core',
    repository: '__repository__',
    isMaterializable: true,
    isPartitioned: false,
    jobNames: [],
    opNames: [],
    parents: [],
    description: null,
    freshness: null,
    ...properties,
  };
}

export function state(properties: Partial<AssetState> = {}): AssetState {
  return { lastMaterialization: null, checks: [], partitions: null, ...properties };
}

export function materializedAt(atMs: number): Pick<AssetState, 'lastMaterialization'> {
  return { lastMaterialization: { atMs, runId: 'run', partition: null } };
}

/**
 * Daily partitions by one mark each, oldest first; the last one closes at `lastClosesMs`. m materialized, f failed, r under
 * way, capitals: materialized before, a dot: nothing.
 */
export function days(marks: string, lastClosesMs: number, nowMs = NOW_MS): PartitionState {
  const closesMs = [...marks].map((_, i) => lastClosesMs - (marks.length - 1 - i) * DAY_MS);
  const keys = closesMs.map((ms) => new Date(ms - DAY_MS).toISOString().slice(0, 10));
  const newest = closesMs.filter((ms) => ms <= nowMs).length - 1;
  const state = partitionsOf(marks, (index) => ({
    key: keys[index],
    window: index,
    others: '',
    closedMs: closesMs[index],
  }));
  return {
    ...state,
    newestClosed:
      newest < 0
        ? null
        : {
            key: keys[newest],
            closedMs: closesMs[newest],
            window: newest,
            materialized: !state.missing.some(({ window }) => window === newest),
          },
  };
}

/** Static partitions by one mark each. */
export function slots(marks: string): PartitionState {
  return partitionsOf(marks, (index) => ({ key: `slot-${index}`, window: null, others: '', closedMs: null }));
}

function partitionsOf(marks: string, name: (index: number) => MissingPartition): PartitionState {
  const count = (wanted: string) => [...marks].filter((mark) => wanted.includes(mark)).length;
  return {
    total: marks.length - count('o'),
    failed: count('fF'),
    materializing: count('rR'),
    missing: [...marks].flatMap((mark, index) => ('fr.'.includes(mark) ? name(index) : [])),
    withoutOutput: [...marks].flatMap((mark, index) => (mark === 'o' ? name(index) : [])),
    newestClosed: null,
  };
}
