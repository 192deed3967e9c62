import type { ProcessEvent } from './processEvent';
import type { RetryGroup } from './retryGroup';
import type { ReliabilityRules } from './rules';
import { runEndMs } from './runEnd';

/** What a group came to. */
export interface Outcome {
  groupId: string;
  /** Runs that it was judged by; more of them later may rescue it. */
  runs: number;
  events: ProcessEvent[];
}

/** Outcomes that nothing changes any more, so that nobody has to ask Dagster for their runs again. */
export interface KeptOutcomes {
  /** Rows that changed from this instant on are not covered: read them again. */
  resumeFromMs: number;
  byGroup: ReadonlyMap<string, Outcome>;
}

/**
 * Adds what has been final for at least as long as a retry may take to appear. Pending groups, and recent ones, whose
 * announcement of a retry may be written late, are left out and move `resumeFromMs` back to their rows' last change.
 *
 * @param kept what was kept before; only its outcomes that have an event since `sinceMs` stay.
 * @param judged groups with their events, from the runs that changed since then.
 */
export function outcomesToKeep(
  kept: KeptOutcomes | undefined,
  judged: Iterable<{ group: RetryGroup; events: ProcessEvent[] }>,
  rules: ReliabilityRules,
  { sinceMs, nowMs }: { sinceMs: number; nowMs: number }
): KeptOutcomes {
  const byGroup = new Map<string, Outcome>();
  const keep = (outcome: Outcome) => {
    if (outcome.events.some(({ atMs }) => atMs >= sinceMs)) {
      byGroup.set(outcome.groupId, outcome);
    }
  };
  kept?.byGroup.forEach(keep);
  let resumeFromMs = nowMs;
  for (const { group, events } of judged) {
    const runs = [...group.attempts, ...group.rescues];
    const open =
      group.settledMs + rules.retrySettleMs > nowMs ||
      group.rescues.some((run) => runEndMs(run) > nowMs) ||
      events.some(({ outcome }) => outcome === 'pending');
    if (open) {
      resumeFromMs = runs.reduce((earliest, { updatedMs }) => Math.min(earliest, updatedMs), resumeFromMs);
    } else {
      keep({ groupId: group.id, runs: runs.length, events });
    }
  }
  return { resumeFromMs, byGroup };
}

/** Groups about which the kept outcomes do not have the last word: new ones, and those that a re-execution may rescue. */
export function groupsToJudge(
  groups: RetryGroup[],
  kept: KeptOutcomes | undefined,
  rules: ReliabilityRules
): RetryGroup[] {
  return groups.filter((group) => {
    const outcome = kept?.byGroup.get(group.id);
    const rescued = rules.manualReruns === 'rescue' && group.rescues.length > 0;
    return !outcome || (rescued && group.attempts.length + group.rescues.length > outcome.runs);
  });
}

/** The events of both; where a group was judged again, the fresh ones. */
export function mergeOutcomes(
  kept: KeptOutcomes | undefined,
  judged: Iterable<{ group: RetryGroup; events: ProcessEvent[] }>
): ProcessEvent[] {
  const merged: ProcessEvent[] = [];
  const fresh = new Set<string>();
  for (const { group, events } of judged) {
    fresh.add(group.id);
    events.forEach((event) => merged.push(event));
  }
  for (const { groupId, events } of kept?.byGroup.values() ?? []) {
    if (!fresh.has(groupId)) {
      events.forEach((event) => merged.push(event));
    }
  }
  return merged;
}
