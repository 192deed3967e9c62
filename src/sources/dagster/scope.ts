import { instantInWords } from '../../budget/inWords';
import type { DagsterSpec, Objective } from '../../catalogue/objective';
import type { AssetGraph, AssetKey, CodeLocation } from './model';
import { evaluateSelection } from './selection/evaluateSelection';
import { parseSelection } from './selection/parseSelection';
import { excludesCodeLocation, namesCodeLocation, referencedCodeLocations } from './selection/referencedCodeLocations';
import type { Selection } from './selection/selection';
import { SelectionSyntaxError } from './selection/selectionSyntaxError';
import { UpstreamFailure } from '../upstreamFailure';

/**
 * The assets of a selection that can be materialized, as far as code locations load: maybe fewer than it means, maybe none.
 *
 * @throws UpstreamFailure if the selection cannot be read.
 */
export function loadedScopeOf({ selection }: Pick<DagsterSpec, 'selection'>, graph: AssetGraph): Set<AssetKey> {
  return materializable(parse(selection), graph);
}

/**
 * The assets of an objective's selection that can be materialized. Today's membership applies to the whole window. Of code
 * locations that do not load the graph may hold the last known assets; others are missing, see `provisionalScope`.
 *
 * @throws UpstreamFailure if the selection cannot be read, selects nothing, or selects by name from a code location that does not
 *   load and whose assets are not known.
 */
export function scopeOf({ selection }: Pick<DagsterSpec, 'selection'>, graph: AssetGraph): ReadonlySet<AssetKey> {
  const parsed = parse(selection);
  const assets = materializable(parsed, graph);
  const unknown = brokenLocations(parsed, graph).filter(({ lastLoadedMs }) => lastLoadedMs === undefined);
  const missing = unknown.find(({ name }) => namesCodeLocation(parsed, name)) ?? (assets.size === 0 && unknown[0]);
  if (missing) {
    throw new UpstreamFailure(
      'unavailable',
      `the code location ${missing.name} does not load${reasonOf(missing)}, so which assets it has is not known`,
      'Fix the code location, or limit the selection to others with code_location:'
    );
  }
  if (assets.size === 0) {
    throw new UpstreamFailure(
      'badIndicator',
      `the selection ${selection} matches no asset that can be materialized`,
      'Correct the selection in the catalogue; Dagster’s asset catalogue takes the same syntax'
    );
  }
  return assets;
}

/**
 * Why the scope may not be today's, if so: some of its assets are those that a code location held when it last loaded, or those of
 * one that has not loaded since this page or process began are missing.
 */
export function provisionalScope({ selection }: Pick<DagsterSpec, 'selection'>, graph: AssetGraph): string | undefined {
  const broken = brokenLocations(parse(selection), graph);
  const [remembered, ...alsoRemembered] = broken.filter(({ lastLoadedMs }) => lastLoadedMs !== undefined);
  const [unknown, ...alsoUnknown] = broken.filter(({ lastLoadedMs }) => lastLoadedMs === undefined);
  const parts = [
    ...(remembered?.lastLoadedMs === undefined
      ? []
      : [
          `the code location ${remembered.name} has not loaded since ${instantInWords(remembered.lastLoadedMs)}` +
            `${reasonOf(remembered)}${others('nor have', alsoRemembered)}; its assets as of then are used`,
        ]),
    ...(unknown
      ? [
          `the code location ${unknown.name} does not load${reasonOf(unknown)}${others('nor do', alsoUnknown)}; ` +
            'what it holds of this objective is not counted',
        ]
      : []),
  ];
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function reasonOf({ error }: CodeLocation): string {
  return error ? ` (${error})` : '';
}

function others(verb: string, locations: readonly CodeLocation[]): string {
  return locations.length > 0 ? `, ${verb} ${locations.map(({ name }) => name).join(', ')}` : '';
}

/** Code locations that do not load and from which the selection might select. */
function brokenLocations(selection: Selection, { codeLocations }: AssetGraph): CodeLocation[] {
  const needed = referencedCodeLocations(selection);
  return codeLocations.filter(
    ({ name, loaded }) =>
      !loaded && (needed === 'all' || needed.includes(name)) && !excludesCodeLocation(selection, name)
  );
}

function materializable(selection: Selection, graph: AssetGraph): Set<AssetKey> {
  return new Set(
    [...evaluateSelection(selection, graph)].filter((key) => graph.nodes.get(key)?.isMaterializable === true)
  );
}

function parse(selection: DagsterSpec['selection']): Selection {
  try {
    return parseSelection(selection);
  } catch (error) {
    if (error instanceof SelectionSyntaxError) {
      throw new UpstreamFailure(
        'badIndicator',
        error.message.replace(/\.$/, ''),
        'Correct the selection in the catalogue',
        {
          cause: error,
        }
      );
    }
    throw error;
  }
}

/** The specification of an objective that Dagster measures. */
export function dagsterSpec({ indicator }: Objective): DagsterSpec {
  if (indicator.source !== 'Dagster' || indicator.measure.shape !== 'raw') {
    throw new TypeError(`The Dagster source was asked for an objective of ${indicator.source}`);
  }
  return indicator.measure.raw;
}
