import type { EventCounts } from '../budget/eventCounts';
import type { Objective } from '../catalogue/objective';
import type { CountsAnswer, CountsRequest, OutcomesAnswer, Source } from '../sources/contract';
import { readProbe } from './serviceProbe';

/**
 * A source that knows nothing of the time in which the probe of the same service was down: a coordinator that is down
 * records no failures, so its silence is no success. A bucket's coverage shrinks to the share in which the probe was up;
 * where that is none, its events leave too. Contributors are asked for without that time (`uncountedTime`).
 */
export function whileProbed(source: Source, probe: Objective, probeSource: Source | undefined): Source {
  const masked = async <Answer extends CountsAnswer>(
    request: CountsRequest,
    signal: AbortSignal,
    answer: Promise<Answer>
  ) => {
    const [found, probed] = await Promise.all([answer, readProbe(probe, probeSource, request, signal)]);
    return { found, ...probed };
  };
  return {
    type: source.type,
    async readCounts(request, signal): Promise<CountsAnswer> {
      const { found, up, notices } = await masked(request, signal, source.readCounts(request, signal));
      return {
        ...found,
        counts: onlyWhileUp(found.counts, up),
        notices: [...found.notices, ...notices],
      };
    },
    readOutcomes:
      source.readOutcomes &&
      (async (request, signal): Promise<OutcomesAnswer> => {
        const answer = source.readOutcomes?.(request, signal) ?? Promise.reject(new TypeError('no outcomes'));
        const { found, up, notices } = await masked(request, signal, answer);
        const { finished, userErrors, unexpected, ignored, abandoned, killed } = found.outcomes;
        return {
          ...found,
          counts: onlyWhileUp(found.counts, up),
          outcomes: {
            finished: whereUp(finished, up),
            userErrors: whereUp(userErrors, up),
            unexpected: whereUp(unexpected, up),
            ignored: whereUp(ignored, up),
            abandoned: whereUp(abandoned, up),
            killed: whereUp(killed, up),
          },
          notices: [...found.notices, ...notices],
        };
      }),
    readContributors: source.readContributors?.bind(source),
    readState: source.readState?.bind(source),
  };
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
