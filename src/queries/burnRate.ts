import type { DataFrame, ThresholdsConfig } from '@grafana/data';
import type { Objective } from '../catalogue/objective';
import { alertPolicyOf } from '../evaluation/alertPolicy';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { STATE_COLOURS } from '../frames/colours';
import { seriesFrame, TIME_FIELD } from '../frames/seriesFrame';
import { multiples } from '../frames/units';
import { explainNoBudget } from '../frames/whatIsMissing';
import { BURN_RATE_LOOKBACKS_MS } from '../budget/burnRate';
import { durationInWords } from '../budget/inWords';
import { lookbackInWords, OF_ALERTS } from './durationText';
import { listed } from './listed';
import { readDuration } from './windowOverride';
import { defineQuery, evaluateOverTime, type SeriesAnswer } from './defineQuery';
import { ABSOLUTE_THRESHOLDS } from '../frames/grafana';

/** Names of the `burnRate` frame's fields beside the time. */
const BURN_RATE_FIELDS = { burnRate: 'Burn rate' } as const;

export const burnRateQuery = defineQuery<SeriesAnswer<'burnRates'>>({
  label: 'Burn rate',
  help: 'One series per objective and lookback: how many times faster than allowed the budget is being spent.',
  options: ['lookbacks'],
  fields: { time: TIME_FIELD, ...BURN_RATE_FIELDS },
  inWords: ({ whose, options }) => `Burn rate of ${whose} over ${lookbacksInWords(options.lookbacks)}, as time series.`,
  evaluate: (run, show, signal) => {
    const { lookbacks = [] } = run.options;
    const own = lookbacks.includes(OF_ALERTS);
    const given = lookbacks.filter((text) => text !== OF_ALERTS).map((text) => readDuration(text, 'lookback'));
    return evaluateOverTime('burnRates', run, show, signal, (objective) => lookbacksOf(objective, given, own));
  },
  frames: (refId, { instants, series, mostPoints }) => [burnRateFrame(refId, instants, series, mostPoints)],
});

function lookbacksOf(objective: Objective, given: readonly number[], own: boolean): readonly number[] {
  const ofAlerts = own ? alertPolicyOf(objective).rows.map(({ longMs }) => longMs) : [];
  const lookbacks = [...new Set([...given, ...ofAlerts])];
  return lookbacks.length > 0 ? lookbacks : BURN_RATE_LOOKBACKS_MS;
}

function lookbacksInWords(lookbacks: readonly string[] = []): string {
  const texts = lookbacks.length === 0 ? BURN_RATE_LOOKBACKS_MS.map(durationInWords) : lookbacks.map(lookbackInWords);
  return listed(texts);
}

/**
 * Burn rate over time, one field per objective and lookback; the label `lookback` reads "1 h", "6 h", "3 d". Thresholds are
 * the factors of the objective's alert policy, which no panel can know.
 */
export function burnRateFrame(
  refId: string,
  instants: Instants,
  series: ReadonlyArray<ObjectiveSeries<'burnRates'>>,
  mostPoints?: number
): DataFrame {
  // One axis for all: Grafana gives lines with other limits an axis of their own.
  const factors = series.flatMap(({ objective }) => alertPolicyOf(objective).rows.map(({ factor }) => factor));
  const axisSoftMax = Math.max(0, ...factors);
  return seriesFrame(
    { refId, name: 'Burn rate', instants, mostPoints },
    series,
    ({ objective, burnRates }) =>
      burnRates.map(({ lookbackMs, values }) => {
        const lookback = durationInWords(lookbackMs);
        return {
          name: BURN_RATE_FIELDS.burnRate,
          variant: lookback,
          labels: { lookback },
          config: {
            ...multiples([]),
            description: `Burn rate over the ${lookback} before each instant; at 1 the budget lasts exactly one window.`,
            ...limitsOf(objective),
            ...(axisSoftMax > 0 ? { custom: { axisSoftMax } } : {}),
          },
          values,
        };
      }),
    explainNoBudget
  );
}

/** Above a ticket's factor the colour of risk, above a page's that of a breach, nothing where none can fire. */
function limitsOf(objective: Objective): { thresholds?: ThresholdsConfig } {
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
      mode: ABSOLUTE_THRESHOLDS,
      steps: [{ value: -Infinity, color: STATE_COLOURS.met }, ...steps.sort((a, b) => a.value - b.value)],
    },
  };
}
