import type { EventCounts } from '../budget/eventCounts';
import type { Objective } from '../catalogue/objective';
import type { CountsAnswer, CountsRequest, Notice, OutcomesAnswer, Source } from '../sources/contract';
import { SourceError } from '../sources/sourceError';

/**
 * A source that knows nothing of the time in which the probe of the same service was down: a coordinator that is down
 * records no failures, so its silence is no success. A bucket's coverage shrinks to the share in which the probe was up;
 * where that is none, its events leave too. Where nobody probed, nothing changes, and a probe that cannot be read, or whose
 * upstream this installation does not have, masks nothing and gives a notice.
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

interface Probed {
  /** Share of each bucket's probes that succeeded; 1 where there were none. */
  up: Float64Array;
  notices: Notice[];
}

async function readProbe(
  probe: Objective,
  source: Source | undefined,
  { stepMs, fromMs, toMs, nowMs }: CountsRequest,
  signal: AbortSignal
): Promise<Probed> {
  const unknown = (why: string): Probed => ({
    up: new Float64Array((toMs - fromMs) / stepMs).fill(1),
    notices: [
      {
        severity: 'warning',
        text: `Whether the service was up is unknown, so outages may count as quiet hours: ${why}`,
      },
    ],
  });
  if (source === undefined) {
    return unknown(`its probe ${probe.displayName} needs ${probe.indicator.source}, which is not configured`);
  }
  try {
    const { counts } = await source.readCounts({ objective: probe, stepMs, fromMs, toMs, nowMs }, signal);
    return { up: counts.total.map((total, i) => (total > 0 ? Math.min(1, counts.good[i] / total) : 1)), notices: [] };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError) {
      return unknown(error.message);
    }
    throw error;
  }
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
