import { instantInWords } from '../../budget/inWords';
import { windowBoundsOf } from '../../budget/windowBounds';
import type { DagsterSpec, Objective } from '../../catalogue/objective';
import type { Notice } from '../contract';
import type { PartitionVerdict } from './partitions/judgePartitions';
import { missingInWords } from './partitions/missingInWords';
import { notCounted } from './reliability/notCounted';
import type { ProcessEvent } from './reliability/processEvent';

/** Runs of neighbouring partitions that a notice names. */
const RUNS_NAMED = 3;

export function provisionalNotices(provisional: string | undefined): Notice[] {
  return provisional === undefined ? [] : [{ severity: 'warning', text: `provisional: ${provisional}` }];
}

export function nothingPartitioned({ selection }: DagsterSpec, assets: number): Notice {
  const text =
    `none of the ${assets} assets that ${selection} selects has partitions, so there are none to judge. ` +
    'Correct the selection in the catalogue, or take the objective out of it';
  return { severity: 'warning', text };
}

/** Partitions that are in no total, because there was nothing to make. */
export function withoutOutput(verdicts: readonly PartitionVerdict[]): Notice[] {
  const affected = verdicts.filter((verdict) => verdict.withoutOutput.length > 0);
  if (affected.length === 0) {
    return [];
  }
  const count = affected.reduce((sum, verdict) => sum + verdict.withoutOutput.length, 0);
  const [{ asset, withoutOutput: keys }] = affected;
  const more = affected.length > 1 ? ` and those of ${affected.length - 1} more assets` : '';
  const text =
    `${count === 1 ? '1 partition does' : `${count} partitions do`} not count, because the latest run succeeded without making ` +
    `anything for ${count === 1 ? 'it' : 'them'}: ${asset} ${missingInWords(keys).slice(0, RUNS_NAMED).join(', ')}${more}`;
  return [{ severity: 'info', text }];
}

/** The objective's window now: whichever tier is read, its notices are about the same time. */
export function windowOf({ window }: Objective, nowMs: number): { fromMs: number; toMs: number } {
  return { fromMs: window.type === 'pointInTime' ? nowMs : windowBoundsOf(window)(nowMs).startMs, toMs: nowMs };
}

/** What is shown beside the figure because it is not part of it. */
export function setAside(events: readonly ProcessEvent[], window: { fromMs: number; toMs: number }): Notice[] {
  const { upstreamFailed, cancelledGroups, pendingGroups } = notCounted(events, window);
  const parts = [
    ...(upstreamFailed > 0 ? [`${upstreamFailed} skipped because an upstream step had failed`] : []),
    ...(cancelledGroups > 0 ? [`${cancelledGroups} cancelled, by whom Dagster does not record`] : []),
    ...(pendingGroups > 0 ? [`${pendingGroups} not settled yet`] : []),
  ];
  const since = instantInWords(window.fromMs);
  return parts.length === 0
    ? []
    : [{ severity: 'info', text: `events since ${since} that do not count: ${parts.join(', ')}` }];
}
