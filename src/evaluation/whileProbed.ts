import type { EventCounts } from '../budget/eventCounts';
import type { Objective } from '../catalogue/objective';
import {
  type AnswerOf,
  type CountsAnswer,
  type CountsRequest,
  eachOutcome,
  type OutcomesAnswer,
  type ReadingKind,
  type RequestOf,
  type Source,
} from '../sources/contract';
import { readProbe } from './serviceProbe';

/**
 * A source that has no data for the time in which the probe of the same service was down: a coordinator that is down
 * records no failures, so its silence is no success. A bucket's coverage shrinks to the share in which the probe was up;
 * where that is none, its events leave too. Contributors are asked for without that time (`uncountedTime`).
 */
export function whileProbed(source: Source, probe: Objective, probeSource: Source | undefined): Source {
  const masks: { [Kind in ReadingKind]?: Mask<Kind> } = {
    counts: masked(onlyCountsWhileUp),
    outcomes: masked(onlyOutcomesWhileUp),
  };
  return {
    type: source.type,
    kinds: source.kinds,
    read<Kind extends ReadingKind>(kind: Kind, request: RequestOf<Kind>, signal: AbortSignal) {
      const mask: Mask<Kind> | undefined = masks[kind];
      const answer = source.read(kind, request, signal);
      return mask ? mask(request, answer, signal) : answer;
    },
  };

  function masked<Answer extends CountsAnswer | OutcomesAnswer>(
    onlyWhileUp: (answer: Answer, up: Float64Array) => Answer
  ) {
    return async (request: CountsRequest, answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> => {
      const [found, { up, notices }] = await Promise.all([answer, readProbe(probe, probeSource, request, signal)]);
      return { ...onlyWhileUp(found, up), notices: [...found.notices, ...notices] };
    };
  }
}

type Mask<Kind extends ReadingKind> = (
  request: RequestOf<Kind>,
  answer: Promise<AnswerOf<Kind>>,
  signal: AbortSignal
) => Promise<AnswerOf<Kind>>;

function onlyCountsWhileUp(answer: CountsAnswer, up: Float64Array): CountsAnswer {
  return { ...answer, counts: onlyWhileUp(answer.counts, up) };
}

function onlyOutcomesWhileUp(answer: OutcomesAnswer, up: Float64Array): OutcomesAnswer {
  const outcomes = eachOutcome((outcome) => whereUp(answer.outcomes[outcome], up));
  return { ...answer, counts: onlyWhileUp(answer.counts, up), outcomes };
}

function onlyWhileUp(counts: EventCounts, up: Float64Array): EventCounts {
  return {
    ...counts,
    good: whereUp(counts.good, up),
    total: whereUp(counts.total, up),
    coverage: counts.coverage.map((coverage, i) => coverage * up[i]),
  };
}

function whereUp(values: Float64Array, up: Float64Array): Float64Array {
  return values.map((value, i) => (up[i] > 0 ? value : 0));
}
