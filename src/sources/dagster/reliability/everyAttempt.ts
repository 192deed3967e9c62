import type { Run, RunDetail } from '../model';
import { inScope, touches, type Circumstances, type ProcessEvent } from './processEvent';
import type { RetryGroup } from './retryGroup';
import { readSteps, stepEndMs, type ProcessReading } from './runReading';
import { runEndMs } from './runEnd';

const NOTHING_BEGAN: Pick<RunDetail, 'planned' | 'steps'> = { planned: [], steps: [] };

/**
 * Every attempt of every process of a settled run that was not cancelled: each op retry that failed, and how the process
 * ended in this run. A process that never began because the run died is one failed attempt.
 *
 * @returns undefined where the run's detail has not been read.
 */
export function attemptsOf(group: RetryGroup, circumstances: Circumstances): ProcessEvent[] | undefined {
  const { plans, details, scope } = circumstances;
  const run = group.lastAutomatic;
  const detail = details.get(run.id);
  if (!touches(plans.plannedBy(run, detail), scope)) {
    return [];
  }
  if (!detail && run.startMs !== null) {
    return undefined;
  }
  const reading = readSteps(run, detail ?? NOTHING_BEGAN, plans, group.deadlineMs);
  const events: ProcessEvent[] = [];
  for (const [process, processReading] of reading) {
    const assets = inScope(processReading.planned, scope);
    if (assets.length > 0) {
      const shared = { settled: true, groupId: group.id, process, assets, runIds: [run.id] };
      for (const { outcome, atMs } of attempts(processReading, run, group.deadlineMs)) {
        events.push({ ...shared, outcome, atMs });
      }
    }
  }
  return events;
}

function attempts(
  reading: ProcessReading,
  run: Run,
  deadlineMs: number
): Array<Pick<ProcessEvent, 'outcome' | 'atMs'>> {
  const closedMs = Math.min(runEndMs(run), deadlineMs);
  const retried = failuresBeforeTheLast(reading, deadlineMs).map((atMs) => ({ outcome: 'bad' as const, atMs }));
  switch (reading.state) {
    case 'skipped':
      return [];
    case 'upstreamFailed':
      return [{ outcome: 'upstreamFailed', atMs: closedMs }];
    case 'succeeded':
      return [...retried, { outcome: 'good', atMs: within(Math.max(...reading.steps.map(stepEndMs)), closedMs) }];
    case 'failed': {
      const open = reading.steps.some(({ status }) => status === 'IN_PROGRESS' || status === null);
      const endMs = open ? closedMs : within(Math.max(...reading.steps.map(stepEndMs)), closedMs);
      return [...retried, { outcome: 'bad', atMs: endMs }];
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
