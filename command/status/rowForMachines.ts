import type { Figure } from '../../src/budget/figure';
import type { ObjectiveRow } from '../../src/evaluation/results';

/**
 * A row as `--json` prints it: shares as fractions, times as ISO 8601 or seconds, null where a figure does not exist.
 * The same keys in every row, whatever its kind.
 */
export function rowForMachines(row: ObjectiveRow) {
  const { objective } = row;
  const head = {
    id: objective.id,
    objective: objective.displayName,
    category: objective.category.id,
    application: objective.application?.id ?? null,
    source: objective.indicator.source,
    target: objective.target,
    window: objective.window,
  };
  switch (row.kind) {
    case 'failed':
      return { ...head, ...NO_FIGURES, state: 'failed', why: row.error.message, error: { kind: row.error.kind } };
    case 'items': {
      const { judged, items, notices, executed } = row;
      return {
        ...head,
        ...NO_FIGURES,
        state: judged.status.state,
        provisional: judged.status.provisional,
        why: judged.status.why,
        asOf: iso(items.asOfMs),
        good: judged.good,
        bad: judged.bad,
        total: judged.total,
        sli: judged.sli.value,
        budgetRemaining: judged.remainingBudget.value,
        badEventsAllowed: judged.remaining.value,
        badItems: items.bad,
        notices: notices.map(({ text }) => text),
        executed,
      };
    }
    case 'events': {
      const { evaluation, notices, executed } = row;
      return {
        ...head,
        ...NO_FIGURES,
        state: evaluation.status.state,
        provisional: evaluation.status.provisional,
        why: evaluation.status.why,
        asOf: iso(evaluation.asOfMs),
        good: evaluation.good,
        bad: evaluation.bad,
        total: evaluation.total,
        sli: evaluation.sli.value,
        sliSoFar: evaluation.sliSoFar,
        budgetEvents: evaluation.budgetEvents.value,
        budgetMinutes: evaluation.budgetMinutes.value,
        budgetRemaining: evaluation.remaining.value,
        budgetRemainingWithoutExclusions: evaluation.remainingWithoutExclusions.value,
        badEventsAllowed: evaluation.badEventsAllowed.value,
        burnRates: evaluation.burnRates.map((rate) => ({
          lookbackSeconds: rate.lookbackMs / 1000,
          value: figureOf(rate),
        })),
        exhaustionSeconds: secondsOf(evaluation.exhaustion),
        complianceSeconds: secondsOf(evaluation.compliance),
        coverage: evaluation.coverage,
        excludedSeconds: evaluation.excludedMs / 1000,
        notices: notices.map(({ text }) => text),
        executed,
      };
    }
  }
}

const NO_FIGURES = {
  provisional: false,
  asOf: null,
  good: null,
  bad: null,
  total: null,
  sli: null,
  /** good/total while too little of the window was observed for an SLI. */
  sliSoFar: null,
  budgetEvents: null,
  budgetMinutes: null,
  budgetRemaining: null,
  budgetRemainingWithoutExclusions: null,
  badEventsAllowed: null,
  burnRates: [],
  /** null: never at this rate, or unknown. */
  exhaustionSeconds: null,
  complianceSeconds: null,
  coverage: null,
  excludedSeconds: null,
  badItems: [],
  notices: [],
  executed: [],
  error: null,
};

function figureOf({ value }: Figure): number | null {
  return value;
}

function secondsOf(forecast: { kind: string; ms?: number }): number | null {
  return forecast.ms === undefined ? null : forecast.ms / 1000;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
