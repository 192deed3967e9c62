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
  const stepMs = wholeStepMs(windowMs);
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

/** The longest step, of a day at most, that cuts the window into equal parts and is a whole number of milliseconds, as PromQL's are. */
function wholeStepMs(windowMs: number): number {
  let steps = Math.ceil(windowMs / DAY_MS);
  while (windowMs % steps !== 0) {
    steps++;
  }
  return windowMs / steps;
}
