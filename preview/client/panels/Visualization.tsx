import React, { useMemo, type ComponentType } from 'react';
import { useTheme2 } from '@grafana/ui';
import type { VisualizationProps } from '../contract';
import { AlertListPanel } from './alertlist/AlertListPanel';
import { BarGaugePanel } from './bargauge/BarGaugePanel';
import { configureFrames, withDefaultsOfPanel } from './configureFrames';
import { withDataMacros } from './dataMacros';
import type { DrawingProps } from './drawing';
import { NodeGraphPanel } from './nodeGraph/NodeGraphPanel';
import { StatPanel } from './stat/StatPanel';
import { TablePanel } from './table/TablePanel';
import { TextPanel } from './text/TextPanel';
import { TimeSeriesPanel } from './timeseries/TimeSeriesPanel';
import { transformFrames } from './transformFrames';

const DRAWINGS: Record<string, ComponentType<DrawingProps>> = {
  stat: StatPanel,
  bargauge: BarGaugePanel,
  table: TablePanel,
  timeseries: TimeSeriesPanel,
  text: TextPanel,
  nodeGraph: NodeGraphPanel,
  alertlist: AlertListPanel,
};

/**
 * Draws the content of a panel from the frames of its queries: transformations first, then the configuration of fields,
 * then the drawing of its type, as Grafana does. Panels that `unknownParts` objects to are not for this.
 */
export function Visualization(props: VisualizationProps) {
  const { panel, frames, timeZone, replaceVariables } = props;
  const theme = useTheme2();
  const withData = useMemo(() => withDataMacros(replaceVariables), [replaceVariables]);
  const data = useMemo(() => {
    const transformed = transformFrames(frames, panel.transformations, replaceVariables);
    return configureFrames(transformed, { panel, theme, timeZone, replaceVariables: withData });
  }, [frames, panel, theme, timeZone, replaceVariables, withData]);
  const fieldConfig = useMemo(() => withDefaultsOfPanel(panel), [panel]);
  const Drawing = DRAWINGS[panel.type];
  if (!Drawing || props.width <= 0 || props.height <= 0) {
    return null;
  }
  return <Drawing {...props} replaceVariables={withData} data={data} fieldConfig={fieldConfig} />;
}
