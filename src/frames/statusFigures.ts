import { complianceAt } from '../budget/forecast';
import { instantInWords } from '../budget/inWords';
import type { Items } from '../sources/contract';
import type { PendingRow } from '../evaluation/results';
import { namesInWords } from './namesInWords';

/** Everything that a status row shows beside its objective; null where it does not exist. */
export interface StatusFigures {
  why: string | null;
  provisional: boolean | null;
  /** Epoch milliseconds. */
  asOfMs: number | null;
  /** Events, or items of a point-in-time objective. */
  good: number | null;
  bad: number | null;
  total: number | null;
  /** As a fraction. */
  sli: number | null;
  /** good/total of the few events where too little was observed for an SLI, as a fraction. */
  sliSoFar: number | null;
  /** Remaining share of the budget. */
  remaining: number | null;
  remainingWithoutExclusions: number | null;
  /** In events or items. */
  budget: number | null;
  budgetMinutes: number | null;
  /** Further bad events or items before a breach. */
  allowed: number | null;
  burnRate: (lookbackMs: number) => number | null;
  /** From `asOfMs`; null: never at this rate, or unknown. */
  exhaustionMs: number | null;
  /** Epoch milliseconds; null: complies already, or unknown. */
  complianceAtMs: number | null;
  coverage: number | null;
  excludedMs: number | null;
}

const NO_FIGURES: StatusFigures = {
  why: null,
  provisional: null,
  asOfMs: null,
  good: null,
  bad: null,
  total: null,
  sli: null,
  sliSoFar: null,
  remaining: null,
  remainingWithoutExclusions: null,
  budget: null,
  budgetMinutes: null,
  allowed: null,
  burnRate: () => null,
  exhaustionMs: null,
  complianceAtMs: null,
  coverage: null,
  excludedMs: null,
};

/** The figures of a row, whatever kind of row it is. */
export function statusFigures(row: PendingRow): StatusFigures {
  switch (row.kind) {
    case 'events':
      return eventFigures(row);
    case 'items':
      return itemFigures(row);
    case 'failed':
      return { ...NO_FIGURES, why: row.error.message };
    case 'loading':
      return NO_FIGURES;
  }
}

function eventFigures({ evaluation }: Extract<PendingRow, { kind: 'events' }>): StatusFigures {
  const { asOfMs, good, bad, total, coverage, excludedMs, status, exhaustion, compliance } = evaluation;
  return {
    why: status.why,
    provisional: status.provisional,
    asOfMs,
    good,
    bad,
    total,
    sli: evaluation.sli.value,
    sliSoFar: evaluation.sliSoFar,
    remaining: evaluation.remaining.value,
    remainingWithoutExclusions: evaluation.remainingWithoutExclusions.value,
    budget: evaluation.budgetEvents.value,
    budgetMinutes: evaluation.budgetMinutes.value,
    allowed: evaluation.badEventsAllowed.value,
    burnRate: (lookbackMs) => evaluation.burnRates.find((rate) => rate.lookbackMs === lookbackMs)?.value ?? null,
    exhaustionMs: exhaustion.kind === 'in' ? exhaustion.ms : null,
    complianceAtMs: compliance.kind === 'in' && compliance.ms === 0 ? null : complianceAt(compliance, evaluation),
    coverage,
    excludedMs,
  };
}

function itemFigures({ items, judged }: Extract<PendingRow, { kind: 'items' }>): StatusFigures {
  const { good, bad, total, status } = judged;
  return {
    ...NO_FIGURES,
    why: [status.why, ...itemRemarks(items)].join('; '),
    provisional: status.provisional,
    asOfMs: items.asOfMs,
    ...(total > 0 ? { good, bad, total } : {}),
    sli: judged.sli.value,
    remaining: judged.remainingBudget.value,
    budget: judged.allowed.value,
    allowed: judged.remaining.value === null ? null : Math.max(0, judged.remaining.value),
  };
}

function itemRemarks({ bad, outSinceMs }: Items): string[] {
  return [
    ...(outSinceMs === undefined ? [] : [`since ${instantInWords(outSinceMs)}`]),
    ...(bad.length === 0 ? [] : [`bad now: ${namesInWords(bad)}`]),
  ];
}
