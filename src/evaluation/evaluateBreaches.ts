import { breachIntervals, breachPoints } from '../budget/breaches';
import { floorTo } from '../budget/durations';
import { TIER_STEP_MS } from '../budget/tiers';
import { windowBoundsOf } from '../budget/windowBounds';
import type { Objective } from '../catalogue/objective';
import { rulesOf, sourceOf, type Sources } from './evaluateObjective';
import { fullHours } from './instants';
import { readTimeline } from './readTimeline';
import type { ObjectiveBreaches } from './results';
import { answered } from './orFailed';

/** A stretch of time, and when it is looked at. Epoch milliseconds. */
export interface BreachRange {
  fromMs: number;
  toMs: number;
  nowMs: number;
}

/**
 * Breaches of one objective at the full hours of a range and at the last one before it, so that a breach that the range begins with
 * is known from there on. Point-in-time objectives have none, because their past is not recorded.
 * A failure of its source is part of the answer; only an abort and a defect of ours reject.
 */
export async function evaluateBreaches(
  objective: Objective,
  sources: Sources,
  { fromMs, toMs, nowMs }: BreachRange,
  signal: AbortSignal
): Promise<ObjectiveBreaches> {
  const { window } = objective;
  const { timesMs } = fullHours(floorTo(fromMs, TIER_STEP_MS.hour), Math.min(toMs, nowMs));
  if (window.type === 'pointInTime' || timesMs.length === 0) {
    return { objective, breaches: [], notices: [], executed: [] };
  }
  return answered(signal, { objective, breaches: [], notices: [], executed: [] }, async () => {
    const range = {
      earliestMs: windowBoundsOf(window)(timesMs[0]).startMs,
      latestMs: timesMs[timesMs.length - 1],
      nowMs,
    };
    const { timeline, notices, executed } = await readTimeline(objective, sourceOf(objective, sources), range, signal);
    const points = breachPoints(timeline, rulesOf(objective, window), timesMs);
    return { objective, breaches: breachIntervals(points), notices, executed };
  });
}
