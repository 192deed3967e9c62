import { ThresholdsMode, type DataFrame, type ThresholdsConfig } from '@grafana/data';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { seriesFrame } from './seriesFrame';
import { sliDecimals } from './sliDecimals';
import { targetInWords } from './targetInWords';
import { fineShare } from './units';
import { scopeInWords } from './windowInWords';

/** Names of the `sli` frame's fields beside the time. */
export const SLI_FIELDS = { sli: 'SLI' } as const;

/** SLI over time, one field an objective, each with its own target as threshold. */
export function sliFrame(refId: string, instants: Instants, series: readonly ObjectiveSeries[]): DataFrame {
  return seriesFrame({ refId, name: 'SLI', instants }, series, ({ objective: { target, window }, sli }) => [
    {
      name: SLI_FIELDS.sli,
      config: {
        ...fineShare(sliDecimals([target])),
        description: `Good events / all events ${scopeInWords(window)}; the target is ${targetInWords(target)}.`,
        thresholds: thresholdAt(target),
      },
      values: sli,
    },
  ]);
}

/** No panel can know an objective's target, so the field brings it; a step needs a colour. */
function thresholdAt(target: number): ThresholdsConfig {
  return {
    mode: ThresholdsMode.Absolute,
    steps: [
      { value: -Infinity, color: 'red' },
      { value: target, color: 'green' },
    ],
  };
}
