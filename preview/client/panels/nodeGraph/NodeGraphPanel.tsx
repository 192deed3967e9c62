import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { DrawingProps } from '../drawing';
import { NoData } from '../NoData';
import { FramesTable } from '../table/FramesTable';
import { tableOptions } from '../table/tableOptions';

const NOTE_HEIGHT_PX = 24;

/** The nodes and the edges of a graph as tables: Grafana's libraries hold no drawing of graphs. */
export function NodeGraphPanel({ panel, data, frames, state, timeRange, width, height }: DrawingProps) {
  const styles = useStyles2(stylesOf);
  const options = useMemo(() => tableOptions.parse({}), []);
  const nodesFirst = useMemo(() => [...data].sort((a, b) => Number(isOfEdges(a)) - Number(isOfEdges(b))), [data]);
  if (!data.some(({ fields, length }) => fields.length > 0 && length > 0)) {
    return <NoData panel={panel} frames={frames} state={state} />;
  }
  return (
    <div>
      <div className={styles.note}>The preview lists nodes and edges; Grafana draws them as a graph.</div>
      <FramesTable
        frames={nodesFirst}
        options={options}
        timeRange={timeRange}
        title={panel.title}
        width={width}
        height={height - NOTE_HEIGHT_PX}
      />
    </div>
  );
}

function isOfEdges({ fields }: DataFrame): boolean {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  return names.has('source') && names.has('target');
}

function stylesOf(theme: GrafanaTheme2) {
  return {
    note: css({
      height: NOTE_HEIGHT_PX,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontSize: theme.typography.bodySmall.fontSize,
      color: theme.colors.text.secondary,
    }),
  };
}
