import { ThresholdsMode, type DataFrame, type ThresholdsConfig } from '@grafana/data';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { STATE_COLOURS } from './colours';
import { SLI_FIELDS } from './fieldNames';
import { seriesFrame } from './seriesFrame';
import { sliDecimals } from './sliDecimals';
import { targetInWords } from './targetInWords';
import { fineShare } from './units';
import { scopeInWords } from './windowInWords';

/** SLI over time, one field an objective, each with its own target as threshold. */
export function sliFrame(refId: string, instants: Instants, series: readonly ObjectiveSeries[]): DataFrame {
  return seriesFrame({ refId, name: 'SLI', instants }, series, ({ objective: { target, window }, sli }) => [
    {
      name: SLI_FIELDS.sli,
      config: {
        ...fineShare(sliDecimals([target])),
        description: `Good events / all events ${scopeInWords(window)}; the target is ${targetInWords(target)}.`,
        thresholds: thresholdAt(target),
        // The target stays in sight however far above it the line runs.
        custom: { axisSoftMin: target },
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
      { value: -Infinity, color: STATE_COLOURS.breached },
      { value: target, color: STATE_COLOURS.met },
    ],
  };
}
