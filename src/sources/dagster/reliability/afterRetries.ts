import type { AssetKey, FailedCheck, Run } from '../model';
import { stopOf } from './cancelling';
import { inScope, touches, type Circumstances, type ProcessEvent } from './processEvent';
import type { RetryGroup } from './retryGroup';
import { outcomeOfRun, type ProcessReading, type RunReading } from './runReading';
import { runEndMs } from './runEnd';

/** All that the attempts of a group did to one process. */
interface Undertaking {
  assets: Set<AssetKey>;
  doneMs: Map<AssetKey, number>;
  /** Assets that some attempt had nothing to make for. */
  leftOut: Set<AssetKey>;
  /** Made, but failed by a blocking check that has not passed since. */
  heldBack: Map<AssetKey, FailedCheck>;
  states: Set<ProcessReading['state']>;
  runIds: string[];
}

/**
 * The processes of a settled group. Retries from failure plan only what was left undone, so the attempts are united: a process
 * is good once each of its assets in scope has been materialized by some attempt. It is `upstreamFailed` where it never had a
 * chance of its own, and no event where there was nothing to make.
 *
 * @returns undefined where the details of some attempt have not been read; an empty list with `cancelled` where a person stopped
 *   the group before anything had failed.
 */
export function processesAfterRetries(
  group: RetryGroup,
  circumstances: Circumstances
): { events: ProcessEvent[]; cancelled: boolean } | undefined {
  const { plans, details, failures, scope, rules, nowMs } = circumstances;
  const [first] = group.attempts;
  if (group.attempts.length === 1 && first.status === 'SUCCESS' && !group.overdue && !details.has(first.id)) {
    return plans.isToldByRow(first) ? { events: succeededAtOnce(group, circumstances), cancelled: false } : undefined;
  }
  const undertakings = new Map<string, Undertaking>();
  let anythingFailed = false;
  const read = (run: Run, deadlineMs: number): boolean => {
    if (!touches(plans.plannedBy(run, details.get(run.id)), scope)) {
      releaseChecked(undertakings, run, circumstances);
      return true;
    }
    const reading = outcomeOfRun(run, circumstances, deadlineMs);
    if (reading) {
      anythingFailed ||= [...reading.values()].some(({ state }) => state === 'failed');
      unite(undertakings, run.id, reading, scope);
      releaseChecked(undertakings, run, circumstances);
    }
    return reading !== undefined;
  };
  const ended = group.rescues.filter((run) => runEndMs(run) <= nowMs);
  if (!group.attempts.every((run) => read(run, group.deadlineMs)) || !ended.every((run) => read(run, Infinity))) {
    return undefined;
  }
  if (group.cancelled && !anythingFailed && stopOf(group.lastAutomatic, failures.get(group.lastAutomatic.id))) {
    return { events: [], cancelled: true };
  }
  const failedMs = Math.min(runEndMs(group.lastAutomatic), group.deadlineMs);
  const events = [...undertakings].flatMap(([process, undertaking]): ProcessEvent[] => {
    const { outcome, atMs = failedMs } = verdictOf(undertaking);
    const settled = outcome === 'good' || outcome === 'cancelled' || rules.manualReruns !== 'rescue';
    const { assets, runIds } = undertaking;
    return outcome ? [{ outcome, atMs, settled, groupId: group.id, process, assets: [...assets], runIds }] : [];
  });
  return { events, cancelled: false };
}

/** What the process came to; no outcome where it had nothing to do. Good ones have an instant of their own. */
function verdictOf({ assets, doneMs, leftOut, states }: Undertaking): {
  outcome?: Exclude<ProcessEvent['outcome'], 'pending'>;
  atMs?: number;
} {
  if ([...assets].every((asset) => doneMs.has(asset) || leftOut.has(asset))) {
    return doneMs.size > 0 ? { outcome: 'good', atMs: Math.max(...doneMs.values()) } : {};
  }
  if (states.has('failed')) {
    return { outcome: 'bad' };
  }
  return states.has('upstreamFailed')
    ? { outcome: 'upstreamFailed' }
    : { outcome: states.has('cancelled') ? 'cancelled' : undefined };
}

/** What nine groups of ten come to, without a ledger. */
function succeededAtOnce(
  { id, lastAutomatic, settledMs }: RetryGroup,
  { plans, scope }: Circumstances
): ProcessEvent[] {
  const events: ProcessEvent[] = [];
  const shared = { outcome: 'good' as const, atMs: settledMs, settled: true, groupId: id, runIds: [id] };
  for (const [process, planned] of plans.plannedBy(lastAutomatic)) {
    const assets = inScope(planned, scope);
    if (assets.length > 0) {
      events.push({ ...shared, process, assets });
    }
  }
  return events;
}

function unite(
  undertakings: Map<string, Undertaking>,
  runId: string,
  reading: RunReading,
  scope: ReadonlySet<AssetKey>
): void {
  for (const [process, { planned, state, doneMs, failedChecks }] of reading) {
    const assets = inScope(planned, scope);
    if (assets.length === 0) {
      continue;
    }
    const undertaking: Undertaking = undertakings.get(process) ?? {
      assets: new Set(),
      doneMs: new Map(),
      leftOut: new Set(),
      heldBack: new Map(),
      states: new Set(),
      runIds: [],
    };
    undertakings.set(process, undertaking);
    assets.forEach((asset) => undertaking.assets.add(asset));
    assets.forEach((asset) => doneAt(undertaking, asset, doneMs.get(asset)));
    if (state === 'skipped') {
      assets.forEach((asset) => undertaking.leftOut.add(asset));
    }
    failedChecks.forEach((check) => undertaking.heldBack.set(check.asset, check));
    undertaking.states.add(state);
    undertaking.runIds.push(runId);
  }
}

/** A retry from failure repeats the check alone: once it has passed, the asset that it had held back is done. */
function releaseChecked(undertakings: Map<string, Undertaking>, run: Run, { details }: Circumstances): void {
  const endMs = runEndMs(run);
  for (const undertaking of undertakings.values()) {
    for (const [asset, { stepKey }] of undertaking.heldBack) {
      const step = details.get(run.id)?.steps.find((each) => each.stepKey === stepKey);
      const hasPassed = step
        ? step.status === 'SUCCESS'
        : run.status === 'SUCCESS' && run.stepKeys?.includes(stepKey) === true;
      if (hasPassed && Number.isFinite(endMs)) {
        doneAt(undertaking, asset, endMs);
      }
    }
  }
}

function doneAt(undertaking: Undertaking, asset: AssetKey, atMs: number | undefined): void {
  if (atMs !== undefined) {
    undertaking.doneMs.set(asset, Math.min(atMs, undertaking.doneMs.get(asset) ?? Infinity));
    undertaking.heldBack.delete(asset);
  }
}
