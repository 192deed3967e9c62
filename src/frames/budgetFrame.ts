import type { DataFrame } from '@grafana/data';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { seriesFrame } from './seriesFrame';
import { SHARE } from './units';
import { explainNoBudget } from './whatIsMissing';
import { scopeInWords } from './windowInWords';
import { BUDGET_FIELDS } from './fieldNames';

/** Remaining share of the error budget over time, one field an objective. */
export function budgetFrame(refId: string, instants: Instants, series: readonly ObjectiveSeries[]): DataFrame {
  return seriesFrame(
    { refId, name: 'Error budget', instants },
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
