import { instantInWords } from '../../budget/inWords';
import type { DagsterSpec, Objective } from '../../catalogue/objective';
import { DagsterFailure } from './client/dagsterFailure';
import type { AssetGraph, AssetKey, CodeLocation } from './model';
import { evaluateSelection } from './selection/evaluateSelection';
import { parseSelection } from './selection/parseSelection';
import { referencedCodeLocations } from './selection/referencedCodeLocations';
import type { Selection } from './selection/selection';
import { SelectionSyntaxError } from './selection/selectionSyntaxError';

/**
 * The assets of a selection that can be materialized, as far as code locations load: maybe fewer than it means, maybe none.
 *
 * @throws DagsterFailure if the selection cannot be read.
 */
export function loadedScopeOf({ selection }: Pick<DagsterSpec, 'selection'>, graph: AssetGraph): Set<AssetKey> {
  return materializable(parse(selection), graph);
}

/**
 * The assets of an objective's selection that can be materialized. Today's membership applies to the whole window. Of code
 * locations that do not load the graph may hold the last known assets, see `provisionalScope`.
 *
 * @throws DagsterFailure if the selection cannot be read, selects nothing, or depends on a code location that does not load:
 *   what that one holds is unknown, so the objective is, never smaller.
 */
export function scopeOf({ selection }: Pick<DagsterSpec, 'selection'>, graph: AssetGraph): ReadonlySet<AssetKey> {
  const parsed = parse(selection);
  const unknown = brokenLocations(parsed, graph).filter(({ lastLoadedMs }) => lastLoadedMs === undefined);
  if (unknown.length > 0) {
    const [{ name, error }] = unknown;
    throw new DagsterFailure(
      'unavailable',
      `the code location ${name} does not load${error ? ` (${error})` : ''}, so nobody knows which assets it has`,
      'Mend the code location, or limit the selection to others with code_location:'
    );
  }
  const assets = materializable(parsed, graph);
  if (assets.size === 0) {
    throw new DagsterFailure(
      'badIndicator',
      `the selection ${selection} matches no asset that can be materialized`,
      'Correct the selection in the catalogue; Dagster’s asset catalogue takes the same syntax'
    );
  }
  return assets;
}

/** Why the scope may not be today's, if so: some of its assets are those that a code location held when it last loaded. */
export function provisionalScope({ selection }: Pick<DagsterSpec, 'selection'>, graph: AssetGraph): string | undefined {
  const [remembered, ...others] = brokenLocations(parse(selection), graph).flatMap(({ name, error, lastLoadedMs }) =>
    lastLoadedMs === undefined ? [] : { name, error, lastLoadedMs }
  );
  if (!remembered) {
    return undefined;
  }
  const { name, error, lastLoadedMs } = remembered;
  const more = others.length > 0 ? `, nor have ${others.map((other) => other.name).join(', ')}` : '';
  const why = error ? ` (${error})` : '';
  return `the code location ${name} has not loaded since ${instantInWords(lastLoadedMs)}${why}${more}; its assets are those of then`;
}

/** Code locations that do not load and from which the selection might select. */
function brokenLocations(selection: Selection, { codeLocations }: AssetGraph): CodeLocation[] {
  const needed = referencedCodeLocations(selection);
  return codeLocations.filter(({ name, loaded }) => !loaded && (needed === 'all' || needed.includes(name)));
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
      throw new DagsterFailure(
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
