import type { Run, RunFailures, StepResult } from '../model';
import { MAX_RUNTIME } from './judgedTags';
import { runEndMs } from './runEnd';
import type { ProcessReading } from './runReading';

const INTERRUPTED = 'DagsterExecutionInterruptedError';

/** When a person stopped a run, and what its steps said. */
export interface Stop {
  atMs: number;
  bySteps: RunFailures['bySteps'];
}

/**
 * The stop of a run that a person cancelled; undefined for every other one. Dagster does not record who cancelled a run: a
 * cancelled run is a person's unless its log or its row shows that Dagster ended it for running too long. Where the log does not
 * say when it was stopped, nothing in it is known to have failed before.
 */
export function stopOf(run: Run, log: RunFailures | undefined): Stop | undefined {
  if (run.status !== 'CANCELED' || exceededRuntime(run) || log?.stopped?.tooLong) {
    return undefined;
  }
  return { atMs: log?.stopped?.atMs ?? -Infinity, bySteps: log?.bySteps ?? new Map() };
}

/** Whether the row alone shows that a cancelled run had reached the longest that its tags allow it. */
export function exceededRuntime(run: Run): boolean {
  const tag = MAX_RUNTIME.find((name) => run.tags.has(name));
  const seconds = Number(tag && run.tags.get(tag));
  return seconds > 0 && run.startMs !== null && runEndMs(run) - run.startMs >= seconds * 1000;
}

/** Whether the last attempt of the step was under way when the run was stopped. */
function wasInterrupted({ stepKey, status, attempts }: StepResult, { atMs, bySteps }: Stop): boolean {
  const endMs = attempts.at(-1)?.endMs ?? Infinity;
  return status === 'FAILURE'
    ? endMs >= atMs || bySteps.get(stepKey)?.startsWith(INTERRUPTED) === true
    : isOpen(status);
}

/** Whether an attempt of the step had failed before the run was stopped, even if the op was to try again. */
function hadFailedBefore(step: StepResult, stop: Stop): boolean {
  const { status, attempts } = step;
  if (status === 'FAILURE' && !wasInterrupted(step, stop)) {
    return true;
  }
  const failed = status === 'FAILURE' ? attempts.slice(0, -1) : isOpen(status) ? attempts : [];
  return failed.some(({ endMs }) => endMs !== null && endMs < stop.atMs);
}

function isOpen(status: StepResult['status']): boolean {
  return status === 'IN_PROGRESS' || status === null;
}

/** Of processes that neither succeeded nor had failed before the stop, it is not known how they would have ended. */
export function markInterrupted(reading: Map<string, ProcessReading>, stop: Stop): void {
  for (const [process, read] of reading) {
    if (read.state === 'failed' && read.steps.length > 0) {
      const state = read.steps.some((step) => hadFailedBefore(step, stop)) ? 'failed' : 'cancelled';
      const interrupted = read.steps.every((step) => step.status === 'SUCCESS' || wasInterrupted(step, stop));
      reading.set(process, { ...read, state, interrupted });
    }
  }
}

/** Of a run that a person stopped: what neither began nor was held back would have. */
export function markNeverBegun(reading: Map<string, ProcessReading>): void {
  for (const [process, read] of reading) {
    if (read.state === 'failed' && read.steps.length === 0) {
      reading.set(process, { ...read, state: 'cancelled', interrupted: true });
    }
  }
}
