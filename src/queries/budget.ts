import type { DataFrame } from '@grafana/data';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { seriesFrame } from '../frames/seriesFrame';
import { SHARE } from '../frames/units';
import { explainNoBudget } from '../frames/whatIsMissing';
import { BUDGET_FIELDS } from '../frames/fieldNames';
import { defineQuery, evaluateOverTime, type SeriesAnswer } from './defineQuery';
import { scopeInWords } from '../catalogue/objectiveInWords';

export const budgetQuery = defineQuery<SeriesAnswer>({
  label: 'Budget remaining',
  help: 'One series per objective: at each instant, the share of the error budget that is left; below zero it is overspent.',
  options: ['window'],
  inWords: ({ whose, over }) => `Budget remaining of ${whose} ${over}, as time series.`,
  evaluate: evaluateOverTime,
  frames: (refId, { instants, series, mostPoints }) => [budgetFrame(refId, instants, series, mostPoints)],
});

/** Remaining share of the error budget over time, one field per objective. */
export function budgetFrame(
  refId: string,
  instants: Instants,
  series: readonly ObjectiveSeries[],
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
