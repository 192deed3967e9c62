import { useState } from 'react';
import { compareArrayValues, compareDataFrameStructures, type DataFrame } from '@grafana/data';

/**
 * A number that grows when fields or their configuration change, and stays while only values do: tables keep their columns
 * and charts their axes then, instead of being built again for every packet.
 */
export function useStructureRevision(frames: DataFrame[]): number {
  const [seen, setSeen] = useState({ frames, revision: 1 });
  if (seen.frames === frames) {
    return seen.revision;
  }
  const isSame = compareArrayValues(seen.frames, frames, compareDataFrameStructures);
  const revision = isSame ? seen.revision : seen.revision + 1;
  setSeen({ frames, revision });
  return revision;
}
