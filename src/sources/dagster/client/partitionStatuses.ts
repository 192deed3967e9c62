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
  /** Those with a known attempt that did not succeed or is under way, and maybe more: no other partition has such an attempt. */
  tried: ReadonlySet<string>;
}

/** Partitions of an asset with one dimension of time, or with several dimensions; Dagster reports them as ranges of keys. */
export function knownPartitions(statuses: Statuses, dimensions: Dimensions): KnownPartitions {
  const materialized = new Set<string>();
  const tried = new Set<string>();
  const [first, second] = dimensions;
  if (statuses.__typename === 'TimePartitionStatuses') {
    const between = rangesOf(first.partitionKeys);
    for (const { startKey, endKey, status } of statuses.ranges) {
      const into = status === 'MATERIALIZED' ? materialized : tried;
      between(startKey, endKey).forEach((key) => into.add(key));
    }
    return { keys: first.partitionKeys, materialized, tried };
  }
  // Dagster writes the segments of a key in the order of the dimensions' names, which is also that of its answer.
  const keys = second
    ? first.partitionKeys.flatMap((a) => second.partitionKeys.map((b) => `${a}|${b}`))
    : first.partitionKeys;
  if (statuses.__typename === 'MultiPartitionStatuses' && second) {
    const primaryIsFirst = first.name === statuses.primaryDimensionName;
    const [primary, secondary] = primaryIsFirst ? [first, second] : [second, first];
    const between = rangesOf(primary.partitionKeys);
    const betweenOthers = rangesOf(secondary.partitionKeys);
    for (const range of statuses.ranges) {
      const others = secondaryKeys(range.secondaryDim, betweenOthers);
      for (const key of between(range.primaryDimStartKey, range.primaryDimEndKey)) {
        const keyWith = (other: string) => (primaryIsFirst ? `${key}|${other}` : `${other}|${key}`);
        others.forEach((other) => materialized.add(keyWith(other)));
        // Which of the others were tried is reported in ways that differ; that something was tried with this key is enough.
        secondary.partitionKeys.forEach((other) => tried.add(keyWith(other)));
      }
    }
  }
  return { keys, materialized, tried };
}

/** The windows that Dagster reports for an asset's dimension of time. */
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

/** The keys from one to another. */
type Between = (startKey: string, endKey: string) => string[];

function secondaryKeys(secondary: MultiRange['secondaryDim'], between: Between): string[] {
  return secondary.__typename === 'DefaultPartitionStatuses'
    ? secondary.materializedPartitions
    : secondary.ranges.flatMap(({ startKey, endKey, status }) =>
        status === 'MATERIALIZED' ? between(startKey, endKey) : []
      );
}

/** Both ends inclusive; an end that the asset no longer has is taken as the first or the last of its keys. */
function rangesOf(keys: readonly string[]): Between {
  const places = new Map(keys.map((key, place) => [key, place]));
  return (startKey, endKey) => {
    const start = places.get(startKey);
    const end = places.get(endKey);
    return start === undefined && end === undefined ? [] : keys.slice(start, end === undefined ? undefined : end + 1);
  };
}
