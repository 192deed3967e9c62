import type { Evaluation } from '../budget/evaluate';
import { unobservedCounts } from '../budget/eventCounts';
import { excludedBuckets } from '../budget/exclusions';
import { bucketsOf, type BucketRange } from '../budget/timeline';
import type { Objective } from '../catalogue/objective';
import type { ContributorsRequest, Notice } from '../sources/contract';
import type { Sources } from './evaluateObjective';
import { distinct } from './readTimeline';
import { probeOf, readProbe } from './serviceProbe';

export interface UncountedTime {
  /** Ascending, apart from each other, and made of whole buckets of the figure. */
  without: NonNullable<ContributorsRequest['without']>;
  notices: Notice[];
}

/**
 * The parts of an evaluation's time that do not count in its figures: planned maintenance, and the buckets in which
 * the probe of the service was down. Only parts of the same events are shares of them. Rejects with the signal's reason.
 */
export async function uncountedTime(
  objective: Objective,
  { countedFromMs, asOfMs, bucketMs }: Pick<Evaluation, 'countedFromMs' | 'asOfMs' | 'bucketMs'>,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<UncountedTime> {
  const probe = probeOf(objective);
  const parts = await Promise.all(
    bucketsOf({ fromMs: countedFromMs, toMs: asOfMs, bucketMs }).map(async (buckets) => {
      const { fromMs, toMs, stepMs } = buckets;
      const excluded = excludedBuckets(unobservedCounts(fromMs, toMs, stepMs), objective.policy.exclusions);
      const probed = probe && (await readProbe(probe, sources[probe.indicator.source], { ...buckets, nowMs }, signal));
      const isOut = (i: number) => excluded[i] === 1 || probed?.up[i] === 0;
      return { stretches: stretchesOf(buckets, isOut), notices: probed?.notices ?? [] };
    })
  );
  return {
    without: joined(parts.flatMap(({ stretches }) => stretches)),
    notices: distinct(parts.flatMap(({ notices }) => notices)),
  };
}

function stretchesOf({ fromMs, toMs, stepMs }: BucketRange, isOut: (index: number) => boolean) {
  const stretches = [];
  for (let startMs = fromMs, i = 0; startMs < toMs; startMs += stepMs, i++) {
    if (isOut(i)) {
      stretches.push({ fromMs: startMs, toMs: startMs + stepMs });
    }
  }
  return joined(stretches);
}

/** Ascending stretches, those that touch made one. */
function joined(stretches: UncountedTime['without']): Array<{ fromMs: number; toMs: number }> {
  const apart: Array<{ fromMs: number; toMs: number }> = [];
  for (const stretch of stretches) {
    const last = apart.at(-1);
    if (last?.toMs === stretch.fromMs) {
      last.toMs = stretch.toMs;
    } else {
      apart.push({ ...stretch });
    }
  }
  return apart;
}
