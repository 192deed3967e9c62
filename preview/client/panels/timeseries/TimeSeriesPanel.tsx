import React, { useCallback, useMemo, useState, type ReactNode } from 'react';
import {
  DashboardCursorSync,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  type DataFrame,
} from '@grafana/data';
import { LegendDisplayMode, TooltipDisplayMode } from '@grafana/schema';
import {
  PanelContextProvider,
  TimeSeries,
  TooltipPlugin2,
  usePanelContext,
  type PanelContext,
  type UPlotConfigBuilder,
} from '@grafana/ui';
import type { DrawingProps } from '../drawing';
import { NoData } from '../NoData';
import { useStructureRevision } from '../structureRevision';
import { Annotations } from './Annotations';
import { chooseSeries } from './chosenSeries';
import { graphableFrames } from './graphableFrames';
import { linksAt } from './linksAt';
import { SeriesTooltip } from './SeriesTooltip';
import { useSizeAfterData } from './sizeAfterData';
import { timeSeriesOptions } from './timeSeriesOptions';
import { tooltipRows } from './tooltipRows';

// `TooltipHoverMode` is a const enum of Grafana's types, which exists nowhere at run time.
const NEAREST_SERIES = 0;
const ALL_SERIES = 1;

/** Lines, points and bars over time, with the dashboard's annotations behind them. */
export function TimeSeriesPanel(props: DrawingProps) {
  const { panel, data, frames, annotations, state, timeRange, timeZone } = props;
  const [chosen, setChosen] = useState<ReadonlySet<string>>();
  const options = useMemo(() => timeSeriesOptions.parse(panel.options), [panel.options]);
  const legend = useMemo(
    () => ({
      ...options.legend,
      showLegend: options.legend.showLegend && options.legend.displayMode !== LegendDisplayMode.Hidden,
    }),
    [options]
  );
  const graphable = useMemo(() => graphableFrames(data, chosen), [data, chosen]);
  const structureRev = useStructureRevision(graphable);
  const size = useSizeAfterData(props.width, props.height);
  const context = useContextWithLegend(graphable, setChosen);
  if (graphable.length === 0) {
    return <NoData panel={panel} frames={frames} state={state} />;
  }
  return (
    <PanelContextProvider value={context}>
      <TimeSeries
        frames={graphable}
        structureRev={structureRev}
        timeRange={timeRange}
        timeZone={timeZone}
        legend={legend}
        width={size.width}
        height={size.height}
      >
        {(config, joined) => (
          <>
            <Annotations config={config} layers={annotations} timeZone={timeZone} />
            {renderTooltip(config, joined)}
          </>
        )}
      </TimeSeries>
    </PanelContextProvider>
  );

  function renderTooltip(config: UPlotConfigBuilder, joined: DataFrame): ReactNode {
    const { tooltip } = options;
    return (
      <TooltipPlugin2
        // Anew for each chart: it would keep every former chart alive.
        key={config.uid}
        config={config}
        hoverMode={tooltip.mode === TooltipDisplayMode.Multi ? ALL_SERIES : NEAREST_SERIES}
        queryZoom={({ from, to }) => props.onChangeTimeRange({ from: Math.round(from), to: Math.round(to) })}
        syncMode={context.sync?.() ?? DashboardCursorSync.Off}
        syncScope={context.eventsScope}
        maxWidth={tooltip.maxWidth}
        getDataLinks={(fieldIndex, row) => linksAt(joined, graphable, fieldIndex, row)}
        render={(_plot, rowOf, nearest, isPinned, _dismiss, _range, _viaSync, links) => {
          const rows = tooltipRows(joined, rowOf, nearest, tooltip);
          if (tooltip.mode === TooltipDisplayMode.None || rows.length === 0) {
            return null;
          }
          const [{ values, display }] = joined.fields;
          const shown = display?.(values[rowOf[0] ?? 0]);
          return (
            <SeriesTooltip
              time={shown ? formattedValueToString(shown) : ''}
              rows={rows}
              links={isPinned ? links : []}
              maxHeight={tooltip.maxHeight}
            />
          );
        }}
      />
    );
  }
}

/** The panel's context, in which a click on a name in the legend chooses series. */
function useContextWithLegend(
  frames: DataFrame[],
  setChosen: React.Dispatch<React.SetStateAction<ReadonlySet<string> | undefined>>
): PanelContext {
  const context = usePanelContext();
  const onToggleSeriesVisibility = useCallback<NonNullable<PanelContext['onToggleSeriesVisibility']>>(
    (name, mode) => setChosen((chosen) => chooseSeries(chosen, name, mode, namesOf(frames))),
    [frames, setChosen]
  );
  return useMemo(() => ({ ...context, onToggleSeriesVisibility }), [context, onToggleSeriesVisibility]);
}

function namesOf(frames: DataFrame[]): string[] {
  return frames.flatMap((frame) =>
    frame.fields
      .filter(({ type }) => type === FieldType.number)
      .map((field) => getFieldDisplayName(field, frame, frames))
  );
}
