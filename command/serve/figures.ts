import { consecutiveBad } from '../../src/budget/consecutiveBad';
import { absenceIn } from '../../src/budget/coverage';
import { DAY_MS } from '../../src/budget/durations';
import { evaluate, type Evaluation } from '../../src/budget/evaluate';
import { lastEventMs } from '../../src/budget/lastEvent';
import { measuredBudget } from '../../src/budget/measuredBudget';
import type { JudgedItems } from '../../src/budget/pointInTime';
import { badEvents } from '../../src/budget/sli';
import { sumsOver, type Timeline } from '../../src/budget/timeline';
import { windowBoundsOf, type BudgetWindow } from '../../src/budget/windowBounds';
import type { Objective } from '../../src/catalogue/objective';
import { urgentPolicyOf } from '../../src/evaluation/alertPolicy';
import {
  evaluateObjective,
  refuseImpossible,
  rulesOf,
  sourceOf,
  type Sources,
} from '../../src/evaluation/evaluateObjective';
import { readTimeline } from '../../src/evaluation/readTimeline';
import { lookbacksOf } from './lookbacks';

/** What is exposed of one objective. */
export type ObjectiveFigures = EventFigures | ItemFigures;

export interface EventFigures {
  kind: 'events';
  objective: Objective;
  evaluation: Evaluation;
  windows: WindowEvents[];
  /** Epoch milliseconds, to the end of its bucket; 0: there was none as far back as it was looked for; absent: unknown. */
  lastEventMs?: number;
  consecutiveBad: number;
  /** Events that the budget of a window holds at the traffic of the last 72 h; absent where there is nothing to count. */
  measuredBudget?: number;
}

export interface ItemFigures {
  kind: 'items';
  objective: Objective;
  judged: JudgedItems;
}

/** Sums of one window that was observed for 10 % or more. */
export interface WindowEvents {
  window: { kind: 'lookback'; lookbackMs: number } | { kind: 'calendarPeriod' };
  good: number;
  bad: number;
  total: number;
}

/**
 * Reads and judges one objective as of now, by the engine of the dashboards. Rejects with a SourceError where its source
 * fails, and when aborted.
 */
export async function readFigures(
  objective: Objective,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<ObjectiveFigures> {
  const { window } = objective;
  if (window.type !== 'pointInTime') {
    return readEvents(objective, window, sources, nowMs, signal);
  }
  const row = await evaluateObjective(objective, sources, { atMs: nowMs, nowMs }, signal);
  switch (row.kind) {
    case 'items':
      return { kind: 'items', objective, judged: row.judged };
    case 'failed':
      throw row.error;
    case 'events':
      throw new Error(`${objective.id} is judged at a point in time, yet events were counted`);
  }
}

async function readEvents(
  objective: Objective,
  window: BudgetWindow,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<EventFigures> {
  const lookbacksMs = lookbacksOf(objective);
  const earliestMs = Math.min(
    windowBoundsOf(window)(nowMs).startMs,
    nowMs - Math.max(...lookbacksMs, lastEventSoughtMs(objective))
  );
  const range = { earliestMs, latestMs: nowMs, nowMs };
  const { timeline } = await readTimeline(objective, sourceOf(objective, sources), range, signal);
  const evaluation = evaluate(timeline, rulesOf(objective, window), nowMs);
  refuseImpossible(objective, evaluation.indicatorError);
  const { asOfMs, windowStartMs } = evaluation;
  const { singleEvents } = urgentPolicyOf(objective);
  return {
    kind: 'events',
    objective,
    evaluation,
    windows: [
      ...lookbacksMs.flatMap((lookbackMs) =>
        eventsSince(timeline, asOfMs - lookbackMs, asOfMs, { kind: 'lookback', lookbackMs })
      ),
      ...(window.type === 'rolling' ? [] : eventsSince(timeline, windowStartMs, asOfMs, { kind: 'calendarPeriod' })),
    ],
    lastEventMs: lastEvent(timeline, earliestMs, asOfMs),
    consecutiveBad: consecutiveBad(timeline),
    measuredBudget: singleEvents && measuredBudget(timeline, objective.target, singleEvents.windowMs, asOfMs),
  };
}

/** "Nothing ran" is said after twice the expected time: the last event must still be in sight then. */
function lastEventSoughtMs({ policy }: Objective): number {
  return policy.expectedEveryMs === undefined ? 0 : 2 * policy.expectedEveryMs + DAY_MS;
}

/** Empty where too little was observed: sums of what was not observed would read as no events. */
function eventsSince(timeline: Timeline, fromMs: number, toMs: number, window: WindowEvents['window']): WindowEvents[] {
  const sums = sumsOver(timeline, fromMs, toMs);
  const { good, total } = sums;
  return absenceIn(sums) === 'tooLittleObserved' ? [] : [{ window, good, total, bad: badEvents(good, total) }];
}

/** What ran during planned maintenance ran. */
function lastEvent(timeline: Timeline, earliestMs: number, asOfMs: number): number | undefined {
  const everything = timeline.withoutExclusions ?? timeline;
  const last = lastEventMs(everything);
  return last === undefined && absenceIn(sumsOver(everything, earliestMs, asOfMs)) === 'noEvents' ? 0 : last;
}
