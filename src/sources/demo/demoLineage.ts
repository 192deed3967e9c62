import { dagsterMeasure } from '../../catalogue/dagsterMeasure';
import type { Objective } from '../../catalogue/objective';
import type { LineageAnswer, LineageAsset, LineageRequest } from '../contract';
import { lineageAssets } from '../dagster/lineage/lineageAssets';
import type { AssetKey } from '../dagster/model';
import { dagsterSpec, loadedScopeOf } from '../dagster/scope';
import { SourceError } from '../sourceError';
import { DEMO_GRAPH } from './demoGraph';
import { noise, seedOf } from './noise';
import { itemsOf } from './scenarios';
import { UpstreamFailure } from '../upstreamFailure';

/** One run per day over a month, of an asset that has not failed. */
const RUNS = 30;

/** What an objective's events divide into, each asset with all of its events. */
type AssetEvents = ReadonlyArray<{ name: string; bad: number; total: number | null }>;

/**
 * The lineage of an objective's assets in the demo's asset graph, by the same rules as a real one: selections of an own catalogue
 * select in it too. Its reliability is that of `eventsOf`, which divides the events of an objective.
 *
 * @throws SourceError where the selection cannot be read.
 */
export function demoLineage(
  { objective, direction, unstable, judging }: LineageRequest,
  eventsOf: (objective: Objective) => AssetEvents
): LineageAnswer {
  const unstableKeys = new Set(unstable.flatMap((one) => [...scope(one)]));
  const stale = new Set(
    judging.filter(({ window }) => window.type === 'pointInTime').flatMap((one) => itemsOf(one).bad)
  );
  const judged = judging
    .filter((one) => dagsterMeasure(one) === 'materializations')
    .map((one) => ({ keys: scope(one), events: eventsOf(one) }));
  return {
    ...lineageAssets(
      { graph: DEMO_GRAPH, selected: scope(objective), unstable: unstableKeys, direction },
      {
        freshOf: (key) => !stale.has(key) && !(unstableKeys.has(key) && noise(seedOf(key), 4) < 0.4),
        reliabilityOf: (key) => {
          const events = judged.find(({ keys }) => keys.has(key))?.events;
          return events ? reliabilityOf(key, events) : null;
        },
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
    if (error instanceof UpstreamFailure) {
      const { kind, found, remedy } = error;
      throw new SourceError({ kind, objective, upstream: 'Dagster', found, remedy }, { cause: error });
    }
    throw error;
  }
}

/** All models of SQLMesh share their attempts, whether they fail or not. */
function reliabilityOf(key: AssetKey, events: AssetEvents): LineageAsset['reliability'] {
  const failed = events.find(({ name }) => name === key);
  const attempts = DEMO_GRAPH.nodes.get(key)?.kinds.includes('sqlmesh') ? events[0]?.total : undefined;
  const total = failed?.total ?? attempts ?? RUNS;
  const bad = failed?.bad ?? 0;
  return { good: total - bad, bad };
}
