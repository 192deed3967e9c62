import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2, useTheme2 } from '@grafana/ui';
import type { DrawingProps } from '../drawing';
import { NoData } from '../NoData';
import { NodeDetails } from './NodeDetails';
import { NodeMark } from './NodeMark';
import { nodeGraphOptions } from './nodeGraphOptions';
import { readGraph, type Graph, type GraphNode } from './readGraph';
import { useViewport } from './useViewport';

/** Rings are smaller than Grafana's, so that nodes come closer: least and most of their horizontal distance, and their vertical one. */
const ACROSS = { least: 0.8, most: 1.4 };
const DOWN = 0.75;
/** Above the highest ring, and below the lowest for its texts. */
const MARGIN = { above: 22, below: 52 };
/** Between the middles of two neighbours, in the units of the frames. */
const USUAL_DISTANCE = 170;
/** Columns that are closer hold no neighbours. */
const LEAST_DISTANCE = 100;
const LEGEND_HEIGHT_PX = 26;

/** A node graph from left to right. Grafana's libraries hold no drawing of graphs; the frames are those that Grafana draws. */
export function NodeGraphPanel({ panel, data, frames, state, width, height }: DrawingProps) {
  const styles = useStyles2(stylesOf);
  const theme = useTheme2();
  const { zoomMode } = useMemo(() => nodeGraphOptions.parse(panel.options), [panel.options]);
  const graph = useMemo(() => readGraph(data), [data]);
  const extent = useMemo(() => extentOf(graph), [graph]);
  const [looked, setLooked] = useState<string>();
  const near = useMemo(() => neighboursOf(graph, looked), [graph, looked]);
  const screen = { width, height: Math.max(1, height - LEGEND_HEIGHT_PX) };
  const across = Math.min(ACROSS.most, Math.max(ACROSS.least, width / (extent.width + extent.room)));
  const room = extent.room * across;
  const drawing = {
    width: extent.width * across + room,
    height: extent.height * DOWN + MARGIN.above + MARGIN.below,
  };
  const placeOf = ({ x, y }: GraphNode) => ({ x: (x - extent.left) * across, y: (y - extent.top) * DOWN });
  const places = new Map(graph.nodes.map((node) => [node.id, placeOf(node)]));
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
        <g transform={`scale(${scale}) translate(${room / 2 - x} ${MARGIN.above - y})`}>
          {graph.edges.map(({ id, source, target, color, thickness, dashes }) => (
            <path
              key={id}
              d={pathOf(places.get(source), places.get(target))}
              fill="none"
              stroke={color ?? theme.colors.text.disabled}
              strokeWidth={thickness}
              strokeDasharray={dashes}
              opacity={looked === undefined ? 0.75 : near.has(source) && near.has(target) ? 1 : 0.12}
            />
          ))}
          {graph.nodes.map((node) => (
            <NodeMark
              key={node.id}
              node={node}
              {...placeOf(node)}
              room={room}
              isFaint={looked !== undefined && !near.has(node.id)}
              onLook={setLooked}
            />
          ))}
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

interface Place {
  x: number;
  y: number;
}

/** Level at both ends. */
function pathOf(from: Place = ORIGIN, to: Place = ORIGIN): string {
  const middle = (from.x + to.x) / 2;
  return `M ${from.x} ${from.y} C ${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

const ORIGIN: Place = { x: 0, y: 0 };

/** The box of all middles, and the least horizontal distance between two of them. */
function extentOf({ nodes }: Graph) {
  const xs = [...new Set(nodes.map(({ x }) => x))].sort((a, b) => a - b);
  const ys = nodes.map(({ y }) => y);
  const [left = 0] = xs;
  const top = ys.length === 0 ? 0 : Math.min(...ys);
  // Rows of loose nodes below the graph lie between its columns, and have rings of their own height.
  const room = Math.min(
    USUAL_DISTANCE,
    ...xs
      .slice(1)
      .map((x, index) => x - xs[index])
      .filter((gap) => gap > LEAST_DISTANCE)
  );
  return {
    left,
    top,
    width: (xs[xs.length - 1] ?? 0) - left,
    height: ys.length === 0 ? 0 : Math.max(...ys) - top,
    room,
  };
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
