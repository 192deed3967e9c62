import type { AssetKey, Run } from '../model';
import { inScope, touches, type Circumstances, type ProcessEvent } from './processEvent';
import type { RetryGroup } from './retryGroup';
import { readRun, type RunReading } from './runReading';
import { runEndMs } from './runEnd';

/** All that the attempts of a group did to one process. */
interface Undertaking {
  assets: Set<AssetKey>;
  doneMs: Map<AssetKey, number>;
  failed: boolean;
  upstreamFailed: boolean;
  runIds: string[];
}

/**
 * The processes of a settled group that was not cancelled. Retries from failure plan only what was left undone, so the
 * attempts are united: a process is good once each of its assets in scope has been materialized by some attempt. It is
 * `upstreamFailed` where it never had a chance of its own.
 *
 * @returns undefined where the details of some attempt have not been read.
 */
export function processesAfterRetries(group: RetryGroup, circumstances: Circumstances): ProcessEvent[] | undefined {
  const { plans, details, scope, rules, nowMs } = circumstances;
  const [first] = group.attempts;
  if (group.attempts.length === 1 && first.status === 'SUCCESS' && !group.overdue) {
    return succeededAtOnce(group, circumstances);
  }
  const undertakings = new Map<string, Undertaking>();
  const read = (run: Run, deadlineMs: number): boolean => {
    const detail = details.get(run.id);
    if (!touches(plans.plannedBy(run, detail), scope)) {
      return true;
    }
    const reading = readRun(run, detail, plans, deadlineMs);
    if (reading) {
      unite(undertakings, run.id, reading, scope);
    }
    return reading !== undefined;
  };
  const ended = group.rescues.filter((run) => runEndMs(run) <= nowMs);
  if (!group.attempts.every((run) => read(run, group.deadlineMs)) || !ended.every((run) => read(run, Infinity))) {
    return undefined;
  }
  const failedMs = Math.min(runEndMs(group.lastAutomatic), group.deadlineMs);
  const events: ProcessEvent[] = [];
  for (const [process, { assets, doneMs, failed, upstreamFailed, runIds }] of undertakings) {
    const shared = { groupId: group.id, process, assets: [...assets], runIds };
    const good = shared.assets.every((asset) => doneMs.has(asset));
    if (good) {
      events.push({ ...shared, outcome: 'good', atMs: latest(doneMs, shared.assets), settled: true });
    } else if (failed || upstreamFailed) {
      const settled = rules.manualReruns !== 'rescue';
      events.push({ ...shared, outcome: failed ? 'bad' : 'upstreamFailed', atMs: failedMs, settled });
    }
  }
  return events;
}

/** What nine groups of ten come to, told without a ledger. */
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
  for (const [process, { planned, state, doneMs }] of reading) {
    const assets = inScope(planned, scope);
    if (assets.length === 0) {
      continue;
    }
    const undertaking: Undertaking = undertakings.get(process) ?? {
      assets: new Set(),
      doneMs: new Map(),
      failed: false,
      upstreamFailed: false,
      runIds: [],
    };
    undertakings.set(process, undertaking);
    assets.forEach((asset) => undertaking.assets.add(asset));
    for (const [asset, atMs] of doneMs) {
      undertaking.doneMs.set(asset, Math.min(atMs, undertaking.doneMs.get(asset) ?? Infinity));
    }
    undertaking.failed ||= state === 'failed';
    undertaking.upstreamFailed ||= state === 'upstreamFailed';
    undertaking.runIds.push(runId);
  }
}

function latest(doneMs: ReadonlyMap<AssetKey, number>, assets: AssetKey[]): number {
  return assets.reduce((last, asset) => Math.max(last, doneMs.get(asset) ?? -Infinity), -Infinity);
}
