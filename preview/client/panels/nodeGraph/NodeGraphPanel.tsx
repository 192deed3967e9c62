import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2, useTheme2 } from '@grafana/ui';
import type { DrawingProps } from '../drawing';
import { NoData } from '../NoData';
import { layOut, type Layout } from './layOut';
import { NodeDetails } from './NodeDetails';
import { NodeMark } from './NodeMark';
import { nodeGraphOptions } from './nodeGraphOptions';
import { readGraph, type Graph } from './readGraph';
import { useViewport } from './useViewport';

/** A ring with its texts below. */
const NODE_ROOM = 72;
/** From layer to layer: as wide as the panel allows, so that names have room. */
const LAYER_ROOM = { least: 132, most: 230 };
/** Above the highest ring, and below the lowest for its texts. */
const MARGIN = { above: 22, below: 52 };
const LEGEND_HEIGHT_PX = 26;

/** A node graph from left to right. Grafana's libraries hold no drawing of graphs; the frames are those that Grafana draws. */
export function NodeGraphPanel({ panel, data, frames, state, width, height }: DrawingProps) {
  const styles = useStyles2(stylesOf);
  const theme = useTheme2();
  const { zoomMode } = useMemo(() => nodeGraphOptions.parse(panel.options), [panel.options]);
  const graph = useMemo(() => readGraph(data), [data]);
  const layout = useMemo(() => layOut(graph, NODE_ROOM), [graph]);
  const [looked, setLooked] = useState<string>();
  const near = useMemo(() => neighboursOf(graph, looked), [graph, looked]);
  const screen = { width, height: Math.max(1, height - LEGEND_HEIGHT_PX) };
  const layerRoom = Math.min(LAYER_ROOM.most, Math.max(LAYER_ROOM.least, width / Math.max(1, layout.layers)));
  const drawing = { width: layerRoom * layout.layers, height: layout.height + MARGIN.above + MARGIN.below };
  const { viewport, isWhole, showWhole, zoom, handlers } = useViewport(drawing, screen, zoomMode);
  if (graph.nodes.length === 0) {
    return <NoData panel={panel} frames={frames} state={state} />;
  }
  const { scale, x, y } = viewport;
  const lookedAt = graph.nodes.find(({ id }) => id === looked);
  return (
    <div className={styles.panel}>
      <svg
        {...handlers}
        width={screen.width}
        height={screen.height}
        className={styles.drawing}
        tabIndex={0}
        role="group"
        aria-label={`${panel.title}: ${graph.nodes.length} nodes, ${graph.edges.length} edges. Arrow keys move, + and - zoom, 0 shows all.`}
      >
        <g transform={`scale(${scale}) translate(${layerRoom / 2 - x} ${MARGIN.above - y})`}>
          {graph.edges.map(({ id, source, target, color, thickness, dashes }) => (
            <path
              key={id}
              d={pathOf(layout, id, layerRoom)}
              fill="none"
              stroke={color ?? theme.colors.text.disabled}
              strokeWidth={thickness}
              strokeDasharray={dashes}
              opacity={looked === undefined ? 0.75 : near.has(source) && near.has(target) ? 1 : 0.12}
            />
          ))}
          {graph.nodes.map((node) => {
            const place = layout.nodes.get(node.id);
            return (
              place && (
                <NodeMark
                  key={node.id}
                  node={node}
                  x={place.layer * layerRoom}
                  y={place.y}
                  room={layerRoom}
                  isFaint={looked !== undefined && !near.has(node.id)}
                  onLook={setLooked}
                />
              )
            );
          })}
        </g>
      </svg>
      {lookedAt && <NodeDetails node={lookedAt} />}
      <div className={styles.foot}>
        <ul className={styles.legend} aria-label="What the colours of rings mean">
          {graph.legend.map(({ name, color }) => (
            <li key={name}>
              <span className={styles.sample} style={{ background: theme.visualization.getColorByName(color) }} />
              {name}
            </li>
          ))}
        </ul>
        <div>
          <Button size="sm" fill="text" variant="secondary" aria-label="Zoom in" onClick={() => zoom('in')}>
            +
          </Button>
          <Button size="sm" fill="text" variant="secondary" aria-label="Zoom out" onClick={() => zoom('out')}>
            −
          </Button>
          <Button size="sm" fill="text" variant="secondary" disabled={isWhole} onClick={showWhole}>
            Show all
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Everything before and after a node, and it itself. */
function neighboursOf({ edges }: Graph, id: string | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  if (id !== undefined) {
    const follow = (from: 'source' | 'target', to: 'source' | 'target') => {
      const reached = new Set([id]);
      for (const key of reached) {
        edges.filter((edge) => edge[from] === key).forEach((edge) => reached.add(edge[to]));
      }
      reached.forEach((key) => found.add(key));
    };
    follow('source', 'target');
    follow('target', 'source');
  }
  return found;
}

/** Level at every node and bend. */
function pathOf({ edges }: Layout, id: string, layerRoom: number): string {
  const points = (edges.get(id) ?? []).map(({ layer, y }) => ({ x: layer * layerRoom, y }));
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      const middle = before ? (before.x + x) / 2 : x;
      return before ? `C ${middle} ${before.y} ${middle} ${y} ${x} ${y}` : `M ${x} ${y}`;
    })
    .join(' ');
}

function stylesOf(theme: GrafanaTheme2) {
  return {
    panel: css({ position: 'relative' }),
    drawing: css({
      display: 'block',
      overflow: 'hidden',
      cursor: 'grab',
      touchAction: 'pan-y',
      userSelect: 'none',
      '&:active': { cursor: 'grabbing' },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    }),
    foot: css({
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'space-between',
      height: LEGEND_HEIGHT_PX,
      fontSize: theme.typography.bodySmall.fontSize,
      color: theme.colors.text.secondary,
    }),
    legend: css({ display: 'flex', gap: theme.spacing(2), listStyle: 'none', paddingLeft: theme.spacing(0.5) }),
    sample: css({
      display: 'inline-block',
      width: theme.spacing(1.25),
      height: theme.spacing(1.25),
      marginRight: theme.spacing(0.75),
      borderRadius: theme.shape.radius.circle,
    }),
  };
}
