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
import { knownPartitions, knownRanges } from './partitionStatuses';
import { closingTimes } from './partitionWindows';

/** The partitions of one asset as they are now. */
export interface AssetPartitions {
  asset: AssetKey;
  kind: 'time' | 'static' | 'dynamic' | 'multi';
  total: number;
  /** Materialized at least once, whatever became of later attempts: total less missing. */
  materialized: number;
  /** Last attempt failed; they may have been materialized before. */
  failed: number;
  /** An attempt is under way; they may have been materialized before. */
  materializing: number;
  /** Never materialized, in Dagster's order: the oldest first. */
  missing: MissingPartition[];
  /** The newest partition whose window has closed; null for other kinds than `time`, and where windows are not known. */
  newestClosed: { key: string; closedMs: number; materializedMs: number | null } | null;
}

export interface MissingPartition {
  key: string;
  /** Place among all partitions of the asset in Dagster's order; null where that is not known (static, dynamic). */
  index: number | null;
  /** When its window closed; null for partitions that are no time. */
  closedMs: number | null;
}

// Dagster brings the partition statuses of every asset up to date to answer.
const ASSETS_A_REQUEST = 50;

type Status = PartitionStatusesQuery['assetNodes'][number];
type Dimensions = PartitionKeysQuery['assetNodes'][number]['partitionKeysByDimension'];

/** What is known of one asset before it is known which of its doubtful partitions were ever materialized. */
interface Draft {
  asset: AssetKey;
  status: Status;
  total: number;
  /** Not materialized by their last attempt: never, or not any more. */
  doubtful: string[];
  closing: ReadonlyMap<string, number>;
  /** Keys of time partitions in their order. */
  ordered: readonly string[];
  newest: string | undefined;
}

const KINDS = { TIME_WINDOW: 'time', STATIC: 'static', DYNAMIC: 'dynamic', MULTIPARTITIONED: 'multi' } as const;

/**
 * Partitions of each partitioned asset among `keys`; the others are left out. Statuses of all first, then the keys of those that lack
 * some, then which of the lacking were materialized before a later attempt failed or began: Dagster's own numbers count such a
 * partition as not materialized. Rejects with a DagsterFailure or a TransportError.
 */
