import type { Run, RunDetail } from '../model';
import { stopOf } from './cancelling';
import { inScope, touches, type Circumstances, type ProcessEvent } from './processEvent';
import type { RetryGroup } from './retryGroup';
import { readSteps, stepEndMs, type ProcessReading } from './runReading';
import { runEndMs } from './runEnd';

const NOTHING_BEGAN: Pick<RunDetail, 'planned' | 'steps'> = { planned: null, steps: [] };

/**
 * Every attempt of every process of a settled run: each op retry that failed, and how the process ended in this run. A process
 * that never began because the run died is one failed attempt.
 *
 * @returns undefined where the run's detail has not been read; an empty list with `cancelled` where a person stopped the run before
 *   anything had failed.
 */
export function attemptsOf(
  group: RetryGroup,
  circumstances: Circumstances
): { events: ProcessEvent[]; cancelled: boolean } | undefined {
  const { plans, details, failures, scope } = circumstances;
  const run = group.lastAutomatic;
  const detail = details.get(run.id);
  if (!touches(plans.plannedBy(run, detail), scope)) {
    return { events: [], cancelled: false };
  }
  if (!detail && !group.cancelled && (run.startMs !== null || !plans.isToldByRow(run))) {
    return undefined;
  }
  const reading = readSteps(run, detail ?? NOTHING_BEGAN, circumstances, group.deadlineMs);
  const events: ProcessEvent[] = [];
  let anythingFailed = false;
  for (const [process, processReading] of reading) {
    const found = attempts(processReading, run, group.deadlineMs);
    anythingFailed ||= found.some(({ outcome }) => outcome === 'bad');
    const assets = inScope(processReading.planned, scope);
    if (assets.length > 0) {
      const shared = { settled: true, groupId: group.id, process, assets, runIds: [run.id] };
      found.forEach(({ outcome, atMs }) => events.push({ ...shared, outcome, atMs }));
    }
  }
  const cancelled = group.cancelled && !anythingFailed && stopOf(run, failures.get(run.id)) !== undefined;
  return { events: cancelled ? [] : events, cancelled };
}

function attempts(
  reading: ProcessReading,
  run: Run,
  deadlineMs: number
): Array<Pick<ProcessEvent, 'outcome' | 'atMs'>> {
  const closedMs = Math.min(runEndMs(run), deadlineMs);
  const retried = failuresBeforeTheLast(reading, deadlineMs).map((atMs) => ({ outcome: 'bad' as const, atMs }));
  const { state, steps, failedChecks, interrupted } = reading;
  const endedMs = within(Math.max(...steps.map(stepEndMs), ...failedChecks.map(({ atMs }) => atMs)), closedMs);
  switch (state) {
    case 'skipped':
      return retried;
    case 'upstreamFailed':
      return [{ outcome: 'upstreamFailed', atMs: closedMs }];
    case 'succeeded':
      return [...retried, { outcome: 'good', atMs: endedMs }];
    case 'cancelled':
      return [...retried, { outcome: 'cancelled', atMs: closedMs }];
    case 'failed': {
      const open = steps.some(({ status }) => status === 'IN_PROGRESS' || status === null);
      return [...retried, { outcome: interrupted ? 'cancelled' : 'bad', atMs: open ? closedMs : endedMs }];
    }
  }
}

/** Ends of failed attempts that the op itself tried again. Dagster lists closed attempts only, the final one among them. */
function failuresBeforeTheLast({ steps }: ProcessReading, deadlineMs: number): number[] {
  return steps.flatMap(({ attempts: all, status }) => {
    const open = status === 'IN_PROGRESS' || status === null;
    const closed = open ? all : all.slice(0, -1);
    return closed.flatMap(({ endMs }) => (endMs !== null && endMs <= deadlineMs ? [endMs] : []));
  });
}

function within(atMs: number, closedMs: number): number {
  return Number.isFinite(atMs) ? Math.min(atMs, closedMs) : closedMs;
}
