import React, { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { colorManipulator, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { useTheme2, type UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';
import type { AnnotationLayer } from '../../contract';
import { AnnotationMarkers } from './AnnotationMarkers';
import {
  annotationMarkers,
  annotationRegions,
  type AnnotationMarker,
  type AnnotationRegion,
} from './annotationRegions';

interface Props {
  config: UPlotConfigBuilder;
  layers: AnnotationLayer[];
  timeZone: TimeZone;
}

interface Placed {
  plot: uPlot;
  markers: AnnotationMarker[];
}

/** Bands behind the series and, at the time axis, markers that say what each band is. A child of the chart. */
export function Annotations({ config, layers, timeZone }: Props) {
  const theme = useTheme2();
  const regions = useMemo(() => annotationRegions(layers), [layers]);
  const drawn = useRef({ regions, theme });
  const plotted = useRef<uPlot>();
  const [placed, setPlaced] = useState<Placed>();

  // Before the chart starts, which is an effect of the parent: it takes its hooks only then.
  useLayoutEffect(() => {
    config.addHook('init', (plot) => {
      plotted.current = plot;
    });
    config.addHook('drawClear', (plot) => drawBands(plot, drawn.current.regions, drawn.current.theme));
    config.addHook('draw', (plot) => {
      const markers = annotationMarkers(drawn.current.regions, (ms) => plot.valToPos(ms, 'x'), plot.over.clientWidth);
      setPlaced((last) => (last?.plot === plot && isSame(last.markers, markers) ? last : { plot, markers }));
    });
    config.addHook('destroy', () => {
      plotted.current = undefined;
      setPlaced(undefined);
    });
  }, [config]);

  useEffect(() => {
    drawn.current = { regions, theme };
    plotted.current?.redraw(false);
  }, [regions, theme]);

  const host = placed?.plot.over.parentElement;
  return host && placed.markers.length > 0
    ? createPortal(<AnnotationMarkers markers={placed.markers} over={placed.plot.over} timeZone={timeZone} />, host)
    : null;
}

function isSame(a: AnnotationMarker[], b: AnnotationMarker[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      ({ leftPx, widthPx, regions }, i) =>
        leftPx === b[i].leftPx &&
        widthPx === b[i].widthPx &&
        regions.length === b[i].regions.length &&
        regions.every((region, j) => region === b[i].regions[j])
    )
  );
}

function drawBands({ ctx, bbox, valToPos }: uPlot, regions: AnnotationRegion[], theme: GrafanaTheme2): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { fromMs, toMs, color } of regions) {
    const from = Math.round(valToPos(fromMs, 'x', true));
    const to = Math.round(valToPos(toMs, 'x', true));
    const shade = theme.visualization.getColorByName(color);
    ctx.fillStyle = colorManipulator.alpha(shade, 0.1);
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    ctx.strokeStyle = colorManipulator.alpha(shade, 0.6);
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const x of new Set([from, to])) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
  }
  ctx.restore();
}
