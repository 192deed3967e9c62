import React, { useMemo } from 'react';
import { getDisplayValueAlignmentFactors, getFieldDisplayValues, type FieldDisplay } from '@grafana/data';
import { BarGauge, useTheme2, VizRepeater, type VizRepeaterRenderValueProps } from '@grafana/ui';
import type { DrawingProps } from '../drawing';
import { NoData } from '../NoData';
import { TileLinks } from '../TileLinks';
import { barGaugeOptions } from './barGaugeOptions';

type AlignmentFactors = ReturnType<typeof getDisplayValueAlignmentFactors>;

const SPACING_PX = 10;

/** Bars, one a value. More of them than fit are scrolled. */
export function BarGaugePanel(props: DrawingProps) {
  const { panel, data, fieldConfig, frames, state, timeZone, width, height, replaceVariables } = props;
  const theme = useTheme2();
  const options = useMemo(() => barGaugeOptions.parse(panel.options), [panel.options]);
  const values = useMemo(
    () =>
      getFieldDisplayValues({
        data,
        fieldConfig,
        reduceOptions: options.reduceOptions,
        replaceVariables,
        theme,
        timeZone,
      }),
    [data, fieldConfig, options, replaceVariables, theme, timeZone]
  );
  if (!data.some(({ fields, length }) => fields.length > 0 && length > 0)) {
    return <NoData panel={panel} frames={frames} state={state} />;
  }
  return (
    <VizRepeater<FieldDisplay, AlignmentFactors>
      source={values}
      getValues={() => values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={(bar) => <TileLinks value={bar.value}>{renderBar(bar)}</TileLinks>}
      renderCounter={0}
      orientation={options.orientation}
      itemSpacing={SPACING_PX}
      minVizWidth={options.minVizWidth}
      minVizHeight={options.minVizHeight}
      maxVizHeight={options.maxVizHeight}
      width={width}
      height={height}
    />
  );

  function renderBar(bar: VizRepeaterRenderValueProps<FieldDisplay, AlignmentFactors>) {
    const { display, field, view, colIndex } = bar.value;
    return (
      <BarGauge
        value={display}
        field={field}
        display={colIndex === undefined ? undefined : view?.getFieldDisplayProcessor(colIndex)}
        width={bar.width}
        height={bar.height}
        orientation={bar.orientation}
        alignmentFactors={bar.alignmentFactors}
        displayMode={options.displayMode}
        valueDisplayMode={options.valueMode}
        namePlacement={options.namePlacement}
        showUnfilled={options.showUnfilled}
        text={options.text}
        itemSpacing={SPACING_PX}
        lcdCellWidth={12}
        isOverflow={false}
        theme={theme}
      />
    );
  }
}
