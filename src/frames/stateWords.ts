import { NOT_ENOUGH_DATA } from '../budget/inWords';
import { WORST_FIRST, type AlertRow, type RowState } from '../evaluation/results';
import type { UpstreamState } from '../sources/contract';

/** How a state reads in a frame. Dashboards map these words to colours. */
export const STATE_WORDS: Record<RowState, string> = {
  met: 'met',
  atRisk: 'at risk',
  breached: 'breached',
  noData: 'no data',
  failed: 'failed',
  loading: 'loading',
};

export const PROVISIONAL = 'provisional';

/** The value of a verdict in a frame, on which panels may filter: "met · provisional". */
export function verdictOf(state: RowState, provisional: boolean): string {
  return provisional ? `${STATE_WORDS[state]} · ${PROVISIONAL}` : STATE_WORDS[state];
}

/** A verdict as it is shown: "met, provisional", "not enough data yet". */
export function verdictInWords(state: RowState, provisional: boolean): string {
  if (!provisional) {
    return STATE_WORDS[state];
  }
  return state === 'noData' ? NOT_ENOUGH_DATA : `${STATE_WORDS[state]}, ${PROVISIONAL}`;
}

/** Every verdict with its state and how it is shown, the most urgent first. */
export const VERDICTS: ReadonlyArray<{ state: RowState; verdict: string; shown: string }> = WORST_FIRST.flatMap(
  (state) =>
    [false, true].map((provisional) => ({
      state,
      verdict: verdictOf(state, provisional),
      shown: verdictInWords(state, provisional),
    }))
);

/** How the state of an alert row reads in a frame. Dashboards map these words to colours. */
export const ALERT_STATE_WORDS: Record<AlertRow['state'], string> = {
  firing: 'firing',
  quiet: 'quiet',
  noData: 'no data',
  cannotFire: 'cannot fire',
  leftOut: 'left out',
  failed: 'failed',
  loading: 'loading',
};

/** How the state of an upstream reads in a frame. Dashboards map these words to colours. */
export const UPSTREAM_STATE_WORDS: Record<UpstreamState['state'] | 'failed' | 'loading', string> = {
  active: 'active',
  starting: 'starting',
  shuttingDown: 'shutting down',
  unreachable: 'unreachable',
  failed: 'failed',
  loading: 'loading',
};

/** How it reads that a part has too few events for a verdict of its own. */
export const TOO_FEW_TO_TELL = 'too few to tell';
