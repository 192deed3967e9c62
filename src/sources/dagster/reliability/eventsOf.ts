import type { Run } from '../model';
import { processesAfterRetries } from './afterRetries';
import { attemptsOf } from './everyAttempt';
import { inScope, touches, type Circumstances, type ProcessEvent } from './processEvent';
import type { RetryGroup } from './retryGroup';
import { rowTellsTooLittle } from './runReading';
import { runEndMs } from './runEnd';

/**
 * The events of a group as semantics.md defines them, section "Dagster: what one event is". Only what the group had planned
 * for assets in scope; a group without such gives none.
 */
export function eventsOf(group: RetryGroup, circumstances: Circumstances): ProcessEvent[] {
  const { nowMs, rules } = circumstances;
  if (group.settledMs > nowMs) {
    return setAside(group, circumstances, 'pending', earliestMs(group, circumstances));
  }
  if (group.cancelled) {
    return setAside(group, circumstances, 'cancelled', group.settledMs);
  }
  const events =
    rules.retries === 'after' ? processesAfterRetries(group, circumstances) : attemptsOf(group, circumstances);
  return events ?? setAside(group, circumstances, 'pending', earliestMs(group, circumstances));
}

/**
 * Runs whose detail the events of the groups depend on and that may touch the scope. With after-retries, a run that
 * succeeded is told by its row; regardless of retries, op retries hide in every run.
 */
export function runsNeedingDetail(
  groups: Iterable<RetryGroup>,
  { plans, scope, rules, nowMs, details }: Circumstances
): Run[] {
  const needed: Run[] = [];
  const consider = (run: Run, deadlineMs: number) => {
    const hidden = rules.retries === 'after' ? rowTellsTooLittle(run, deadlineMs) : run.startMs !== null;
    if (hidden && !details.has(run.id) && touches(plans.plannedBy(run), scope)) {
      needed.push(run);
    }
  };
  for (const group of groups) {
    if (group.settledMs > nowMs || group.cancelled) {
      continue;
    }
    group.attempts.forEach((run) => consider(run, group.deadlineMs));
    group.rescues.filter((run) => runEndMs(run) <= nowMs).forEach((run) => consider(run, Infinity));
  }
  return needed;
}

/** The group's processes without a verdict. */
function setAside(
  group: RetryGroup,
  { plans, details, scope }: Circumstances,
  outcome: 'pending' | 'cancelled',
  atMs: number
): ProcessEvent[] {
  const events = new Map<string, ProcessEvent>();
  for (const run of group.attempts) {
    for (const [process, planned] of plans.plannedBy(run, details.get(run.id))) {
      const assets = inScope(planned, scope);
      const event = events.get(process);
      if (event) {
        event.assets = [...new Set([...event.assets, ...assets])];
        event.runIds.push(run.id);
      } else if (assets.length > 0) {
        const settled = outcome === 'cancelled';
        events.set(process, { outcome, atMs, settled, groupId: group.id, process, assets, runIds: [run.id] });
      }
    }
  }
  return [...events.values()];
}

/** The earliest time that an event of the group may get: the end of an attempt, or a step inside one. */
function earliestMs(group: RetryGroup, { rules, nowMs }: Circumstances): number {
  return group.attempts.reduce((earliest, run) => {
    const endMs = runEndMs(run);
    const countsInside = rules.retries === 'every-attempt' || endMs > group.deadlineMs;
    return Math.min(earliest, countsInside ? (run.startMs ?? endMs) : endMs);
  }, nowMs);
}
