import type { DagsterSpec, Objective } from '../../catalogue/objective';
import { TransportError } from '../../transport/transportError';
import type { LineageAnswer, LineageAsset, LineageRequest, Notice } from '../contract';
import { assetUrl } from './client/deepLinks';
import { executedTexts } from './client/executed';
import type { JudgedAssets } from './judgedAssets';
import type { KnownAssets } from './knownAssets';
import { lineageAssets, lineageKeys } from './lineage/lineageAssets';
import type { AssetGraph, AssetKey } from './model';
import { perAsset } from './reliability/perAsset';
import type { JudgedRuns } from './reliability/judgedRuns';
import { dagsterSpec, loadedScopeOf, scopeOf } from './scope';
import { isUpstreamFailure, type UpstreamFailure } from '../upstreamFailure';

/** What a lineage is put together from: reads that the other panels of a dashboard share. */
export interface LineageReads {
  known: Pick<KnownAssets, 'readLoaded'>;
  assets: Pick<JudgedAssets, 'readFreshness' | 'readFreshnessOfOthers'>;
  runs: Pick<JudgedRuns, 'readEvents'>;
}

/** What one lineage reads, and when. */
interface Reading extends LineageReads {
  objective: Objective;
  judging: readonly Objective[];
  graph: AssetGraph;
  nowMs: number;
  signal: AbortSignal;
}

/** Figures of assets that one or several objectives judge, and what could not be had. */
interface Found<Figure> {
  figures: Map<AssetKey, Figure>;
  notices: Notice[];
  executed: string[];
}

/**
 * The lineage of an objective's assets. A code location that does not load makes it smaller, never refuses it: whatever
 * derives from what that one defines ends unresolved, and a notice says so. An objective whose figures cannot be had costs
 * them and nothing else. Rejects with a UpstreamFailure or a TransportError.
 */
export async function readLineage(
  { objective, direction, unstable, judging, fromMs, toMs, nowMs }: LineageRequest,
  reads: LineageReads,
  pageUrl: string | undefined,
  signal: AbortSignal
): Promise<LineageAnswer> {
  const { value: graph, executed } = await reads.known.readLoaded(nowMs, signal);
  const spec = dagsterSpec(objective);
  const loaded = loadedScopeOf(spec, graph);
  const facts = {
    graph,
    selected: loaded.size > 0 ? loaded : scopeOf(spec, graph),
    unstable: new Set(unstable.flatMap((one) => [...loadedScopeOf(dagsterSpec(one), graph)])),
    direction,
  };
  const keys = lineageKeys(facts).filter((key) => graph.nodes.get(key)?.isMaterializable);
  const reading: Reading = { ...reads, objective, judging, graph, nowMs, signal };
  const [fresh, reliability] = await Promise.all([
    freshnessOf(keys, reading),
    reliabilityOf(keys, { fromMs, toMs }, reading),
  ]);
  return {
    ...lineageAssets(facts, {
      freshOf: (key) => fresh.figures.get(key) ?? null,
      reliabilityOf: (key) => reliability.figures.get(key) ?? null,
      urlOf: (key) => (pageUrl ? assetUrl(pageUrl, key) : undefined),
    }),
    notices: [...brokenLocations(graph), ...fresh.notices, ...reliability.notices],
    executed: [...new Set([...executedTexts(executed), ...fresh.executed, ...reliability.executed])],
  };
}

async function freshnessOf(keys: AssetKey[], reading: Reading): Promise<Found<boolean>> {
  const { assets, objective, graph, nowMs, signal } = reading;
  const judged = await judgedBy(coveringObjectives(keys, 'freshness', reading), signal, async (one) => {
    const { value, executed } = await assets.readFreshness(one, nowMs, signal);
    return { figures: new Map(value.map(({ asset, fresh }) => [asset, fresh])), executed: executedTexts(executed) };
  });
  const others = keys.filter((key) => !judged.figures.has(key));
  if (others.length === 0) {
    return judged;
  }
  const { value, executed } = await assets.readFreshnessOfOthers(objective, graph, others, nowMs, signal);
  value.forEach(({ asset, fresh }) => judged.figures.set(asset, fresh));
  // A failure that cost nothing is no news: the read of the others has made up for it.
  return { ...judged, notices: [], executed: [...judged.executed, ...executedTexts(executed)] };
}

function reliabilityOf(
  keys: AssetKey[],
  range: { fromMs: number; toMs: number },
  reading: Reading
): Promise<Found<NonNullable<LineageAsset['reliability']>>> {
  const { runs, nowMs, signal } = reading;
  return judgedBy(coveringObjectives(keys, 'materializations', reading), signal, async (one) => {
    const { events, executed } = await runs.readEvents(one, range.fromMs, nowMs, signal);
    const figures = [...perAsset(events, range)].flatMap(([key, { good, bad }]) =>
      good + bad > 0 ? [[key, { good, bad }] as const] : []
    );
    return { figures: new Map(figures), executed };
  });
}

/** Objectives of that measure with at least one of the assets in their scope. */
function coveringObjectives(
  keys: readonly AssetKey[],
  measure: DagsterSpec['measure'],
  { judging, graph }: Pick<Reading, 'judging' | 'graph'>
): Objective[] {
  return judging.filter((objective) => {
    const spec = dagsterSpec(objective);
    if (spec.measure !== measure) {
      return false;
    }
    const scope = loadedScopeOf(spec, graph);
    return keys.some((key) => scope.has(key));
  });
}

async function judgedBy<Figure>(
  objectives: readonly Objective[],
  signal: AbortSignal,
  judge: (objective: Objective) => Promise<Pick<Found<Figure>, 'figures' | 'executed'>>
): Promise<Found<Figure>> {
  const parts = await Promise.all(
    objectives.map(async (objective): Promise<Found<Figure>> => {
      try {
        return { ...(await judge(objective)), notices: [] };
      } catch (error) {
        signal.throwIfAborted();
        if (isUpstreamFailure(error)) {
          return { figures: new Map(), notices: [withoutFigures(objective, error)], executed: [] };
        }
        throw error;
      }
    })
  );
  const figures = new Map<AssetKey, Figure>();
  for (const part of parts) {
    part.figures.forEach((figure, key) => figures.has(key) || figures.set(key, figure));
  }
  return {
    figures,
    notices: parts.flatMap(({ notices }) => notices),
    executed: parts.flatMap(({ executed }) => executed),
  };
}

function withoutFigures({ displayName }: Objective, error: UpstreamFailure | TransportError): Notice {
  return { severity: 'warning', text: `no figures of ${displayName} in the lineage: ${error.message}` };
}

function brokenLocations({ codeLocations }: AssetGraph): Notice[] {
  return codeLocations
    .filter(({ loaded }) => !loaded)
    .map(({ name, error }) => ({
      severity: 'warning',
      text:
        `the code location ${name} does not load${error ? ` (${error})` : ''}: its assets are missing from the lineage, ` +
        'and what derives from them has an unresolved source',
    }));
}
