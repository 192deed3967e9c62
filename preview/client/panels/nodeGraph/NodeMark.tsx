import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { GraphNode } from './readGraph';
import { shortened, shortenedPath } from './shortened';

/** Grafana writes into its circles; here the circle is small and the texts are below it. */
const RADIUS_SHARE = 0.3;
const RING_WIDTH_PX = 4;
const LINE_PX = 12;
/** Mean width of a letter, at most. */
const LETTER_PX = { title: 6.1, note: 5.4 };
const GAP_PX = 8;

interface Props {
  node: GraphNode;
  x: number;
  y: number;
  /** Width for the texts. */
  room: number;
  /** Beside the one that the reader looks at, but not connected to it. */
  isFaint: boolean;
  onLook(id: string | undefined): void;
}

/** A ring with the shares of its arcs, the name of the node and what it says. */
export function NodeMark({ node, x, y, room, isFaint, onLook }: Props) {
  const styles = useStyles2(stylesOf);
  const radius = node.radius * RADIUS_SHARE;
  const stats = [node.mainStat, node.secondaryStat].filter((text) => text !== '').join(' · ');
  const lines = [stats, node.subtitle].filter((text) => text !== '');
  const lettersOf = (letterPx: number) => Math.floor((room - GAP_PX) / letterPx);
  const below = radius + RING_WIDTH_PX + LINE_PX - 1;
  const [link] = node.links;
  const drawing = (
    <g
      transform={`translate(${x} ${y})`}
      className={styles.node}
      opacity={isFaint ? 0.25 : 1}
      onPointerEnter={() => onLook(node.id)}
      onPointerLeave={() => onLook(undefined)}
    >
      <title>{[node.title, ...lines].join('\n')}</title>
      <circle r={radius + RING_WIDTH_PX} className={styles.ground} />
      <Ring arcs={node.arcs} radius={radius} />
      <text y={below} className={styles.title}>
        {shortenedPath(node.title, lettersOf(LETTER_PX.title))}
      </text>
      {lines.map((line, index) => (
        <text key={line} y={below + (index + 1) * LINE_PX} className={styles.note}>
          {shortened(line, lettersOf(LETTER_PX.note))}
        </text>
      ))}
    </g>
  );
  return link ? (
    <a
      href={link.href}
      target={link.target}
      rel="noreferrer"
      onFocus={() => onLook(node.id)}
      onBlur={() => onLook(undefined)}
    >
      {drawing}
    </a>
  ) : (
    drawing
  );
}

function Ring({ arcs, radius }: { arcs: GraphNode['arcs']; radius: number }) {
  const theme = useTheme2();
  const around = 2 * Math.PI * radius;
  return (
    <g fill="none" strokeWidth={RING_WIDTH_PX} transform="rotate(-90)">
      <circle r={radius} stroke={theme.colors.border.medium} />
      {placed(arcs).map(({ share, from, color }) => (
        <circle
          key={from}
          r={radius}
          stroke={theme.visualization.getColorByName(color)}
          strokeDasharray={`${share * around} ${around}`}
          strokeDashoffset={-from * around}
        />
      ))}
    </g>
  );
}

/** Each share with where it begins. */
function placed(arcs: GraphNode['arcs']) {
  return arcs
    .map(({ share, color }, index) => ({
      share,
      color,
      from: arcs.slice(0, index).reduce((sum, arc) => sum + arc.share, 0),
    }))
    .filter(({ share }) => share > 0);
}

function stylesOf(theme: GrafanaTheme2) {
  const halo = {
    paintOrder: 'stroke',
    stroke: theme.colors.background.primary,
    strokeWidth: 3,
    strokeLinejoin: 'round',
  } as const;
  return {
    node: css({ transition: 'opacity 120ms' }),
    ground: css({ fill: theme.colors.background.primary }),
    title: css({ ...halo, textAnchor: 'middle', fill: theme.colors.text.primary, fontSize: 11, fontWeight: 500 }),
    note: css({ ...halo, textAnchor: 'middle', fill: theme.colors.text.secondary, fontSize: 10 }),
  };
}
