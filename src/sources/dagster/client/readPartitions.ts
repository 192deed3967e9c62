import {
  partitionKeysOperation,
  partitionMaterializationsOperation,
  partitionStatusesOperation,
  type PartitionKeysQuery,
  type PartitionStatusesQuery,
} from '../graphql/operations.generated';
import type { AssetKey } from '../model';
import { assetKeyOf, pathOf } from './assetKey';
import type { Read } from './executed';
import type { GraphqlApi } from './graphqlApi';
import { inChunks } from './inChunks';
import type { MissingPartition, NewestClosedWindow, PartitionState } from '../partitions/partitionState';
import { knownPartitions } from './partitionStatuses';
import { readWithoutOutput } from './readWithoutOutput';
import { timeZonesOf } from './timeZonesOf';
import { timeWindows, type PlacedPartition, type TimeWindow } from './timeWindows';

/** The partitions of one asset as they are now. */
export interface PartitionStates extends PartitionState {
  asset: AssetKey;
  kind: 'time' | 'static' | 'dynamic' | 'multi';
  /** Materialized at least once, whatever became of later attempts: total less missing. */
  materialized: number;
}

// Dagster brings the partition statuses of every asset up to date to answer.
const ASSETS_A_REQUEST = 50;
// About 2 MB and a second or two of Dagster's time.
const KEYS_A_REQUEST = 100_000;
/** Newest partitions that lack a materialization whose latest runs are looked at, of each asset: up to ten requests for all. */
const LATEST_RUNS_AN_ASSET = 200;

type Status = PartitionStatusesQuery['assetNodes'][number];
type Dimensions = PartitionKeysQuery['assetNodes'][number]['partitionKeysByDimension'];

/** What is known of one asset before it is known which of its doubtful partitions were ever materialized. */
interface Draft {
  asset: AssetKey;
  status: Status;
  total: number;
  /** Not materialized by their last attempt: never, or no longer. */
  doubtful: string[];
  /** Those of the doubtful that may have been materialized before a later attempt failed or began. */
  tried: string[];
  /** By key of the partition. */
  windows: ReadonlyMap<string, PlacedPartition>;
}

const KINDS = { TIME_WINDOW: 'time', STATIC: 'static', DYNAMIC: 'dynamic', MULTIPARTITIONED: 'multi' } as const;

/**
 * Partitions of each partitioned asset among `keys`; the others are left out. Statuses of all first, then the keys of those that lack
 * some, then which of the lacking were materialized before a later attempt failed or began: Dagster's own numbers count such a
 * partition as not materialized. Last, which of the others a run has passed successfully without
 * making anything. Rejects with a UpstreamFailure or a TransportError.
 */
export async function readPartitions(
  api: GraphqlApi,
  keys: readonly AssetKey[],
  nowMs: number,
  signal: AbortSignal
): Promise<Read<PartitionStates[]>> {
  const statuses = await inChunks(keys, ASSETS_A_REQUEST, async (chunk) => {
    const { data, executed } = await api.ask(partitionStatusesOperation, { keys: chunk.map(pathOf) }, signal);
    return { value: data.assetNodes.filter(({ partitionStats }) => partitionStats), executed: [executed] };
  });
  const dimensions = await readDimensions(api, statuses.value.filter(needsKeys), signal);
  const drafts = statuses.value.map((status) => draftOf(status, dimensions.value.get(keyOf(status))));
  const everMaterialized = await readEverMaterialized(api, drafts, signal);
  const known = drafts.map((draft) => withoutThese(draft, everMaterialized.value.get(draft.asset)));
  const untried = known.map((draft) => ({ asset: draft.asset, keys: newestClosedKeys(draft, nowMs) }));
  const withoutOutput = await readWithoutOutput(
    api,
    untried.filter(({ keys: some }) => some.length > 0),
    signal
  );
  return {
    value: known.map((draft) => partitionsOf(draft, nowMs, withoutOutput.value.get(draft.asset))),
    executed: [...statuses.executed, ...dimensions.executed, ...everMaterialized.executed, ...withoutOutput.executed],
  };
}

function keyOf({ assetKey }: { assetKey: { path: string[] } }): AssetKey {
  return assetKeyOf(assetKey);
}

function needsKeys({
  assetPartitionStatuses: { __typename },
  partitionStats,
  partitionKeyConnection,
}: Status): boolean {
  const lacksSome = partitionStats ? partitionStats.numMaterialized < partitionStats.numPartitions : false;
  return __typename === 'TimePartitionStatuses'
    ? lacksSome || !partitionKeyConnection
    : __typename === 'MultiPartitionStatuses';
}

async function readDimensions(
  api: GraphqlApi,
  statuses: readonly Status[],
  signal: AbortSignal
): Promise<Read<Map<AssetKey, Dimensions>>> {
  const { value, executed } = await inChunks(batchesOf(statuses), 1, async ([batch]) => {
    const answer = await api.ask(partitionKeysOperation, { keys: batch.map(keyOf).map(pathOf) }, signal);
    return { value: answer.data.assetNodes, executed: [answer.executed] };
  });
  return { value: new Map(value.map((node) => [keyOf(node), node.partitionKeysByDimension])), executed };
}

