import type { AssetKey, Run, RunDetail, StepResult } from '../model';
import { PARTITION_RANGE } from './judgedTags';
import { append, processOf, type Planned, type PlanReader } from './plannedProcesses';
import { runEndMs } from './runEnd';

/** What a run did to one process that it had planned. */
export interface ProcessReading {
  /** Assets that it had planned to materialize. */
  planned: AssetKey[];
  /** `skipped`: an optional output of an upstream step was not produced, so that there was nothing to do. */
  state: 'succeeded' | 'failed' | 'upstreamFailed' | 'skipped';
  /** When each asset was materialized; an optional output of a step that succeeded counts as materialized. */
  doneMs: ReadonlyMap<AssetKey, number>;
  /** What Dagster recorded of its steps; empty where no step began, or where the row alone told enough. */
  steps: StepResult[];
}

export type RunReading = ReadonlyMap<string, ProcessReading>;

/** Whether the run's row does not tell what happened in it by the deadline. Runs that never started need no look inside. */
export function rowTellsTooLittle(run: Run, deadlineMs: number): boolean {
  const endMs = runEndMs(run);
  if (endMs <= deadlineMs) {
    return run.status === 'FAILURE';
  }
  return run.startMs !== null && run.startMs <= deadlineMs;
}

/**
 * What the run had done by the deadline, or undefined where its detail would be needed and is not there. Of a cancelled
 * run nothing is known.
 */
export function readRun(
  run: Run,
  detail: RunDetail | undefined,
  plans: PlanReader,
  deadlineMs: number
): RunReading | undefined {
  const endMs = runEndMs(run);
  if (rowTellsTooLittle(run, deadlineMs)) {
    return detail && readSteps(run, detail, plans, deadlineMs);
  }
  if (endMs <= deadlineMs && run.status === 'CANCELED') {
    return new Map();
  }
  const succeeded = run.status === 'SUCCESS' && endMs <= deadlineMs;
  const reading = new Map<string, ProcessReading>();
  for (const [process, planned] of plans.plannedBy(run, detail)) {
    reading.set(process, {
      planned,
      state: succeeded ? 'succeeded' : 'failed',
      doneMs: succeeded ? allAt(planned, endMs) : new Map(),
      steps: [],
    });
  }
  return reading;
}

/**
 * What the run's steps did by the deadline. An asset that is done counts from the end of the run, as in a run that
 * succeeded, whose steps nobody looks at; only where the run outlived the deadline, from its materialization.
 */
export function readSteps(
  run: Run,
  detail: Pick<RunDetail, 'planned' | 'steps'>,
  plans: PlanReader,
  deadlineMs: number
): RunReading {
  const planned = plans.plannedBy(run, detail);
  const endMs = runEndMs(run);
  const stepsOf = new Map<string, StepResult[]>();
  for (const step of detail.steps) {
    if (beganBy(step, deadlineMs)) {
      const process = processOf(step.stepKey);
      append(stepsOf, process, step);
    }
  }
  const reading = new Map<string, ProcessReading>();
  for (const [process, assets] of planned) {
    const steps = stepsOf.get(process) ?? [];
    const read = readProcess(assets, steps, deadlineMs, run);
    // Outputs may be optional and old events purged: what a successful run had planned is through.
    const through = run.status === 'SUCCESS' && endMs <= deadlineMs && read.state === 'failed';
    reading.set(process, through ? { ...read, state: 'succeeded', doneMs: allAt(assets, endMs) } : read);
  }
  const failedElsewhere = [...stepsOf].some(
    ([process, steps]) => !planned.has(process) && steps.some(({ status }) => status === 'FAILURE')
  );
  markUpstreamFailed(reading, planned, plans, failedElsewhere && run.status === 'FAILURE');
  return reading;
}

function readProcess(planned: AssetKey[], steps: StepResult[], deadlineMs: number, run: Run): ProcessReading {
  const closedMs = runEndMs(run) <= deadlineMs ? runEndMs(run) : undefined;
  const doneMs = new Map<AssetKey, number>();
  // In a run over a range, a materialization stands for one partition; only the step's success for all of them.
  const materializations = run.tags.has(PARTITION_RANGE) ? [] : steps.flatMap((step) => step.materializations);
  for (const { asset, atMs } of materializations) {
    if (atMs <= deadlineMs && !doneMs.has(asset)) {
      doneMs.set(asset, closedMs ?? atMs);
    }
  }
  if (steps.length > 0 && steps.every(({ status }) => status === 'SKIPPED')) {
    return { planned, state: 'skipped', doneMs, steps };
  }
  const finished =
    steps.length > 0 &&
    steps.every((step) => (step.status === 'SUCCESS' || step.status === 'SKIPPED') && stepEndMs(step) <= deadlineMs);
  // Further steps of a graph may not have begun, so only its assets prove that it is through.
  const whole = steps.length === 1 && steps[0].stepKey === processOf(steps[0].stepKey);
  if (!finished || !(whole || planned.every((asset) => doneMs.has(asset)))) {
    return { planned, state: 'failed', doneMs, steps };
  }
  const stepsEndMs = Math.max(...steps.map(stepEndMs));
  const endMs = closedMs ?? (Number.isFinite(stepsEndMs) ? stepsEndMs : deadlineMs);
  return { planned, state: 'succeeded', doneMs: allAt(planned, endMs), steps };
}

/**
 * Tells processes that did not begin because an upstream one of the same run had begun and failed from those that did not
 * begin because the run itself died.
 *
 * @param failedElsewhere a step that materializes nothing failed, such as a blocking asset check: Dagster does not say whom
 *   it held up.
 */
function markUpstreamFailed(
  reading: Map<string, ProcessReading>,
  planned: Planned,
  plans: PlanReader,
  failedElsewhere: boolean
): void {
  const processOfAsset = new Map<AssetKey, string>();
  const downstream = new Map<string, string[]>();
  for (const [process, assets] of planned) {
    assets.forEach((asset) => processOfAsset.set(asset, process));
  }
  const notBegun = new Set<string>();
  const holding: string[] = [];
  for (const [process, { state, steps, planned: assets }] of reading) {
    if (state === 'failed') {
      if (steps.length > 0) {
        holding.push(process);
      } else {
        notBegun.add(process);
      }
    }
    for (const parent of assets.flatMap((asset) => plans.parentsOf(asset))) {
      const upstream = processOfAsset.get(parent);
      if (upstream !== undefined && upstream !== process) {
        append(downstream, upstream, process);
      }
    }
  }
  const held = failedElsewhere ? [...notBegun] : [];
  for (let process = holding.pop(); process !== undefined; process = holding.pop()) {
    for (const below of downstream.get(process) ?? []) {
      if (notBegun.delete(below)) {
        held.push(below);
        holding.push(below);
      }
    }
  }
  for (const process of held) {
    const read = reading.get(process);
    if (read) {
      reading.set(process, { ...read, state: 'upstreamFailed' });
    }
  }
}

/** When the last attempt of a step ended; -Infinity where Dagster recorded no attempt. */
export function stepEndMs(step: StepResult): number {
  return step.attempts.reduce((latest, { endMs }) => Math.max(latest, endMs ?? -Infinity), -Infinity);
}

function beganBy({ attempts, materializations }: StepResult, deadlineMs: number): boolean {
  const beganMs = attempts[0]?.startMs ?? materializations[0]?.atMs ?? -Infinity;
  return beganMs <= deadlineMs;
}

function allAt(assets: AssetKey[], atMs: number): Map<AssetKey, number> {
  return new Map(assets.map((asset) => [asset, atMs]));
}
