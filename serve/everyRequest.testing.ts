import { DAY_MS, HOUR_MS } from '../src/budget/durations';
import { SERIES_FIGURES } from '../src/evaluation/results';
import type { EvaluationKind, EvaluationRequest } from '../src/evaluation/evaluations';

/** A request for each kind of evaluation, as of that instant. */
export function everyRequest(nowMs: number): { [Kind in EvaluationKind]: EvaluationRequest<Kind> } {
  const moment = { atMs: nowMs, nowMs };
  const range = { fromMs: nowMs - 7 * DAY_MS, toMs: nowMs, nowMs };
  return {
    objective: moment,
    series: { ...range, at: 'figures', figures: SERIES_FIGURES, lookbacksMs: [HOUR_MS, 6 * HOUR_MS] },
    alerts: moment,
    breaches: range,
    judgedBreaches: range,
    contributors: moment,
    freshness: { nowMs },
    partitions: { nowMs },
    lineage: { ...moment, direction: 'upstream' },
    outcomes: moment,
    state: { nowMs },
  };
}
