import { DAY_MS } from '../../budget/durations';
import type { Measure, PrometheusSpec } from '../../catalogue/objective';
import { expand, TERM_LABEL } from './bucketQuery';

/** Queries for contributors over a window, cut into steps that every server answers. */
export interface ContributorsQuery {
  query: string;
  /** Width of a step; the window is a whole number of them. */
  stepMs: number;
}

/** Good, bad and total of each value of the group-by label; undefined where the queries cannot be told apart by it. */
export function contributorsQuery(measure: Measure<PrometheusSpec>, windowMs: number): ContributorsQuery | undefined {
  const stepMs = windowMs / Math.ceil(windowMs / DAY_MS);
  const term = (name: string, { grouped }: PrometheusSpec) =>
    grouped === undefined ? undefined : `label_replace(${expand(grouped, stepMs)}, "${TERM_LABEL}", "${name}", "", "")`;
  const terms =
    measure.shape === 'goodTotal'
      ? [term('good', measure.good), term('total', measure.total)]
      : measure.shape === 'badTotal'
        ? [term('bad', measure.bad), term('total', measure.total)]
        : [undefined];
  return terms.includes(undefined) ? undefined : { query: terms.join(' or '), stepMs };
}
