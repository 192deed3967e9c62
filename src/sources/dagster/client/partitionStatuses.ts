import type { PartitionKeysQuery, PartitionStatusesQuery } from '../graphql/operations.generated';
import { msOfSeconds } from './instants';
import type { KnownRange } from './partitionWindows';

type Statuses = PartitionStatusesQuery['assetNodes'][number]['assetPartitionStatuses'];
type MultiRange = Extract<Statuses, { __typename: 'MultiPartitionStatuses' }>['ranges'][number];
type Dimensions = PartitionKeysQuery['assetNodes'][number]['partitionKeysByDimension'];

/** All partitions of one asset, and those of which Dagster says that their last attempt succeeded. */
export interface KnownPartitions {
  keys: string[];
  materialized: ReadonlySet<string>;
}

/** Partitions of an asset with one dimension of time, or with several dimensions; Dagster tells them as ranges of keys. */
export function knownPartitions(statuses: Statuses, dimensions: Dimensions): KnownPartitions {
  const materialized = new Set<string>();
  const [first, second] = dimensions;
  if (statuses.__typename === 'TimePartitionStatuses') {
    materializedIn(statuses.ranges, first.partitionKeys).forEach((key) => materialized.add(key));
    return { keys: first.partitionKeys, materialized };
  }
  // Dagster writes the segments of a key in the order of the dimensions' names, which is also that of its answer.
  const keys = second
    ? first.partitionKeys.flatMap((a) => second.partitionKeys.map((b) => `${a}|${b}`))
    : first.partitionKeys;
  if (statuses.__typename === 'MultiPartitionStatuses' && second) {
    const primaryIsFirst = first.name === statuses.primaryDimensionName;
    const [primary, secondary] = primaryIsFirst ? [first, second] : [second, first];
    for (const range of statuses.ranges) {
      const others = secondaryKeys(range.secondaryDim, secondary.partitionKeys);
      for (const key of keysBetween(primary.partitionKeys, range.primaryDimStartKey, range.primaryDimEndKey)) {
        others.forEach((other) => materialized.add(primaryIsFirst ? `${key}|${other}` : `${other}|${key}`));
      }
    }
  }
  return { keys, materialized };
}

/** The windows that Dagster tells of an asset's dimension of time. */
export function knownRanges(statuses: Statuses): KnownRange[] {
  switch (statuses.__typename) {
    case 'TimePartitionStatuses':
      return statuses.ranges.map(({ startKey, endKey, startTime, endTime }) => ({
        startKey,
        endKey,
        startMs: msOfSeconds(startTime),
        endMs: msOfSeconds(endTime),
      }));
    case 'MultiPartitionStatuses':
      return statuses.ranges.flatMap((range) => {
        const { primaryDimStartKey: startKey, primaryDimEndKey: endKey } = range;
        const { primaryDimStartTime: startTime, primaryDimEndTime: endTime } = range;
        return typeof startTime === 'number' && typeof endTime === 'number'
          ? [{ startKey, endKey, startMs: msOfSeconds(startTime), endMs: msOfSeconds(endTime) }]
          : [];
      });
    case 'DefaultPartitionStatuses':
      return [];
  }
}

function secondaryKeys(secondary: MultiRange['secondaryDim'], keys: string[]): string[] {
  return secondary.__typename === 'DefaultPartitionStatuses'
    ? secondary.materializedPartitions
    : materializedIn(secondary.ranges, keys);
}

function materializedIn(ranges: Array<{ startKey: string; endKey: string; status: string }>, keys: string[]): string[] {
  return ranges.flatMap(({ startKey, endKey, status }) =>
    status === 'MATERIALIZED' ? keysBetween(keys, startKey, endKey) : []
  );
}

/** Both ends inclusive; ends that the asset no longer has stand for where its keys begin and end. */
function keysBetween(keys: string[], startKey: string, endKey: string): string[] {
  const start = keys.indexOf(startKey);
  const end = keys.lastIndexOf(endKey);
  if (start === -1 && end === -1) {
    return [];
  }
  return keys.slice(Math.max(start, 0), end === -1 ? undefined : end + 1);
}
