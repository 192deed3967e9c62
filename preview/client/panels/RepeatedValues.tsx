import React, { useMemo, type ComponentProps, type ReactElement } from 'react';
import {
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  type FieldDisplay,
  type GetFieldDisplayValuesOptions,
} from '@grafana/data';
import { useTheme2, VizRepeater, type VizRepeaterRenderValueProps } from '@grafana/ui';
import type { DrawingProps } from './drawing';
import { NoData } from './NoData';
import { TileLinks } from './TileLinks';

type AlignmentFactors = ReturnType<typeof getDisplayValueAlignmentFactors>;
type Layout = Pick<
  ComponentProps<typeof VizRepeater>,
  'orientation' | 'itemSpacing' | 'minVizWidth' | 'minVizHeight' | 'maxVizHeight' | 'autoGrid'
>;

/** One value with the place that it has. */
export type RepeatedValue = VizRepeaterRenderValueProps<FieldDisplay, AlignmentFactors>;

interface Props extends DrawingProps {
  reduceOptions: GetFieldDisplayValuesOptions['reduceOptions'];
  sparkline?: boolean;
  percentChange?: boolean;
  layout: Layout;
  draw: (value: RepeatedValue) => ReactElement;
}

/** The values of a panel side by side, each drawn the same way and leading to its links; or why there are none. */
export function RepeatedValues(props: Props) {
  const { panel, data, fieldConfig, frames, state, timeZone, width, height, replaceVariables } = props;
  const { reduceOptions, sparkline, percentChange, layout, draw } = props;
  const theme = useTheme2();
  const values = useMemo(
    () =>
      getFieldDisplayValues({
        data,
        fieldConfig,
        reduceOptions,
        replaceVariables,
        theme,
        timeZone,
        sparkline,
        percentChange,
      }),
    [data, fieldConfig, reduceOptions, replaceVariables, theme, timeZone, sparkline, percentChange]
  );
  if (!data.some(({ fields, length }) => fields.length > 0 && length > 0)) {
    return <NoData panel={panel} frames={frames} state={state} />;
  }
  return (
    <VizRepeater<FieldDisplay, AlignmentFactors>
      {...layout}
      source={values}
      getValues={() => values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={(value) => <TileLinks value={value.value}>{draw(value)}</TileLinks>}
      renderCounter={0}
      width={width}
      height={height}
    />
  );
}
