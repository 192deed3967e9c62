import { HOUR_MS } from '../../budget/durations';
import { bucketsOf } from '../../budget/timeline';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { subtract } from '../../transport/intervals';
import { labelName } from '../../catalogue/promqlName';
import type { ContributorsAnswer, ContributorsRequest } from '../contract';
import { isDivisible } from './bucketQuery';
import type { Counting } from './counting';
import { cutRange } from './pieces';
import type { QueryApi } from './queryApi';
import { addedUp, readSumsByValue } from './sumsByValue';
import { toContributors } from './toContributors';
import { UpstreamFailure } from '../upstreamFailure';

/**
 * Good and bad events of each value of the objective's group-by label, over the stretches of the window that count, bucket
 * by bucket as the figure counts them. An objective without such a label, or whose queries cannot be split by it, has no
 * contributors and a notice that says why. Rejects as the query API does.
 */
export async function readContributors(
  api: QueryApi,
  measure: Measure<PrometheusSpec>,
  counting: Counting,
  { objective, fromMs, toMs, bucketMs = HOUR_MS, without = [] }: ContributorsRequest,
  signal: AbortSignal
): Promise<ContributorsAnswer> {
  const label = objective.policy.groupBy;
  if (label === undefined || !isDivisible(measure)) {
    return { contributors: [], notices: [{ severity: 'info', text: whyNone(measure, label) }], executed: [] };
  }
  const stretches = bucketsOf({ fromMs, toMs, bucketMs }).flatMap(({ stepMs, ...buckets }) =>
    subtract(buckets, without).flatMap((stretch) =>
      cutRange(stretch.fromMs, stretch.toMs, stepMs).map((piece) => ({ ...piece, stepMs }))
    )
  );
  const counted = await Promise.all(
    stretches.map((stretch) => readSumsByValue(api, measure, counting, stretch, label, signal))
  ).catch((error: unknown) =>
    Promise.reject(isRefused(error) && labelName(label) !== label ? quotedNames(error, label) : error)
  );
  const { contributors, notices } = toContributors(addedUp(counted.map(({ sums }) => sums)), label, measure);
  const incomplete = counted
    .flatMap(({ answers }) => answers.flatMap(({ partial }) => partial))
    .map((text) => ({
      severity: 'warning' as const,
      text: `Prometheus answered with incomplete data, contributors are incomplete: ${text}`,
    }));
  return { contributors, notices: [...notices, ...incomplete], executed: counted.flatMap(({ executed }) => executed) };
}

function isRefused(error: unknown): error is UpstreamFailure {
  return error instanceof UpstreamFailure && error.kind === 'refused';
}

function quotedNames(error: UpstreamFailure, label: string): UpstreamFailure {
  const remedy = `The label ${label} of error-budget/group-by has to be quoted, which only Prometheus 3 understands: name another one`;
  return new UpstreamFailure('refused', error.found, remedy, { cause: error });
}

function whyNone({ shape }: Measure<PrometheusSpec>, label: string | undefined): string {
  if (shape === 'raw') {
    return 'no contributors: the indicator is a raw ratio, which has no events to break down';
  }
  if (shape === 'threshold') {
    return 'no contributors: a threshold judges one value per minute, which has no parts';
  }
  return label === undefined
    ? 'no contributors: set the annotation error-budget/group-by to the label to break failures down by'
    : `no contributors: only queries of the form sum(…), and sums and differences of such, can be broken down by the label ${label}`;
}
