import type { DataFrame, ThresholdsConfig } from '@grafana/data';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { STATE_COLOURS } from '../frames/colours';
import { seriesFrame, TIME_FIELD } from '../frames/seriesFrame';
import { sliDecimals } from '../frames/sliDecimals';
import { fineShare } from '../frames/units';
import { defineQuery, evaluateOverTime, type SeriesAnswer } from './defineQuery';
import { ABSOLUTE_THRESHOLDS } from '../frames/grafana';
import { scopeInWords, targetInWords } from '../catalogue/objectiveInWords';

/** Names of the `sli` frame's fields beside the time. */
const SLI_FIELDS = { sli: 'SLI' } as const;

export const sliQuery = defineQuery<SeriesAnswer<'sli'>>({
  label: 'SLI',
  help: 'One series per objective: at each instant, the SLI over the window that ends there. The target is a threshold.',
  options: ['window'],
  fields: { time: TIME_FIELD, ...SLI_FIELDS },
  inWords: ({ whose, over }) => `SLI of ${whose} ${over}, as time series.`,
  evaluate: (run, show, signal) => evaluateOverTime('sli', run, show, signal),
  frames: (refId, { instants, series, mostPoints }) => [sliFrame(refId, instants, series, mostPoints)],
});

/** SLI over time, one field per objective, each with its own target as threshold. */
export function sliFrame(
  refId: string,
  instants: Instants,
  series: ReadonlyArray<ObjectiveSeries<'sli'>>,
  mostPoints?: number
): DataFrame {
  const lowestTarget = Math.min(...series.map(({ objective }) => objective.target));
  const custom = { axisSoftMin: belowTarget(lowestTarget), axisSoftMax: 1 };
  return seriesFrame({ refId, name: 'SLI', instants, mostPoints }, series, ({ objective: { target, window }, sli }) => [
    {
      name: SLI_FIELDS.sli,
      config: {
        ...fineShare(sliDecimals([target])),
        description: `Good events / all events ${scopeInWords(window)}; the target is ${targetInWords(target)}.`,
        thresholds: thresholdAt(target),
        custom,
      },
      values: sli,
    },
  ]);
}

/** Without a budget, a thousandth shows that there is none. */
const LEAST_SHOWN = 0.001;

/**
 * Where the axis begins if no line is lower: the line of the target stays clear of the edge, and an SLI of 100 % at a target of 100 %
 * is no axis from 100 to 200 %. Grafana draws lines on one axis only if these limits are the same.
 */
function belowTarget(target: number): number {
  return 1 - 1.25 * Math.max(1 - target, LEAST_SHOWN);
}

/** No panel can know an objective's target, so the field brings it; a step needs a colour. */
function thresholdAt(target: number): ThresholdsConfig {
  return {
    mode: ABSOLUTE_THRESHOLDS,
    steps: [
      { value: -Infinity, color: STATE_COLOURS.breached },
      { value: target, color: STATE_COLOURS.met },
    ],
  };
}
