import type { Objective } from '../catalogue/objective';
import type { CountsRequest, Notice, Source } from '../sources/contract';
import { orFailed } from './orFailed';

/** Whether the service of an objective was up, as the availability probe of the same service saw it. */
export interface Probed {
  /** Share of each bucket's probes that succeeded; 1 where there were none. */
  up: Float64Array;
  notices: Notice[];
}

/** The availability objective that shows when the service of a Trino objective was down. */
export function probeOf({ indicator }: Objective): Objective | undefined {
  return indicator.source === 'Trino' ? indicator.probe : undefined;
}

/**
 * Reads a probe over the buckets of the request. Time without a probe counts as up, and a probe that cannot be
 * read, or whose upstream this installation does not have, says so in a notice.
 */
export async function readProbe(
  probe: Objective,
  source: Source | undefined,
  { stepMs, fromMs, toMs, nowMs }: Omit<CountsRequest, 'objective'>,
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
  return orFailed(
    signal,
    async () => {
      const { counts } = await source.read('counts', { objective: probe, stepMs, fromMs, toMs, nowMs }, signal);
      return { up: counts.total.map((total, i) => (total > 0 ? Math.min(1, counts.good[i] / total) : 1)), notices: [] };
    },
    (error) => unknown(error.message)
  );
}
