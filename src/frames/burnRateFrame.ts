import { ThresholdsMode, type DataFrame, type ThresholdsConfig } from '@grafana/data';
import { durationInWords } from '../budget/inWords';
import type { Objective } from '../catalogue/objective';
import { alertPolicyOf } from '../evaluation/alertPolicy';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { STATE_COLOURS } from './colours';
import { BURN_RATE_FIELDS } from './fieldNames';
import { seriesFrame } from './seriesFrame';
import { MULTIPLE } from './units';
import { explainNoBudget } from './whatIsMissing';

/**
 * Burn rate over time, one field an objective and lookback; the label `lookback` reads "1 h", "6 h", "3 d". Thresholds are
 * the factors of the objective's alert policy, which no panel can know.
 */
export function burnRateFrame(refId: string, instants: Instants, series: readonly ObjectiveSeries[]): DataFrame {
  return seriesFrame(
    { refId, name: 'Burn rate', instants },
    series,
    ({ objective, burnRates }) =>
      burnRates.map(({ lookbackMs, values }) => {
        const lookback = durationInWords(lookbackMs);
        return {
          name: BURN_RATE_FIELDS.burnRate,
          variant: lookback,
          labels: { lookback },
          config: {
            ...MULTIPLE,
            description: `How many times faster than evenly the budget was spent over the ${lookback} before each instant.`,
            ...limitsOf(objective),
          },
          values,
        };
      }),
    explainNoBudget
  );
}

/** Above a ticket's factor the colour of risk, above a page's that of a breach, all in sight; nothing where none can fire. */
function limitsOf(objective: Objective): { thresholds?: ThresholdsConfig; custom?: { axisSoftMax: number } } {
  const { rows } = alertPolicyOf(objective);
  if (rows.length === 0) {
    return {};
  }
  const steps = rows.map(({ factor, severity }) => ({
    value: factor,
    color: severity === 'page' ? STATE_COLOURS.breached : STATE_COLOURS.atRisk,
  }));
  return {
    thresholds: {
      mode: ThresholdsMode.Absolute,
      steps: [{ value: -Infinity, color: STATE_COLOURS.met }, ...steps.sort((a, b) => a.value - b.value)],
    },
    custom: { axisSoftMax: Math.max(...rows.map(({ factor }) => factor)) },
  };
}
