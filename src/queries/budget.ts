import type { DataFrame } from '@grafana/data';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { seriesFrame, TIME_FIELD } from '../frames/seriesFrame';
import { SHARE } from '../frames/units';
import { explainNoBudget } from '../frames/whatIsMissing';
import { defineQuery, evaluateOverTime, type SeriesAnswer } from './defineQuery';
import { scopeInWords } from '../catalogue/objectiveInWords';

/** Names of the `budget` frame's fields beside the time. */
const BUDGET_FIELDS = { remaining: 'Budget remaining' } as const;

export const budgetQuery = defineQuery<SeriesAnswer<'remaining'>>({
  label: 'Budget remaining',
  help: 'One series per objective: at each instant, the share of the error budget that is left; below zero it is overspent.',
  options: ['window'],
  fields: { time: TIME_FIELD, ...BUDGET_FIELDS },
  inWords: ({ whose, over }) => `Budget remaining of ${whose} ${over}, as time series.`,
  evaluate: (run, show, signal) => evaluateOverTime('remaining', run, show, signal),
  frames: (refId, { instants, series, mostPoints }) => [budgetFrame(refId, instants, series, mostPoints)],
});

/** Remaining share of the error budget over time, one field per objective. */
export function budgetFrame(
  refId: string,
  instants: Instants,
  series: ReadonlyArray<ObjectiveSeries<'remaining'>>,
  mostPoints?: number
): DataFrame {
  return seriesFrame(
    { refId, name: 'Error budget', instants, mostPoints },
    series,
    ({ objective, remaining }) => [
      {
        name: BUDGET_FIELDS.remaining,
        config: {
          ...SHARE,
          description: `Share of the error budget that is left ${scopeInWords(objective.window)}; negative once overspent.`,
        },
        values: remaining,
      },
    ],
    explainNoBudget
  );
}
