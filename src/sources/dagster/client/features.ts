import type { Operation } from '../graphql/operation';
import { UpstreamFailure } from '../../upstreamFailure';

/** What a Dagster's schema has: `Type.field`, of objects and inputs. */
export type Features = ReadonlySet<string>;

/** Beyond the fields that operations select: inputs that the filters of runs are built from. */
const NEEDED_INPUTS = [
  'RunsFilter.runIds',
  'RunsFilter.createdAfter',
  'RunsFilter.createdBefore',
  'RunsFilter.updatedAfter',
];

/** The oldest release on which every read here was tried. */
const OLDEST_KNOWN = '1.11.16';

/**
 * The one query that asks what a Dagster's schema has, whatever its version says: the fields of every type in which an operation
 * or an optional fragment needs some.
 */
export function featuresQuery(operations: ReadonlyArray<Operation<unknown, unknown>>): string {
  const needs = operations.flatMap((operation) => [
    ...operation.needs,
    ...operation.fragments.flatMap((fragment) => fragment.needs),
  ]);
  const types = new Set([...needs, ...NEEDED_INPUTS].map((need) => need.slice(0, need.indexOf('.'))));
  // Without includeDeprecated a field that the server deprecates would count as missing.
  const fields = 'fields(includeDeprecated:true){name}inputFields{name}';
  return `query Features{${[...types]
    .sort()
    .map((type) => `${type}:__type(name:"${type}"){${fields}}`)
    .join(' ')}}`;
}

/**
 * Reads the answer to `featuresQuery`.
 * @throws UpstreamFailure when the server is a GraphQL server but not Dagster
 */
export function readFeatures(data: object): Features {
  const features = new Set<string>();
  for (const [type, description] of Object.entries(data)) {
    for (const name of [...namesIn(description, 'fields'), ...namesIn(description, 'inputFields')]) {
      features.add(`${type}.${name}`);
    }
  }
  if (!features.has('Query.runsOrError') && !features.has('Query.assetNodes')) {
    throw new UpstreamFailure(
      'notTheUpstream',
      'the answer is from a GraphQL server, but not from Dagster',
      'Check the Dagster URL'
    );
  }
  return features;
}

function namesIn(description: unknown, list: 'fields' | 'inputFields'): string[] {
  const fields: unknown = Object(description)[list];
  return Array.isArray(fields) ? fields.map((field) => String(field.name)) : [];
}

/** @throws UpstreamFailure naming what the schema lacks and a release that has it */
export function requireFeatures(features: Features, { needs }: Operation<unknown, unknown>): void {
  const missing = [...needs, ...NEEDED_INPUTS].filter((need) => !features.has(need));
  if (missing.length > 0) {
    throw new UpstreamFailure(
      'badIndicator',
      `this Dagster is too old: its GraphQL lacks ${missing.join(', ')}`,
      `Update Dagster to ${OLDEST_KNOWN} or newer, which has it`
    );
  }
}

/**
 * The text to send to a server with these features: optional fragments whose needs it does not meet are left out, and so is what
 * the caller names in `without`.
 */
export function composeOperation(
  { text, fragments }: Operation<unknown, unknown>,
  features: Features,
  without: readonly string[] = []
): string {
  const isSent = ({ name, needs }: (typeof fragments)[number]) =>
    !without.includes(name) && needs.every((need) => features.has(need));
  const sent = fragments.filter(isSent);
  const dropped = fragments.filter((fragment) => !isSent(fragment));
  const composed = [text, ...sent.map((fragment) => fragment.text)].join(' ');
  // The generator sees to it that no selection consists of fragments alone, so nothing is left empty.
  return dropped.reduce((shorter, { name }) => shorter.replace(new RegExp(`\\.\\.\\.${name}\\b`, 'g'), ' '), composed);
}
