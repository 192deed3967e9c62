import type { Notice } from '../contract';
import type { Read } from './client/executed';
import type { AssetGraph, Run } from './model';
import { PlanReader } from './reliability/plannedProcesses';
import { runsOfUnknownJobs, vanishedAssets } from './reliability/vanishedAssets';
import type { RunHistory } from './runHistory';
import { isUpstreamFailure } from '../upstreamFailure';
import { firstInWords } from '../../budget/inWords';

/** One request's worth; jobs that materialize nothing are among them. */
const JOBS_ASKED = 20;
const ASSETS_NAMED = 5;

/**
 * Says which assets failed in the range that no objective counts, because they are no longer defined. Nothing while some
 * code location is unknown, whose assets only seem to have vanished. Where Dagster cannot be asked, it answers what is known.
 */
export async function readVanished(
  { runs, graph }: { runs: ReadonlyMap<string, Run>; graph: AssetGraph },
  history: RunHistory,
  range: { fromMs: number; toMs: number },
  signal: AbortSignal
): Promise<Read<Notice[]>> {
  if (graph.codeLocations.some(({ loaded, lastLoadedMs }) => !loaded && lastLoadedMs === undefined)) {
    return { value: [], executed: [] };
  }
  const plans = new PlanReader(graph);
  const known = { plans, details: history.knownDetails() };
  const unknown = runsOfUnknownJobs(runs.values(), known, range).slice(0, JOBS_ASKED);
  const { value: details, executed } = await detailsOf(unknown, history, signal);
  const { runs: failed, assets } = vanishedAssets(runs.values(), { plans, details }, graph, range);
  return { value: failed > 0 ? [vanished(failed, [...assets])] : [], executed };
}

async function detailsOf(
  wanted: Run[],
  history: RunHistory,
  signal: AbortSignal
): ReturnType<RunHistory['readDetails']> {
  try {
    return await history.readDetails(wanted, signal);
  } catch (error) {
    if (isUpstreamFailure(error)) {
      return { value: history.knownDetails(), executed: [] };
    }
    throw error;
  }
}

function vanished(failed: number, assets: Array<[asset: string, runs: number]>): Notice {
  const named = assets.sort(([, a], [, b]) => b - a).map(([asset]) => asset);
  const runs = failed === 1 ? '1 failed run is' : `${failed} failed runs are`;
  const text =
    `${runs} in no objective's scope, because the assets that they planned are no longer defined: ` +
    firstInWords(named, ASSETS_NAMED);
  return { severity: 'warning', text };
}
