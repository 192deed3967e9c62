import type { PartitionKeysQuery, PartitionStatusesQuery } from '../graphql/operations.generated';
import { knownRanges } from './partitionStatuses';
import { closingTimes } from './partitionWindows';

type Statuses = PartitionStatusesQuery['assetNodes'][number]['assetPartitionStatuses'];
type Dimensions = PartitionKeysQuery['assetNodes'][number]['partitionKeysByDimension'];

/** One window of an asset's dimension of time. Several partitions share one where there are other dimensions. */
export interface TimeWindow {
  /** Key in the dimension of time. */
  key: string;
  /** Place among all windows, the oldest 0. */
  place: number;
  closedMs: number;
}

/** The window of a partition, and its keys in the other dimensions. */
export interface PlacedPartition {
  window: TimeWindow;
  others: string;
}

/**
 * The time window of each partition, by the partition's key; empty where partitions have none, or their keys cannot be read.
 *
 * @param keys of an asset with one dimension, in the order of time
 * @param format of these keys as in strftime; null: Dagster's own formats
 * @param dimensions of an asset with several; Dagster takes time for the primary one where it is among them
 * @param zones time zones by the name of the dimension; of an asset with one dimension, by any
 */
export function timeWindows(
  statuses: Statuses,
  keys: readonly string[],
  format: string | null,
  dimensions: Dimensions,
  zones: ReadonlyMap<string, string> = new Map()
): ReadonlyMap<string, PlacedPartition> {
  switch (statuses.__typename) {
    case 'DefaultPartitionStatuses':
      return new Map();
    case 'TimePartitionStatuses':
      return new Map(
        windowsOf(keys, format, statuses, [...zones.values()][0]).map(
          (window) => [window.key, { window, others: '' }] as const
        )
      );
    case 'MultiPartitionStatuses': {
      const { primaryDimensionName, ranges } = statuses;
      const [first, second] = dimensions;
      // Dagster reports no time for a primary dimension that has none.
      if (!first || !second || ranges.some(({ primaryDimStartTime }) => primaryDimStartTime === null)) {
        return new Map();
      }
      const primaryIsFirst = first.name === primaryDimensionName;
      const [time, other] = primaryIsFirst ? [first, second] : [second, first];
      return new Map(
        windowsOf(time.partitionKeys, null, statuses, zones.get(time.name)).flatMap((window) =>
          other.partitionKeys.map(
            (others) =>
              [primaryIsFirst ? `${window.key}|${others}` : `${others}|${window.key}`, { window, others }] as const
          )
        )
      );
    }
  }
}

function windowsOf(
  keys: readonly string[],
  format: string | null,
  statuses: Statuses,
  timeZone: string | undefined
): TimeWindow[] {
  const closing = closingTimes(keys, format, knownRanges(statuses), timeZone);
  return keys.flatMap((key, place) => {
    const closedMs = closing.get(key);
    return closedMs === undefined ? [] : [{ key, place, closedMs }];
  });
}
