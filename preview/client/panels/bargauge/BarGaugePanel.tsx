import React, { useMemo } from 'react';
import { BarGauge, useTheme2 } from '@grafana/ui';
import type { DrawingProps } from '../drawing';
import { RepeatedValues, type RepeatedValue } from '../RepeatedValues';
import { barGaugeOptions } from './barGaugeOptions';

const SPACING_PX = 10;

/** Bars, one per value. More of them than fit are scrolled. */
export function BarGaugePanel(props: DrawingProps) {
  const { panel } = props;
  const theme = useTheme2();
  const options = useMemo(() => barGaugeOptions.parse(panel.options), [panel.options]);
  const { orientation, minVizWidth, minVizHeight, maxVizHeight } = options;
  return (
    <RepeatedValues
      {...props}
      reduceOptions={options.reduceOptions}
      layout={{ orientation, minVizWidth, minVizHeight, maxVizHeight, itemSpacing: SPACING_PX }}
      draw={drawBar}
    />
  );

  function drawBar(bar: RepeatedValue) {
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
