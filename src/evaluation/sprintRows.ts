import { DAY_MS } from '../budget/durations';
import { complianceAt } from '../budget/forecast';
import { remedialSprints, type RemedialSprint } from '../budget/sprints';
import type { Objective } from '../catalogue/objective';
import type { ObjectiveBreaches, Outstanding, SprintRow, ObjectiveRow } from './results';

/** An objective's breaches, and its row at the end of the range where it is known. */
export interface JudgedBreaches extends ObjectiveBreaches {
  row?: ObjectiveRow;
}

/** A sprint lasts until every objective of its service has complied for this long. */
const COMPLIANCE_MS = DAY_MS;

/**
 * Remedial sprints of every service as of `asOfMs`, oldest first. A service is an application or, for objectives without
 * one, their category.
 */
export function sprintRows(judged: readonly JudgedBreaches[], asOfMs: number): SprintRow[] {
  const services = new Map<string, JudgedBreaches[]>();
  for (const one of judged) {
    const { id } = serviceOf(one.objective);
    services.set(id, [...(services.get(id) ?? []), one]);
  }
  return [...services.values()]
    .flatMap((ofService) => {
      const sprints = remedialSprints(
        ofService.map(({ breaches }) => breaches),
        asOfMs
      );
      return sprints.map((sprint) => sprintRow(sprint, ofService, asOfMs));
    })
    .sort((a, b) => a.fromMs - b.fromMs);
}

function serviceOf({ application, category }: Objective): { id: string; displayName: string } {
  return application ?? category;
}

function sprintRow(sprint: RemedialSprint, ofService: readonly JudgedBreaches[], asOfMs: number): SprintRow {
  const { fromMs, toMs } = sprint;
  const [{ objective }] = ofService;
  const { id, displayName } = serviceOf(objective);
  const involved = ofService.filter(({ breaches }) =>
    breaches.some((breach) => breach.fromMs < (toMs ?? Infinity) && (breach.toMs ?? Infinity) >= fromMs)
  );
  return {
    service: { id, displayName },
    category: objective.category,
    fromMs,
    toMs,
    startedBefore: sprint.startedBefore,
    objectives: involved.map((one) => one.objective),
    earliestReturnMs: toMs === null ? earliestReturn(involved) : null,
    contributors: [],
    outstanding: toMs === null ? involved.flatMap((one) => outstandingOf(one)) : [],
  };
}

/** All of them comply again, and have done so for a day; null if it is unknown for one of them. */
function earliestReturn(involved: readonly JudgedBreaches[]): number | null {
  const complyAtMs = involved.map(({ breaches, row }) => {
    const last = breaches[breaches.length - 1];
    if (last.toMs !== null) {
      return last.toMs;
    }
    return complianceOf(row) ?? NaN;
  });
  const latest = Math.max(...complyAtMs);
  return Number.isFinite(latest) ? latest + COMPLIANCE_MS : null;
}

/** When the objective of a row complies if nothing else fails; null where this is unknown. */
function complianceOf(row: ObjectiveRow | undefined): number | null {
  return row?.kind === 'events' ? complianceAt(row.evaluation.compliance, row.evaluation) : null;
}

function outstandingOf({ objective, row }: JudgedBreaches): Outstanding[] {
  if (row?.kind === 'items' && row.judged.status.state === 'breached') {
    const { bad, allowed } = row.judged;
    return [{ objective, bad, allowed: allowed.value ?? 0, complyAtMs: null, badItems: row.items.bad, row }];
  }
  if (row?.kind === 'events' && row.evaluation.status.state === 'breached') {
    const { bad, budgetEvents } = row.evaluation;
    return [{ objective, bad, allowed: budgetEvents.value ?? 0, complyAtMs: complianceOf(row), row }];
  }
  return [];
}
