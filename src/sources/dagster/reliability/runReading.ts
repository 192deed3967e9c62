import type { AssetKey, FailedCheck, Run, RunDetail, StepResult } from '../model';
import { markInterrupted, markNeverBegun, stopOf } from './cancelling';
import { PARTITION_RANGE } from './judgedTags';
import { append, processOf, type Planned, type PlanReader } from './plannedProcesses';
import type { Circumstances } from './processEvent';
import { runEndMs } from './runEnd';

/** What a run did to one process that it had planned. */
export interface ProcessReading {
  /** Assets that it had planned to materialize. */
  planned: AssetKey[];
  /**
   * `skipped`: there was nothing to do, because it succeeded without materializing any of its assets in scope, or because an
   * optional output of an upstream step was not produced. `cancelled`: a person stopped the run before it had failed or succeeded.
   */
  state: 'succeeded' | 'failed' | 'upstreamFailed' | 'skipped' | 'cancelled';
  /** When each asset was materialized; an optional output of a step that succeeded with others counts as materialized. */
  doneMs: ReadonlyMap<AssetKey, number>;
  /** What Dagster recorded of its steps; empty where no step began, or where the row alone said enough. */
  steps: StepResult[];
  /** Its last attempt was under way when a person stopped the run. */
  interrupted: boolean;
  /** Blocking checks of its assets in scope that failed in this run, and when. */
  failedChecks: Array<FailedCheck & { atMs: number }>;
}

export type RunReading = ReadonlyMap<string, ProcessReading>;

/** Whether the run's row does not say what happened in it by the deadline. Runs that never started need no look inside. */
export function rowTellsTooLittle(run: Run, plans: PlanReader, deadlineMs: number): boolean {
  const endMs = runEndMs(run);
  if (!plans.isToldByRow(run)) {
    return true;
  }
  if (endMs <= deadlineMs) {
    return run.status === 'FAILURE' || (run.status === 'CANCELED' && run.startMs !== null);
  }
  return run.startMs !== null && run.startMs <= deadlineMs;
}

/** What the run had done by the deadline, or undefined where its detail would be needed and is not there. */
export function outcomeOfRun(run: Run, circumstances: Circumstances, deadlineMs: number): RunReading | undefined {
  const { plans, details } = circumstances;
  const detail = details.get(run.id);
  const ended = runEndMs(run) <= deadlineMs;
  const tooLittle = rowTellsTooLittle(run, plans, deadlineMs);
  if (detail && (tooLittle || ended)) {
    return readSteps(run, detail, circumstances, deadlineMs);
  }
  if (tooLittle && !(ended && run.status === 'CANCELED')) {
    return undefined;
  }
  const reading = new Map<string, ProcessReading>();
  for (const [process, planned] of plans.plannedBy(run)) {
    reading.set(process, ofRow(run, planned, ended));
  }
  return reading;
}

function ofRow(run: Run, planned: AssetKey[], ended: boolean): ProcessReading {
  const nothing = { planned, doneMs: new Map<AssetKey, number>(), steps: [], interrupted: false, failedChecks: [] };
  if (ended && run.status === 'SUCCESS') {
    return { ...nothing, state: 'succeeded', doneMs: allAt(planned, runEndMs(run)) };
  }
  const cancelled = ended && stopOf(run, undefined) !== undefined;
  return { ...nothing, state: cancelled ? 'cancelled' : 'failed', interrupted: cancelled };
}

/**
 * What the run's steps did by the deadline. An asset that is done counts from the end of the run, as in a run that
 * succeeded, whose steps are not looked at; only where the run outlived the deadline, from its materialization.
 */
