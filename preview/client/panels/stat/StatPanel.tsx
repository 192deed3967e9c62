import React, { useMemo } from 'react';
import { getDisplayValueAlignmentFactors, getFieldDisplayValues, type FieldDisplay } from '@grafana/data';
import { BigValue, BigValueGraphMode, useTheme2, VizRepeater, type VizRepeaterRenderValueProps } from '@grafana/ui';
import type { DrawingProps } from '../drawing';
import { NoData } from '../NoData';
import { TileLinks } from '../TileLinks';
import { statOptions } from './statOptions';

type AlignmentFactors = ReturnType<typeof getDisplayValueAlignmentFactors>;

/** Big figures, one a value. */
export function StatPanel(props: DrawingProps) {
  const { panel, data, fieldConfig, frames, state, timeRange, timeZone, width, height, replaceVariables } = props;
  const theme = useTheme2();
  const options = useMemo(() => statOptions.parse(panel.options), [panel.options]);
  const values = useMemo(
    () =>
      getFieldDisplayValues({
        data,
        fieldConfig,
        reduceOptions: options.reduceOptions,
        replaceVariables,
        theme,
        timeZone,
        sparkline: options.graphMode !== BigValueGraphMode.None,
        percentChange: options.showPercentChange,
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
      renderValue={(tile) => <TileLinks value={tile.value}>{renderTile(tile)}</TileLinks>}
      renderCounter={0}
      orientation={options.orientation}
      autoGrid
      itemSpacing={3}
      width={width}
      height={height}
    />
  );

  function renderTile(tile: VizRepeaterRenderValueProps<FieldDisplay, AlignmentFactors>) {
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
