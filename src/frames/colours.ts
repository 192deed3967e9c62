import type { RowState } from '../evaluation/results';

/**
 * The one colour language of frames and dashboards. Any two are told apart with normal sight, protanopia, deuteranopia and
 * tritanopia, and stand out from the backgrounds of both themes (held by a test). A word always stands beside a colour.
 */
export const STATE_COLOURS: Record<RowState, string> = {
  met: '#189D62',
  atRisk: '#D87D03',
  breached: '#CD102C',
  noData: '#676781',
  failed: '#A83EE0',
  loading: '#676781',
};
