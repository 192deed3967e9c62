import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { subtract } from '../../transport/intervals';
import type { ContributorsAnswer, ContributorsRequest } from '../contract';
import { contributorsQuery } from './contributorsQuery';
import { cutRange } from './pieces';
import type { QueryApi } from './queryApi';
import { toContributors } from './toContributors';

/**
 * Good and bad events of each value of the objective's group-by label, over the stretches of the window that count. An objective without such a label, or whose queries
 * cannot be told apart by it, has no contributors and a notice that says why. Rejects as the query API does.
 */
export async function readContributors(
  api: QueryApi,
  measure: Measure<PrometheusSpec>,
  { objective, fromMs, toMs, without = [] }: ContributorsRequest,
  signal: AbortSignal
): Promise<ContributorsAnswer> {
  const label = objective.policy.groupBy;
  if (label === undefined || contributorsQuery(measure, toMs - fromMs) === undefined) {
    return { contributors: [], notices: [{ severity: 'info', text: whyNone(label) }], executed: [] };
  }
  const counted = subtract({ fromMs, toMs }, without).flatMap((stretch) => {
    const asked = contributorsQuery(measure, stretch.toMs - stretch.fromMs);
    return asked ? [{ ...stretch, ...asked }] : [];
  });
  const answers = await Promise.all(
    counted.flatMap(({ query, stepMs, ...stretch }) =>
      cutRange(stretch.fromMs, stretch.toMs, stepMs).map((piece) => api.queryBuckets(query, piece, stepMs, signal))
    )
  );
  const contributors = toContributors(
    answers.flatMap(({ series }) => series),
    label
  );
  const notices = answers.flatMap(({ partial }) =>
    partial.map((text) => ({
      severity: 'warning' as const,
      text: `Prometheus answered with incomplete data, contributors are incomplete: ${text}`,
    }))
  );
  const executed = counted.map(({ query, stepMs }) => `# contributors by ${label}, every ${stepMs / 1000} s\n${query}`);
  return { contributors, notices, executed };
}

function whyNone(label: string | undefined): string {
  return label === undefined
    ? 'no contributors: set the annotation error-budget/group-by to the label that tells them apart'
    : `no contributors: only queries of the form sum(…) can be told apart by the label ${label}`;
}
