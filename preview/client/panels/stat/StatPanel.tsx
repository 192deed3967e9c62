import React, { useMemo } from 'react';
import { BigValue, BigValueGraphMode, useTheme2 } from '@grafana/ui';
import type { DrawingProps } from '../drawing';
import { RepeatedValues, type RepeatedValue } from '../RepeatedValues';
import { statOptions } from './statOptions';

/** Big figures, one per value. */
export function StatPanel(props: DrawingProps) {
  const { panel, timeRange } = props;
  const theme = useTheme2();
  const options = useMemo(() => statOptions.parse(panel.options), [panel.options]);
  return (
    <RepeatedValues
      {...props}
      reduceOptions={options.reduceOptions}
      sparkline={options.graphMode !== BigValueGraphMode.None}
      percentChange={options.showPercentChange}
      layout={{ orientation: options.orientation, autoGrid: true, itemSpacing: 3 }}
      draw={drawTile}
    />
  );

  function drawTile(tile: RepeatedValue) {
    const { display, sparkline, hasLinks } = tile.value;
    return (
      <BigValue
        value={display}
        sparkline={sparkline && { ...sparkline, timeRange }}
        width={tile.width}
        height={tile.height}
        count={tile.count}
        alignmentFactors={tile.alignmentFactors}
        colorMode={options.colorMode}
        graphMode={options.graphMode}
        textMode={options.textMode}
        justifyMode={options.justifyMode}
        percentChangeColorMode={options.percentChangeColorMode}
        disableWideLayout={!options.wideLayout}
        text={options.text}
        hasLinks={hasLinks}
        theme={theme}
      />
    );
  }
}
