import type { Run } from '../model';
import { exceededRuntime } from './cancelling';
import { announcesRetry } from './retryTags';
import type { ReliabilityRules } from './rules';
import { runEndMs } from './runEnd';

/** A run and all runs that tried again what it had left undone. */
export interface RetryGroup {
  /** Id of the run that began it. */
  id: string;
  /** In the order of their creation, manual re-executions that came before the group had settled included. */
  attempts: Run[];
  /** Re-executions after the group had settled in failure, where the objective lets them restate history. */
  rescues: Run[];
  lastAutomatic: Run;
  /** When the group has been open for longer than the pending deadline. */
  deadlineMs: number;
  /** From this instant on nothing changes, except by rescues; in the future while attempts are under way. */
  settledMs: number;
  /** It was still open at its deadline, or will be unless it ends before. */
  overdue: boolean;
  /** Its last automatic attempt was cancelled, by a person or by Dagster itself. */
  cancelled: boolean;
}

/** The group that a run begins. */
export function foundGroup(founder: Run, rules: ReliabilityRules): RetryGroup {
  const group: RetryGroup = {
    id: founder.id,
    attempts: [founder],
    rescues: [],
    lastAutomatic: founder,
    deadlineMs: founder.createdMs + rules.pendingDeadlineMs,
    settledMs: 0,
    overdue: false,
    cancelled: false,
  };
  settle(group, new Set(), rules);
  return group;
}

/**
 * Settles the group from its attempts as they are known. It cannot settle later than its deadline: what has not been done
 * by then counts as failed for good, even if a run still ends well.
 *
 * @param retried ids of attempts whose announced retry has come.
 */
export function settle(group: RetryGroup, retried: ReadonlySet<string>, rules: ReliabilityRules): void {
  const endsMs = group.attempts.map((run) => {
    const waits = rules.retries === 'after' && announcesRetry(run) && !retried.has(run.id);
    return runEndMs(run) + (waits ? rules.retrySettleMs : 0);
  });
  const endMs = Math.max(...endsMs);
  group.overdue = endMs > group.deadlineMs;
  group.settledMs = Math.min(endMs, group.deadlineMs);
  group.cancelled = group.lastAutomatic.status === 'CANCELED' && runEndMs(group.lastAutomatic) <= group.deadlineMs;
}

/** Whether a later re-execution could turn the group to good. */
export function endedInFailure(group: RetryGroup): boolean {
  return (
    group.overdue ||
    group.lastAutomatic.status === 'FAILURE' ||
    (group.cancelled && group.attempts.some((run) => run.status === 'FAILURE' || exceededRuntime(run)))
  );
}
