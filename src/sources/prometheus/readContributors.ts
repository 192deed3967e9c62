import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import type { ContributorsAnswer, ContributorsRequest } from '../contract';
import { contributorsQuery } from './contributorsQuery';
import { cutRange } from './pieces';
import type { QueryApi } from './queryApi';
import { toContributors } from './toContributors';

/**
 * Good and bad events of each value of the objective's group-by label. An objective without such a label, or whose queries
 * cannot be told apart by it, has no contributors and a notice that says why. Rejects as the query API does.
 */
export async function readContributors(
  api: QueryApi,
  measure: Measure<PrometheusSpec>,
  { objective, fromMs, toMs }: ContributorsRequest,
  signal: AbortSignal
): Promise<ContributorsAnswer> {
  const label = objective.policy.groupBy;
  const asked = label === undefined ? undefined : contributorsQuery(measure, toMs - fromMs);
  if (label === undefined || asked === undefined) {
    return { contributors: [], notices: [{ severity: 'info', text: whyNone(label) }], executed: [] };
  }
  const { query, stepMs } = asked;
  const answers = await Promise.all(
    cutRange(fromMs, toMs, stepMs).map((piece) => api.queryBuckets(query, piece, stepMs, signal))
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
  return { contributors, notices, executed: [`# contributors by ${label}, every ${stepMs / 1000} s\n${query}`] };
}

function whyNone(label: string | undefined): string {
  return label === undefined
    ? 'no contributors: set the annotation error-budget/group-by to the label that tells them apart'
    : `no contributors: only queries of the form sum(…) can be told apart by the label ${label}`;
}
