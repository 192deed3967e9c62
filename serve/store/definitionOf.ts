import { createHash } from 'node:crypto';
import type { Objective, SourceType } from '../../src/catalogue/objective';

/**
 * What does not decide the counts of an objective: the name of the data source, what is derived from the query, and the probe, which
 * takes time out of them afterwards. A memory must survive that an upgrade derives more.
 */
const LEFT_OUT = new Set([
  'dataSource',
  'probe',
  'counterSelectors',
  'counted',
  'grouped',
  'groupedCounted',
  'narrows',
]);

/**
 * A hash of what decides an objective's counts: its indicator, and whether its events are counted as they occurred or in slices, whose
 * holes are not bridged. Target, window and names are not part of it.
 *
 * @param source the one that is really asked, such as the demo source in the place of another
 */
export function definitionOf({ indicator, budgeting }: Objective, source: SourceType): string {
  const decisive = { source, indicator, isSliced: budgeting.method !== 'Occurrences' };
  return createHash('sha256').update(JSON.stringify(decisive, ordered)).digest('hex').slice(0, 16);
}

function ordered(name: string, value: unknown): unknown {
  if (LEFT_OUT.has(name)) {
    return undefined;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
