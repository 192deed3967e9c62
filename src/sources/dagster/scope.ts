import type { DagsterSpec, Objective } from '../../catalogue/objective';
import { DagsterFailure } from './client/dagsterFailure';
import type { AssetGraph, AssetKey } from './model';
import { evaluateSelection } from './selection/evaluateSelection';
import { parseSelection } from './selection/parseSelection';
import { referencedCodeLocations } from './selection/referencedCodeLocations';
import { SelectionSyntaxError } from './selection/selectionSyntaxError';

/**
 * The assets of an objective's selection that can be materialized. Today's membership applies to the whole window.
 *
 * @throws DagsterFailure if the selection cannot be read, selects nothing, or depends on a code location that does not load:
 *   what that one holds is unknown, so the objective is, never smaller.
 */
export function scopeOf({ selection }: Pick<DagsterSpec, 'selection'>, graph: AssetGraph): ReadonlySet<AssetKey> {
  const parsed = parse(selection);
  const needed = referencedCodeLocations(parsed);
  const broken = graph.codeLocations.filter(
    ({ name, loaded }) => !loaded && (needed === 'all' || needed.includes(name))
  );
  if (broken.length > 0) {
    const [{ name, error }] = broken;
    throw new DagsterFailure(
      'unavailable',
      `the code location ${name} does not load${error ? ` (${error})` : ''}, so nobody knows which assets it has`,
      'Mend the code location, or limit the selection to others with code_location:'
    );
  }
  const assets = new Set(
    [...evaluateSelection(parsed, graph)].filter((key) => graph.nodes.get(key)?.isMaterializable === true)
  );
  if (assets.size === 0) {
    throw new DagsterFailure(
      'badIndicator',
      `the selection ${selection} matches no asset that can be materialized`,
      'Correct the selection in the catalogue; Dagster’s asset catalogue takes the same syntax'
    );
  }
  return assets;
}

function parse(selection: DagsterSpec['selection']): ReturnType<typeof parseSelection> {
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
