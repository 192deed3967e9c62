import type { RowState } from '../evaluation/results';
import type { LineageAsset } from '../sources/contract';

/**
 * The one colour language of frames and dashboards. Any two can be told apart with normal sight, protanopia, deuteranopia
 * and tritanopia, and stand out from the backgrounds of both themes (held by a test). A colour always comes with a word.
 */
export const STATE_COLOURS: Record<RowState, string> = {
  met: '#1B9766',
  atRisk: '#D06704',
  breached: '#D9133C',
  noData: '#6D798A',
  failed: '#B139BE',
  loading: '#6D798A',
};

/** Assets of a lineage: the ring of a node in the colour of its freshness, what failed of it, and the path of unstable data. */
export const LINEAGE_COLOURS: Record<LineageAsset['state'] | 'failed' | 'unstable', string> = {
  fresh: STATE_COLOURS.met,
  stale: STATE_COLOURS.breached,
  notMaterializable: STATE_COLOURS.noData,
  unresolved: STATE_COLOURS.failed,
  failed: STATE_COLOURS.atRisk,
  unstable: '#5A5AFF',
};