export function readSteps(
  run: Run,
  detail: Pick<RunDetail, 'planned' | 'steps'>,
  { plans, failures, scope, rules }: Circumstances,
  deadlineMs: number
): RunReading {
  const planned = plans.plannedBy(run, detail);
  const log = failures.get(run.id);
  const endMs = runEndMs(run);
  const stop = endMs <= deadlineMs ? stopOf(run, log) : undefined;
  const stepsOf = new Map<string, StepResult[]>();
  for (const step of detail.steps) {
    if (beganBy(step, deadlineMs)) {
      append(stepsOf, processOf(step.stepKey), step);
    }
  }
  const reading = new Map<string, ProcessReading>();
  for (const [process, assets] of planned) {
    const steps = stepsOf.get(process) ?? [];
    const read = readProcess(assets, steps, deadlineMs, run);
    // Old events may have been purged: what a successful run had planned is through.
    const through = run.status === 'SUCCESS' && endMs <= deadlineMs && read.state === 'failed';
    reading.set(process, through ? { ...read, state: 'succeeded', doneMs: allAt(assets, endMs) } : read);
  }
  markSkipped(reading, scope);
  if (stop) {
    markInterrupted(reading, stop);
  }
  const failedElsewhere = [...stepsOf].some(
    ([process, steps]) => !planned.has(process) && steps.some(({ status }) => status === 'FAILURE')
  );
  markUpstreamFailed(reading, planned, plans, failedElsewhere && (run.status === 'FAILURE' || stop !== undefined));
  if (stop) {
    markNeverBegun(reading);
  }
  if (log && rules.blockingChecks === 'bad') {
    markFailedChecks(reading, log.checks, detail.steps, scope, deadlineMs);
  }
  return reading;
}

/** A process that succeeded and has steps to show for it, but none of its assets in scope, had nothing to do. */
function markSkipped(reading: Map<string, ProcessReading>, scope: ReadonlySet<AssetKey>): void {
  for (const [process, read] of reading) {
    const made = new Set(read.steps.flatMap(({ materializations }) => materializations.map(({ asset }) => asset)));
    if (
      read.state === 'succeeded' &&
      read.steps.length > 0 &&
      !read.planned.some((asset) => scope.has(asset) && made.has(asset))
    ) {
      reading.set(process, { ...read, state: 'skipped', doneMs: new Map() });
    }
  }
}

/** Takes assets back whose blocking check failed, in the step that made them or in one of its own. */
function markFailedChecks(
  reading: Map<string, ProcessReading>,
  checks: readonly FailedCheck[],
  steps: readonly StepResult[],
  scope: ReadonlySet<AssetKey>,
  deadlineMs: number
): void {
  const stepOf = new Map(steps.map((step) => [step.stepKey, step]));
  for (const [process, read] of reading) {
    const failedChecks = checks.flatMap((check) => {
      const step = stepOf.get(check.stepKey);
      const concerns = scope.has(check.asset) && read.planned.includes(check.asset) && read.steps.length > 0;
      return concerns && step?.status === 'FAILURE' && stepEndMs(step) <= deadlineMs
        ? [{ ...check, atMs: stepEndMs(step) }]
        : [];
    });
    if (failedChecks.length > 0) {
      const doneMs = new Map(read.doneMs);
      failedChecks.forEach(({ asset }) => doneMs.delete(asset));
      reading.set(process, { ...read, state: 'failed', doneMs, failedChecks });
    }
  }
}

function readProcess(planned: AssetKey[], steps: StepResult[], deadlineMs: number, run: Run): ProcessReading {
  const closedMs = runEndMs(run) <= deadlineMs ? runEndMs(run) : undefined;
  const doneMs = new Map<AssetKey, number>();
  // In a run over a range, a materialization covers one partition; only the step's success covers all of them.
  const materializations = run.tags.has(PARTITION_RANGE) ? [] : steps.flatMap((step) => step.materializations);
  for (const { asset, atMs } of materializations) {
    if (atMs <= deadlineMs && !doneMs.has(asset)) {
      doneMs.set(asset, closedMs ?? atMs);
    }
  }
  const read = { planned, doneMs, steps, interrupted: false, failedChecks: [] };
  if (steps.length > 0 && steps.every(({ status }) => status === 'SKIPPED')) {
    return { ...read, state: 'skipped' };
  }
  const finished =
    steps.length > 0 &&
    steps.every((step) => (step.status === 'SUCCESS' || step.status === 'SKIPPED') && stepEndMs(step) <= deadlineMs);
  // Further steps of a graph may not have begun, so only its assets prove that it is through.
  const whole = steps.length === 1 && steps[0].stepKey === processOf(steps[0].stepKey);
  if (!finished || !(whole || planned.every((asset) => doneMs.has(asset)))) {
    return { ...read, state: 'failed' };
  }
  const stepsEndMs = Math.max(...steps.map(stepEndMs));
  const endMs = closedMs ?? (Number.isFinite(stepsEndMs) ? stepsEndMs : deadlineMs);
  return { ...read, state: 'succeeded', doneMs: allAt(planned, endMs) };
}

/**
 * Of the processes that did not begin, marks those that an upstream one of the same run held up, which had begun and failed. The
 * others did not begin because the run itself died.
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
