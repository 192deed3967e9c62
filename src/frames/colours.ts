import type { RowState } from '../evaluation/results';

/**
 * The one colour language of frames and dashboards. Any two are told apart with normal sight, protanopia, deuteranopia and
 * tritanopia, and stand out from the backgrounds of both themes (held by a test). A word always stands beside a colour.
 */
export const STATE_COLOURS: Record<RowState, string> = {
  met: '#0CA968',
  atRisk: '#DE9707',
  breached: '#D70C2F',
  noData: '#63657A',
  failed: '#C264DF',
  loading: '#63657A',
};
