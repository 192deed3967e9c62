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

/** A state with its reservation, for readers who see nothing else: "met · provisional". */
export function verdictInWords(state: RowState, provisional: boolean): string {
  return provisional ? `${STATE_WORDS[state]} · ${PROVISIONAL}` : STATE_WORDS[state];
}

/** Every verdict with its state, the most urgent first. */
export const VERDICTS: ReadonlyArray<{ state: RowState; verdict: string }> = WORST_FIRST.flatMap((state) =>
  (state === 'failed' || state === 'loading' ? [false] : [false, true]).map((provisional) => ({
    state,
    verdict: verdictInWords(state, provisional),
  }))
);

/** How the state of an alert row reads in a frame. Dashboards map these words to colours. */
export const ALERT_STATE_WORDS: Record<AlertRow['state'], string> = {
  firing: 'firing',
  quiet: 'quiet',
  noData: 'no data',
  cannotFire: 'cannot fire',
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
