import { DAY_MS, floorTo } from '../budget/durations';
import { TIER_STEP_MS } from '../budget/tiers';
import { windowBoundsOf } from '../budget/windowBounds';
import type { Objective, SourceType } from '../catalogue/objective';
import type { LineageRequest, Notice } from '../sources/contract';
import { sourceOf, type Moment, type Sources } from './evaluateObjective';
import { pendingLineage, type ObjectiveLineage } from './results';
import { answered } from './orFailed';

/** Reliability beside an objective that is judged at a point in time. */
const REFERENCE_WINDOW_MS = 30 * DAY_MS;

/**
 * The lineage of an objective's assets with freshness as it is now and reliability over the objective's window. Every objective
 * of the catalogue on the same upstream helps to judge the assets; those whose data the catalogue calls unstable are looked
 * for behind each of them. Only an abort and a defect of ours reject; a source that fails, or that has no assets, becomes
 * part of the answer.
 */
export async function evaluateLineage(
  objective: Objective,
  direction: LineageRequest['direction'],
  catalogue: { objectives: readonly Objective[] },
  sources: Sources,
  { atMs, nowMs }: Moment,
  signal: AbortSignal
): Promise<ObjectiveLineage> {
  const pending = pendingLineage(objective, direction);
  const { source: upstream } = objective.indicator;
  const without = { ...pending, notices: [noLineage(upstream)] };
  if (upstream !== 'Dagster') {
    return without;
  }
  return answered(signal, pending, async () => {
    const source = sourceOf(objective, sources);
    if (!source.kinds.has('lineage')) {
      return without;
    }
    const judging = catalogue.objectives.filter(({ indicator }) => indicator.source === upstream);
    const toMs = floorTo(atMs, TIER_STEP_MS.fiveMinutes);
    const request: LineageRequest = {
      objective,
      direction,
      unstable: judging.filter(({ policy }) => policy.data === 'unstable'),
      judging,
      fromMs: windowStartMs(objective, toMs),
      toMs,
      nowMs,
    };
    return { ...pending, ...(await source.read('lineage', request, signal)) };
  });
}

function noLineage(upstream: SourceType): Notice {
  return { severity: 'info', text: `${upstream} has no assets that derive from others` };
}

function windowStartMs({ window }: Objective, toMs: number): number {
  return window.type === 'pointInTime' ? toMs - REFERENCE_WINDOW_MS : windowBoundsOf(window)(toMs).startMs;
}
