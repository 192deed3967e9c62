import { sumsOver } from '../budget/timeline';
import type { Objective } from '../catalogue/objective';
import { eachOutcome, type Source } from '../sources/contract';
import { readTiers, timelineOf } from './readTimeline';
import type { OutcomeSums } from './results';

/** The window of a row that has been evaluated, in epoch milliseconds. */
interface EvaluatedWindow {
  windowStartMs: number;
  asOfMs: number;
  nowMs: number;
}

/** What became of an objective's queries over a window: the same buckets, exclusions and probe as its status. */
export async function outcomeSums(
  objective: Objective,
  source: Source,
  { windowStartMs, asOfMs, nowMs }: EvaluatedWindow,
  signal: AbortSignal
): Promise<OutcomeSums> {
  const range = { earliestMs: windowStartMs, latestMs: asOfMs, nowMs };
  const { hour, fiveMinutes } = await readTiers('outcomes', objective, source, range, signal);
  const sums = eachOutcome((outcome) => {
    // Queries with one outcome instead of good events, so that windows and exclusions apply as they always do.
    const timeline = timelineOf(objective, {
      hour: { ...hour.counts, good: hour.outcomes[outcome] },
      fiveMinutes: fiveMinutes && { ...fiveMinutes.counts, good: fiveMinutes.outcomes[outcome] },
    });
    return sumsOver(timeline, windowStartMs, asOfMs);
  });
  return { ...eachOutcome((outcome) => sums[outcome].good), total: sums.finished.total };
}

/** Whether a source reports outcomes of the objective's queries. */
export function tellsOutcomes({ indicator }: Objective, source: Source): boolean {
  return (
    source.kinds.has('outcomes') &&
    indicator.source === 'Trino' &&
    indicator.measure.shape === 'raw' &&
    indicator.measure.raw.history.kind !== 'counters'
  );
}
