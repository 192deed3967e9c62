import { useLayoutEffect, useState } from 'react';

interface Size {
  width: number;
  height: number;
}

/**
 * The size of a chart, in a render of its own after the one that brings it: Grafana's chart forgets the data of a render in
 * which its size changes too.
 */
export function useSizeAfterData(width: number, height: number): Size {
  const [size, setSize] = useState({ width, height });
  // eslint-disable-next-line react-hooks/set-state-in-effect -- the second render is the point
  useLayoutEffect(() => setSize({ width, height }), [width, height]);
  return size;
}