/** As many assets together as have keys for one answer; one alone may have more. */
function batchesOf(statuses: readonly Status[]): Status[][] {
  const batches: Status[][] = [];
  let room = 0;
  for (const status of statuses) {
    const keys = status.partitionStats?.numPartitions ?? 0;
    const last = batches.at(-1);
    if (last && last.length < ASSETS_A_REQUEST && keys <= room) {
      last.push(status);
      room -= keys;
    } else {
      batches.push([status]);
      room = KEYS_A_REQUEST - keys;
    }
  }
  return batches;
}

function draftOf(status: Status, dimensions: Dimensions | undefined): Draft {
  const { assetPartitionStatuses: statuses, partitionDefinition, partitionKeyConnection, partitionStats } = status;
  const asset = keyOf(status);
  const total = partitionStats?.numPartitions ?? 0;
  if (statuses.__typename === 'DefaultPartitionStatuses') {
    return { asset, status, total, doubtful: statuses.unmaterializedPartitions, tried: [], windows: new Map() };
  }
  const listed = dimensions && dimensions.length > 0 ? knownPartitions(statuses, dimensions) : undefined;
  const keys = listed?.keys ?? [...(partitionKeyConnection?.results ?? [])].reverse();
  const doubtful = listed?.keys.filter((key) => !listed.materialized.has(key)) ?? [];
  return {
    asset,
    status,
    total: listed?.keys.length ?? total,
    doubtful,
    tried: doubtful.filter((key) => listed?.tried.has(key)),
    windows: timeWindows(
      statuses,
      keys,
      partitionDefinition?.fmt ?? null,
      dimensions ?? [],
      timeZonesOf(partitionDefinition)
    ),
  };
}

/** Which of those whose last attempt did not succeed were materialized before, by asset. */
async function readEverMaterialized(
  api: GraphqlApi,
  drafts: Draft[],
  signal: AbortSignal
): Promise<Read<Map<AssetKey, Set<string>>>> {
  const asked = drafts.filter(({ tried }) => tried.length > 0);
  const { value, executed } = await inChunks(asked, ASSETS_A_REQUEST, async (chunk) => {
    const variables = {
      keys: chunk.map(({ asset }) => pathOf(asset)),
      // One list for all: daily assets mostly ask about the same days, and Dagster answers null for what an asset has not.
      // It must stay short: databases bound how many values they look for, and an hourly asset may lack 100,000.
      partitions: [...new Set(chunk.flatMap(({ tried }) => tried))],
    };
    const answer = await api.ask(partitionMaterializationsOperation, variables, signal);
    return { value: answer.data.assetNodes, executed: [answer.executed] };
  });
  const found = value.map((node): [AssetKey, Set<string>] => [
    keyOf(node),
    new Set(node.latestMaterializationByPartition.flatMap((event) => event?.partition ?? [])),
  ]);
  return { value: new Map(found), executed };
}

function withoutThese(draft: Draft, everMaterialized: ReadonlySet<string> = new Set()): Draft {
  return { ...draft, doubtful: draft.doubtful.filter((key) => !everMaterialized.has(key)) };
}

/** Partitions that are due to be there and of which no failed attempt is known. */
function newestClosedKeys({ doubtful, tried, windows }: Draft, nowMs: number): string[] {
  const known = new Set(tried);
  return doubtful
    .filter((key) => !known.has(key) && (windows.get(key)?.window.closedMs ?? nowMs) <= nowMs)
    .slice(-LATEST_RUNS_AN_ASSET);
}

function partitionsOf(
  { asset, status: { partitionDefinition, partitionStats }, total: all, doubtful, windows }: Draft,
  nowMs: number,
  withoutOutput: ReadonlySet<string> = new Set()
): PartitionStates {
  const lacking = doubtful.map((key): MissingPartition => {
    const placed = windows.get(key);
    return placed
      ? { key, window: placed.window.place, others: placed.others, closedMs: placed.window.closedMs }
      : { key, window: null, others: '', closedMs: null };
  });
  const missing = lacking.filter(({ key }) => !withoutOutput.has(key));
  const total = all - withoutOutput.size;
  return {
    asset,
    kind: partitionDefinition ? KINDS[partitionDefinition.type] : 'static',
    total,
    materialized: total - missing.length,
    failed: partitionStats?.numFailed ?? 0,
    materializing: partitionStats?.numMaterializing ?? 0,
    missing,
    withoutOutput: lacking.filter(({ key }) => withoutOutput.has(key)),
    newestClosed: newestClosed(windows, missing, nowMs),
  };
}

function newestClosed(
  windows: Draft['windows'],
  missing: readonly MissingPartition[],
  nowMs: number
): NewestClosedWindow | null {
  let newest: TimeWindow | undefined;
  for (const { window } of windows.values()) {
    if (window.closedMs <= nowMs && window.place >= (newest?.place ?? 0)) {
      newest = window;
    }
  }
  return newest === undefined
    ? null
    : {
        key: newest.key,
        window: newest.place,
        closedMs: newest.closedMs,
        materialized: !missing.some(({ window }) => window === newest.place),
      };
}
