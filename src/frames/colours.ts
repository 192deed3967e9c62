import type { RowState } from '../evaluation/results';

/**
 * The one colour language of frames and dashboards. Any two are told apart with normal sight, protanopia, deuteranopia and
 * tritanopia, and stand out from the backgrounds of both themes (held by a test). A word always stands beside a colour.
 */
export const STATE_COLOURS: Record<RowState, string> = {
  met: '#1B9766',
  atRisk: '#D06704',
  breached: '#D9133C',
  noData: '#6D798A',
  failed: '#B139BE',
  loading: '#6D798A',
};
