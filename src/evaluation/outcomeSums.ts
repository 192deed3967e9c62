import { sumsOver } from '../budget/timeline';
import type { Objective } from '../catalogue/objective';
import type { OutcomesAnswer, QueryOutcome, Source } from '../sources/contract';
import { readTimeline } from './readTimeline';
import type { OutcomeSums } from './results';

type ReadOutcomes = NonNullable<Source['readOutcomes']>;

const OUTCOMES: readonly QueryOutcome[] = ['finished', 'userErrors', 'unexpected', 'ignored', 'abandoned', 'killed'];

/** The window of a row that has been evaluated, in epoch milliseconds. */
interface EvaluatedWindow {
  windowStartMs: number;
  asOfMs: number;
  nowMs: number;
}

/** What became of an objective's queries over a window: the same buckets, exclusions and probe as its status. */
export async function outcomeSums(
  objective: Objective,
  source: Source & { readOutcomes: ReadOutcomes },
  { windowStartMs, asOfMs, nowMs }: EvaluatedWindow,
  signal: AbortSignal
): Promise<OutcomeSums> {
  const range = { earliestMs: windowStartMs, latestMs: asOfMs, nowMs };
  const read = oncePerTier(source);
  const [finished, ...others] = await Promise.all(
    OUTCOMES.map(async (outcome) => {
      const { timeline } = await readTimeline(objective, counting(outcome, source.type, read), range, signal);
      return sumsOver(timeline, windowStartMs, asOfMs);
    })
  );
  const [userErrors, unexpected, ignored, abandoned, killed] = others.map(({ good }) => good);
  return { finished: finished.good, total: finished.total, userErrors, unexpected, ignored, abandoned, killed };
}

/** Whether a source tells outcomes of the objective's queries. */
export function tellsOutcomes(
  { indicator }: Objective,
  source: Source
): source is Source & { readOutcomes: ReadOutcomes } {
  return (
    source.readOutcomes !== undefined &&
    indicator.source === 'Trino' &&
    indicator.measure.shape === 'raw' &&
    indicator.measure.raw.history.kind !== 'counters'
  );
}

/** All outcomes come with one answer. */
function oncePerTier(source: Source & { readOutcomes: ReadOutcomes }): ReadOutcomes {
  const answers = new Map<number, Promise<OutcomesAnswer>>();
  return (request, signal) => {
    const answer = answers.get(request.stepMs) ?? source.readOutcomes(request, signal);
    answers.set(request.stepMs, answer);
    return answer;
  };
}

/** A source whose good events are the queries with one outcome, so that windows and exclusions apply as they always do. */
function counting(outcome: QueryOutcome, type: Source['type'], read: ReadOutcomes): Source {
  return {
    type,
    async readCounts(request, signal) {
      const { counts, outcomes, notices, executed } = await read(request, signal);
      return { counts: { ...counts, good: outcomes[outcome] }, notices, executed };
    },
  };
}
