import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { getFrameDisplayName, type DataFrame, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Select, useStyles2, useTheme2 } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import type { z } from 'zod';
import { useStructureRevision } from '../structureRevision';
import { fitColumns } from './fitColumns';
import { followLink } from './followLink';
import type { tableOptions } from './tableOptions';
import { withWrappedText } from './withWrappedText';

interface Props {
  /** At least one. */
  frames: DataFrame[];
  options: z.output<typeof tableOptions>;
  timeRange: TimeRange;
  title: string;
  width: number;
  height: number;
}

/** One frame as a table; a choice below it where there are several. */
export function FramesTable({ frames, options, timeRange, title, width, height }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(stylesOf);
  const [chosen, setChosen] = useState(options.frameIndex);
  const index = Math.min(chosen, frames.length - 1);
  const frame = useMemo(() => fitColumns(withWrappedText(frames[index]), width), [frames, index, width]);
  const shown = useMemo(() => [frame], [frame]);
  const structureRev = useStructureRevision(shown);
  const choiceHeight = frames.length > 1 ? theme.spacing.gridSize * (theme.components.height.md + 1) : 0;
  const tableHeight = height - choiceHeight;
  return (
    <div>
      <div style={{ height: tableHeight }} onKeyDown={followLink}>
        <TableNG
          key={index}
          ariaLabel={title}
          data={frame}
          structureRev={structureRev}
          width={width}
          height={tableHeight}
          noHeader={!options.showHeader}
          showTypeIcons={options.showTypeIcons}
          initialSortBy={options.sortBy}
          cellHeight={options.cellHeight}
          frozenColumns={options.frozenColumns?.left}
          maxRowHeight={options.maxRowHeight}
          timeRange={timeRange}
          resizable
        />
      </div>
      {frames.length > 1 && (
        <div className={styles.choice}>
          <Select
            aria-label={`Table of ${title}`}
            options={frames.map((each, value) => ({ value, label: getFrameDisplayName(each, value) }))}
            value={index}
            onChange={({ value }) => setChosen(value ?? 0)}
            menuPlacement="top"
          />
        </div>
      )}
    </div>
  );
}

function stylesOf(theme: GrafanaTheme2) {
  return {
    choice: css({ marginTop: theme.spacing(1) }),
  };
}