export async function readPartitions(
  api: GraphqlApi,
  keys: readonly AssetKey[],
  nowMs: number,
  signal: AbortSignal
): Promise<Read<AssetPartitions[]>> {
  const statuses = await inChunks(keys, ASSETS_A_REQUEST, async (chunk) => {
    const { data, executed } = await api.ask(partitionStatusesOperation, { keys: chunk.map(pathOf) }, signal);
    return { value: data.assetNodes.filter(({ partitionStats }) => partitionStats), executed: [executed] };
  });
  const dimensions = await readDimensions(api, statuses.value.filter(needsKeys).map(keyOf), signal);
  const drafts = statuses.value.map((status) => draftOf(status, dimensions.value.get(keyOf(status)), nowMs));
  const times = await readTimes(api, drafts, signal);
  return {
    value: drafts.map((draft) => partitionsOf(draft, times.value.get(draft.asset))),
    executed: [...statuses.executed, ...dimensions.executed, ...times.executed],
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
  return __typename !== 'DefaultPartitionStatuses' && (lacksSome || !partitionKeyConnection);
}

async function readDimensions(
  api: GraphqlApi,
  keys: AssetKey[],
  signal: AbortSignal
): Promise<Read<Map<AssetKey, Dimensions>>> {
  const { value, executed } = await inChunks(keys, ASSETS_A_REQUEST, async (chunk) => {
    const answer = await api.ask(partitionKeysOperation, { keys: chunk.map(pathOf) }, signal);
    return { value: answer.data.assetNodes, executed: [answer.executed] };
  });
  return { value: new Map(value.map((node) => [keyOf(node), node.partitionKeysByDimension])), executed };
}

function draftOf(status: Status, dimensions: Dimensions | undefined, nowMs: number): Draft {
  const { assetPartitionStatuses: statuses, partitionDefinition, partitionKeyConnection, partitionStats } = status;
  const asset = keyOf(status);
  const total = partitionStats?.numPartitions ?? 0;
  if (statuses.__typename === 'DefaultPartitionStatuses') {
    const doubtful = statuses.unmaterializedPartitions;
    return { asset, status, total, doubtful, closing: new Map(), ordered: [], newest: undefined };
  }
  const listed = dimensions && dimensions.length > 0 ? knownPartitions(statuses, dimensions) : undefined;
  const format = partitionDefinition?.fmt ?? null;
  const timeKeys = listed?.keys ?? [...(partitionKeyConnection?.results ?? [])].reverse();
  const closing =
    statuses.__typename === 'TimePartitionStatuses'
      ? closingTimes(timeKeys, format, knownRanges(statuses))
      : closingOfMulti(dimensions ?? []);
  return {
    asset,
    status,
    total: listed?.keys.length ?? total,
    doubtful: listed?.keys.filter((key) => !listed.materialized.has(key)) ?? [],
    closing,
    ordered: statuses.__typename === 'TimePartitionStatuses' ? timeKeys : [],
    newest:
      statuses.__typename === 'TimePartitionStatuses'
        ? timeKeys.filter((key) => (closing.get(key) ?? Infinity) <= nowMs).pop()
        : undefined,
  };
}

/** A partition of several dimensions closes with that of its dimension of time; no windows are known for it but its keys. */
function closingOfMulti(dimensions: Dimensions): ReadonlyMap<string, number> {
  const [first, second] = dimensions;
  if (!first || !second) {
    return new Map();
  }
  const closing = new Map<string, number>();
  const [ofFirst, ofSecond] = [first, second].map(({ partitionKeys }) => closingTimes(partitionKeys, null, []));
  for (const a of first.partitionKeys) {
    for (const b of second.partitionKeys) {
      const closedMs = ofFirst.get(a) ?? ofSecond.get(b);
      if (closedMs !== undefined) {
        closing.set(`${a}|${b}`, closedMs);
      }
    }
  }
  return closing;
}

/** When the newest partitions, and those whose last attempt did not succeed, were last materialized: by asset, then by key. */
async function readTimes(
  api: GraphqlApi,
  drafts: Draft[],
  signal: AbortSignal
): Promise<Read<Map<AssetKey, Map<string, number>>>> {
  const asked = drafts.map((draft) => ({ asset: draft.asset, partitions: partitionsToAsk(draft) }));
  const { value, executed } = await inChunks(
    asked.filter(({ partitions }) => partitions.length > 0),
    ASSETS_A_REQUEST,
    async (chunk) => {
      const variables = {
        keys: chunk.map(({ asset }) => pathOf(asset)),
        // One list for all: daily assets mostly ask about the same days, and Dagster answers null for what an asset has not.
        partitions: [...new Set(chunk.flatMap(({ partitions }) => partitions))],
      };
      const answer = await api.ask(partitionMaterializationsOperation, variables, signal);
      return { value: answer.data.assetNodes, executed: [answer.executed] };
    }
  );
  const times = value.map((node): [AssetKey, Map<string, number>] => [
    keyOf(node),
    new Map(
      node.latestMaterializationByPartition.flatMap((event) =>
        event?.partition ? [[event.partition, Number(event.timestamp)]] : []
      )
    ),
  ]);
  return { value: new Map(times), executed };
}

/** Where nothing failed and nothing runs, a partition that is not materialized never was. */
function partitionsToAsk({ status: { assetPartitionStatuses, partitionStats }, doubtful, newest }: Draft): string[] {
  const mayHaveBeenMaterialized =
    assetPartitionStatuses.__typename !== 'DefaultPartitionStatuses' &&
    partitionStats !== null &&
    partitionStats !== undefined &&
    partitionStats.numFailed + partitionStats.numMaterializing > 0;
  return [...new Set([...(mayHaveBeenMaterialized ? doubtful : []), ...(newest === undefined ? [] : [newest])])];
}

function partitionsOf(
  { asset, status: { partitionDefinition, partitionStats }, total, doubtful, closing, ordered, newest }: Draft,
  times: ReadonlyMap<string, number> = new Map()
): AssetPartitions {
  const missing = doubtful.filter((key) => !times.has(key));
  const newestClosedMs = newest === undefined ? undefined : closing.get(newest);
  const places = missing.length > 0 ? new Map(ordered.map((key, place) => [key, place])) : new Map<string, number>();
  return {
    asset,
    kind: partitionDefinition ? KINDS[partitionDefinition.type] : 'static',
    total,
    materialized: total - missing.length,
    failed: partitionStats?.numFailed ?? 0,
    materializing: partitionStats?.numMaterializing ?? 0,
    missing: missing.map((key) => ({ key, index: places.get(key) ?? null, closedMs: closing.get(key) ?? null })),
    newestClosed:
      newest === undefined || newestClosedMs === undefined
        ? null
        : { key: newest, closedMs: newestClosedMs, materializedMs: times.get(newest) ?? null },
  };
}
