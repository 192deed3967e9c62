import type { RowState } from '../evaluation/results';
import type { Notice } from '../sources/contract';

/** One objective tried out: what its row would say now, over the objective's own window. */
export interface TryResult {
  /** As a person reads it, such as "99.92 %"; says "no data" where there is none. */
  sli: string;
  /** Events of the window, or items now; null where the objective could not be measured. */
  good: number | null;
  bad: number | null;
  total: number | null;
  /** End of the last bucket that holds an event, epoch milliseconds; null where it is unknown. */
  lastEventMs: number | null;
  /** Observed share of the window, 0 to 1; null where the objective has no window or could not be measured. */
  coverage: number | null;
  state: RowState;
  /** The figures behind the state. */
  why: string;
  /** Less than 90 % of the window was observed, or the figures may turn out to be other ones for another reason. */
  provisional?: boolean;
  /** What the row says besides its figures. */
  notices?: Notice[];
}
