import type { Objective } from '../../catalogue/objective';
import type { LineageAnswer, LineageAsset, LineageRequest } from '../contract';
import { DagsterFailure } from '../dagster/client/dagsterFailure';
import { lineageAssets } from '../dagster/lineage/lineageAssets';
import type { AssetKey } from '../dagster/model';
import { dagsterSpec, loadedScopeOf } from '../dagster/scope';
import { SourceError } from '../sourceError';
import { DEMO_GRAPH } from './demoGraph';
import { noise, seedOf } from './noise';
import { itemsOf } from './scenarios';

/** Runs of a day over a month; a SQLMesh attempt runs thrice a day. */
const RUNS = 30;
const ATTEMPTS = 90;

/** Share of failures beside the unstable sources, and of these. */
const USUALLY_FAILED = 0.02;
const OFTEN_FAILED = 0.3;

/**
 * The lineage of an objective's assets in the demo's asset graph, by the same rules as a real one: selections of an own catalogue
 * select in it too. Rejects with a SourceError where the selection cannot be read.
 */
export function demoLineage({ objective, direction, unstable, judging }: LineageRequest): LineageAnswer {
  const unstableKeys = new Set(unstable.flatMap((one) => [...scope(one)]));
  const stale = new Set(
    judging.filter(({ window }) => window.type === 'pointInTime').flatMap((one) => itemsOf(one).bad)
  );
  return {
    ...lineageAssets(
      { graph: DEMO_GRAPH, selected: scope(objective), unstable: unstableKeys, direction },
      {
        freshOf: (key) => !stale.has(key) && !(unstableKeys.has(key) && noise(seedOf(key), 4) < 0.4),
        reliabilityOf: (key) => reliabilityOf(key, unstableKeys.has(key)),
        urlOf: () => undefined,
      }
    ),
    notices: [],
    executed: [],
  };
}

function scope(objective: Objective): Set<AssetKey> {
  try {
    return loadedScopeOf(dagsterSpec(objective), DEMO_GRAPH);
  } catch (error) {
    if (error instanceof DagsterFailure) {
      const { kind, found, remedy } = error;
      throw new SourceError({ kind, objective, upstream: 'Dagster', found, remedy }, { cause: error });
    }
    throw error;
  }
}

/** All models of SQLMesh share their attempts. What nobody materializes has no events. */
function reliabilityOf(key: AssetKey, isUnstable: boolean): LineageAsset['reliability'] {
  const node = DEMO_GRAPH.nodes.get(key);
  if (!node?.isMaterializable) {
    return null;
  }
  const isModel = node.kinds.includes('sqlmesh');
  const total = isModel ? ATTEMPTS : RUNS;
  const most = isUnstable ? OFTEN_FAILED : USUALLY_FAILED;
  const bad = Math.round(total * most * noise(seedOf(isModel ? 'sqlmesh' : key), 3));
  return { good: total - bad, bad };
}
