import React, { useMemo } from 'react';
import type { DrawingProps } from '../drawing';
import { NoData } from '../NoData';
import { FramesTable } from './FramesTable';
import { tableOptions } from './tableOptions';

/** Rows and columns; a click on a column's name sorts by it. */
export function TablePanel({ panel, data, frames, state, timeRange, width, height }: DrawingProps) {
  const options = useMemo(() => tableOptions.parse(panel.options), [panel.options]);
  if (!data.some(({ fields, length }) => fields.length > 0 && length > 0)) {
    return <NoData panel={panel} frames={frames} state={state} />;
  }
  return (
    <FramesTable
      frames={data}
      options={options}
      timeRange={timeRange}
      title={panel.title}
      width={width}
      height={height}
    />
  );
}
