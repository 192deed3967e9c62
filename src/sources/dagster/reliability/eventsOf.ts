import type { AssetKey, Run } from '../model';
import { processesAfterRetries } from './afterRetries';
import { exceededRuntime } from './cancelling';
import { attemptsOf } from './everyAttempt';
import { processOf, type PlanReader } from './plannedProcesses';
import { inScope, touches, type Circumstances, type ProcessEvent } from './processEvent';
import type { RetryGroup } from './retryGroup';
import { rowTellsTooLittle } from './runReading';
import { runEndMs } from './runEnd';

/**
 * The events of a group as semantics.md defines them, section "Events of Dagster". Only what the group had planned for assets in
 * scope; a group without such gives none.
 */
export function eventsOf(group: RetryGroup, circumstances: Circumstances): ProcessEvent[] {
  const { nowMs, rules } = circumstances;
  const judged =
    group.settledMs > nowMs
      ? undefined
      : rules.retries === 'after'
        ? processesAfterRetries(group, circumstances)
        : attemptsOf(group, circumstances);
  if (judged === undefined) {
    return setAside(group, circumstances, 'pending', earliestMs(group, circumstances));
  }
  return judged.cancelled ? setAside(group, circumstances, 'cancelled', group.settledMs) : judged.events;
}

/**
 * Runs whose detail the events of the groups depend on and that may touch the scope. With after-retries the row of a run that
 * succeeded says enough; regardless of retries, op retries hide in every run.
 */
export function runsNeedingDetail(groups: Iterable<RetryGroup>, circumstances: Circumstances): Run[] {
  const { plans, rules } = circumstances;
  return settledRuns(groups, circumstances).flatMap(({ run, deadlineMs }) => {
    const hidden = rowTellsTooLittle(run, plans, deadlineMs);
    return hidden || (rules.retries === 'every-attempt' && run.startMs !== null) ? run : [];
  });
}

/**
 * Runs whose log the events of the groups depend on, given the details: who stopped them, and which blocking checks failed. Of
 * failed steps only those that had materialized something, or that materialize nothing themselves, as checks do.
 */
export function runsNeedingLog(groups: Iterable<RetryGroup>, circumstances: Circumstances): Run[] {
  const { plans, rules, details } = circumstances;
  return settledRuns(groups, circumstances).flatMap(({ run, deadlineMs }) => {
    if (run.status === 'CANCELED' && runEndMs(run) <= deadlineMs) {
      return run.startMs !== null && !exceededRuntime(run) ? run : [];
    }
    const detail = details.get(run.id);
    const planned = detail && plans.plannedBy(run, detail);
    const checkMayHaveFailed = detail?.steps.some(
      ({ stepKey, status, materializations }) =>
        status === 'FAILURE' && (materializations.length > 0 || !planned?.has(processOf(stepKey)))
    );
    return rules.blockingChecks === 'bad' && checkMayHaveFailed ? run : [];
  });
}

/** A run that succeeded, and an asset of one of its processes that it should have materialized if there was anything to do. */
export interface Expected {
  run: Run;
  asset: AssetKey;
}

/** What the rows of successful runs leave open: whether there was anything to do. Runs with details need no such question. */
export function expectedMaterializations(groups: Iterable<RetryGroup>, circumstances: Circumstances): Expected[] {
  const { plans, scope, rules, details } = circumstances;
  if (rules.retries === 'every-attempt') {
    return [];
  }
  return settledRuns(groups, circumstances).flatMap(({ run, deadlineMs }) =>
    run.status === 'SUCCESS' && !details.has(run.id) && !rowTellsTooLittle(run, plans, deadlineMs)
      ? [...plans.plannedBy(run).values()].flatMap((planned) => {
          const asset = planned.find((key) => scope.has(key));
          return asset === undefined ? [] : { run, asset };
        })
      : []
  );
}

/**
 * Attempts of settled groups, and rescues that have ended, each with the deadline for what it did: those that may touch the scope,
 * and of their groups those that may repeat a check of it.
 */
function settledRuns(
  groups: Iterable<RetryGroup>,
  { plans, scope, details, nowMs }: Circumstances
): Array<{ run: Run; deadlineMs: number }> {
  const touching = (run: Run) => touches(plans.plannedBy(run, details.get(run.id)), scope);
  return [...groups].flatMap(({ settledMs, attempts, rescues, deadlineMs }) => {
    const runs = [
      ...attempts.map((run) => ({ run, deadlineMs })),
      ...rescues.filter((run) => runEndMs(run) <= nowMs).map((run) => ({ run, deadlineMs: Infinity })),
    ];
    if (settledMs > nowMs || !runs.some(({ run }) => touching(run))) {
      return [];
    }
    return runs.filter(({ run }) => touching(run) || repeatsOtherSteps(run, plans));
  });
}

/** Whether it is a retry of steps that materialize nothing, as those of checks are. */
function repeatsOtherSteps(run: Run, plans: PlanReader): boolean {
  const planned = run.parentRunId === null || run.stepKeys === null ? undefined : plans.plannedBy(run);
  return planned !== undefined && run.stepKeys?.some((stepKey) => !planned.has(processOf(stepKey))) === true;
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
