import type { DataFrame } from '@grafana/data';
import { durationInWords } from '../budget/inWords';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { seriesFrame } from './seriesFrame';
import { MULTIPLE } from './units';
import { explainNoBudget } from './whatIsMissing';

/** Names of the `burnRate` frame's fields beside the time. */
export const BURN_RATE_FIELDS = { burnRate: 'Burn rate' } as const;

/** Burn rate over time, one field an objective and lookback; the label `lookback` reads "1 h", "6 h", "3 d". */
export function burnRateFrame(refId: string, instants: Instants, series: readonly ObjectiveSeries[]): DataFrame {
  return seriesFrame(
    { refId, name: 'Burn rate', instants },
    series,
    ({ burnRates }) =>
      burnRates.map(({ lookbackMs, values }) => {
        const lookback = durationInWords(lookbackMs);
        return {
          name: BURN_RATE_FIELDS.burnRate,
          variant: lookback,
          labels: { lookback },
          config: {
            ...MULTIPLE,
            description: `How many times faster than evenly the budget was spent over the ${lookback} before each instant.`,
          },
          values,
        };
      }),
    explainNoBudget
  );
}
