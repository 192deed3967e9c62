import type { PartitionStatusesQuery } from '../graphql/operations.generated';

type Definition = PartitionStatusesQuery['assetNodes'][number]['partitionDefinition'];

/** How Dagster describes partitions by time: `Daily, starting 2026-01-01 Asia/Tokyo. End offsetted by 1 partition.` */
const DESCRIBED = /, starting .*? ([A-Za-z_]+(?:\/[\w+-]+)*)\.(?: End offsetted|$)/;

/**
 * Time zones in which a definition's partitions begin, by the name of the dimension, read from its description: Dagster has no
 * field for them. Empty where no dimension is a time, and where the words are others.
 */
export function timeZonesOf(definition: Definition): ReadonlyMap<string, string> {
  const described =
    definition?.type === 'MULTIPARTITIONED'
      ? (definition.dimensionTypes ?? [])
      : [{ name: 'default', description: definition?.description ?? '' }];
  return new Map(
    described.flatMap(({ name, description }) => {
      const zone = DESCRIBED.exec(description)?.[1];
      return zone !== undefined && isTimeZone(zone) ? [[name, zone] as const] : [];
    })
  );
}

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
