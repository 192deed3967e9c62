import type { Run } from '../model';
import { endedInFailure, foundGroup, settle, type RetryGroup } from './retryGroup';
import { isAutomaticRetry } from './retryTags';
import type { ReliabilityRules } from './rules';

/**
 * Sorts runs into retry groups, from their rows alone. A run joins the group of its parent if that group had not settled
 * when the run was created. Later ones begin a group of their own, or rescue the old one where the rules say so.
 * Regardless of retries, every run is a group of its own.
 *
 * O(runs · log runs), given that a group has few attempts.
 */
export function groupRuns(runs: Iterable<Run>, rules: ReliabilityRules): RetryGroup[] {
  const byId = new Map<string, Run>();
  for (const run of runs) {
    byId.set(run.id, run);
  }
  const inOrder = [...byId.values()].sort((a, b) => a.createdMs - b.createdMs || depth(a) - depth(b));
  if (rules.retries === 'every-attempt') {
    return inOrder.map((run) => foundGroup(run, rules));
  }
  const groups: RetryGroup[] = [];
  const groupOf = new Map<string, RetryGroup>();
  const retried = new Set<string>();
  for (const run of inOrder) {
    const parent = byId.get(run.parentRunId ?? '');
    const joined = groupOf.get(run.parentRunId ?? '') ?? groupOf.get(run.rootRunId ?? '');
    const automatic = isAutomaticRetry(run, parent);
    if (joined && run.createdMs <= joined.settledMs) {
      joined.attempts.push(run);
      if (automatic) {
        joined.lastAutomatic = run;
        retried.add(run.parentRunId ?? '');
      }
      settle(joined, retried, rules);
      groupOf.set(run.id, joined);
    } else if (joined && rules.manualReruns === 'rescue' && endedInFailure(joined)) {
      joined.rescues.push(run);
      groupOf.set(run.id, joined);
    } else {
      const founded = foundGroup(run, rules);
      groups.push(founded);
      groupOf.set(run.id, founded);
    }
  }
  return groups;
}

/**
 * Ids of parents and roots that the runs name and that are not among them: they began before what was read. Ask for them
 * by id, until nothing new comes.
 */
export function missingRuns(runs: Iterable<Run>): string[] {
  const known = new Set<string>();
  const named = new Set<string>();
  for (const run of runs) {
    known.add(run.id);
    for (const id of [run.parentRunId, run.rootRunId]) {
      if (id !== null) {
        named.add(id);
      }
    }
  }
  return [...named].filter((id) => !known.has(id));
}

/** Puts ancestors first among runs that were created at the same instant. */
function depth(run: Run): number {
  if (run.parentRunId === null) {
    return 0;
  }
  return run.parentRunId === run.rootRunId ? 1 : 2;
}
