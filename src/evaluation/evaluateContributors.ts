import { budgetEvents, isBreached } from '../budget/errorBudget';
import type { Objective } from '../catalogue/objective';
import type { Contributor } from '../sources/contract';
import { SourceError } from '../sources/sourceError';
import { evaluateObjective, sourceOf, type Moment, type ObjectiveRow, type Sources } from './evaluateObjective';
import type { ContributorRow, ObjectiveContributors } from './results';

/** With fewer events a contributor's own share of failures says little. */
const LEAST_EVENTS_TO_TELL = 8;

/** The contributors of an objective before its source has answered. */
export function pendingContributors(objective: Objective): ObjectiveContributors {
  return { objective, rows: [], notices: [], executed: [] };
}

/**
 * What spent the budget of an objective's window that ends at the moment, the largest part first. Only an abort and a
 * defect of ours reject; a failing source becomes part of the answer.
 */
export async function evaluateContributors(
  objective: Objective,
  sources: Sources,
  moment: Moment,
  signal: AbortSignal
): Promise<ObjectiveContributors> {
  return contributorsOfRow(await evaluateObjective(objective, sources, moment, signal), sources, moment, signal);
}

/** The same for a row that has been evaluated already, at the same moment. */
export async function contributorsOfRow(
  row: ObjectiveRow,
  sources: Sources,
  moment: Moment,
  signal: AbortSignal
): Promise<ObjectiveContributors> {
  const { objective } = row;
  try {
    switch (row.kind) {
      case 'failed':
        return { ...pendingContributors(objective), error: row.error };
      case 'items':
        return { objective, rows: rowsOfItems(row), notices: row.notices, executed: row.executed };
      case 'events':
        return await contributorsOf(row, sources, moment, signal);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError) {
      return { ...pendingContributors(objective), error };
    }
    throw error;
  }
}

async function contributorsOf(
  { objective, evaluation }: Extract<ObjectiveRow, { kind: 'events' }>,
  sources: Sources,
  { nowMs }: Moment,
  signal: AbortSignal
): Promise<ObjectiveContributors> {
  const source = sourceOf(objective, sources);
  if (!source.readContributors) {
    const text = `${objective.indicator.source} does not tell what its events divide into`;
    return { ...pendingContributors(objective), notices: [{ severity: 'info', text }] };
  }
  const { windowStartMs, asOfMs, bad, total } = evaluation;
  const request = { objective, fromMs: windowStartMs, toMs: asOfMs, nowMs };
  const { contributors, notices, executed } = await source.readContributors(request, signal);
  const budget = budgetEvents(total, objective.target);
  const rows = contributors
    .filter((contributor) => contributor.bad > 0)
    .sort((a, b) => b.bad - a.bad)
    .map((contributor) => ({
      contributor,
      shareOfBad: bad > 0 ? contributor.bad / bad : null,
      budgetConsumed: budget > 0 ? contributor.bad / budget : null,
      belowTarget: belowTarget(contributor, objective.target),
    }));
  return { objective, rows, notices, executed };
}

function belowTarget({ bad, total }: Contributor, target: number): ContributorRow['belowTarget'] {
  if (total === null) {
    return null;
  }
  if (total < LEAST_EVENTS_TO_TELL) {
    return 'tooFewToTell';
  }
  return isBreached(bad, total, target) ? 'yes' : 'no';
}

/** Items that are bad now: each is one of the bad ones, and has no history of its own. */
function rowsOfItems({ items, judged }: Extract<ObjectiveRow, { kind: 'items' }>): ContributorRow[] {
  const allowed = judged.allowed.value ?? 0;
  return items.bad.map((name) => ({
    contributor: { name, bad: 1, total: null },
    shareOfBad: 1 / items.bad.length,
    budgetConsumed: allowed > 0 ? 1 / allowed : null,
    belowTarget: null,
  }));
}
