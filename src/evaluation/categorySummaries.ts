import { WORST_FIRST, type CategorySummary, type PendingRow, type RowState } from './results';
import { isProvisional, remainingOfRow, rowState } from './rowState';

/** One summary per category, in the order in which the rows name them. */
export function categorySummaries(rows: readonly PendingRow[]): CategorySummary[] {
  const byCategory = new Map<string, PendingRow[]>();
  for (const row of rows) {
    const { id } = row.objective.category;
    byCategory.set(id, [...(byCategory.get(id) ?? []), row]);
  }
  return [...byCategory.values()].map(summarize);
}

/** Worst state first, then least budget left; a row without a budget comes after those that have one. */
export function byUrgency(a: PendingRow, b: PendingRow): number {
  const severity = WORST_FIRST.indexOf(rowState(a)) - WORST_FIRST.indexOf(rowState(b));
  return severity || (remainingOfRow(a) ?? Infinity) - (remainingOfRow(b) ?? Infinity) || 0;
}

function summarize(rows: PendingRow[]): CategorySummary {
  const [worst] = [...rows].sort(byUrgency);
  const counts: Record<RowState, number> = { met: 0, atRisk: 0, breached: 0, noData: 0, failed: 0, loading: 0 };
  for (const row of rows) {
    counts[rowState(row)]++;
  }
  const coverages = rows.flatMap((row) => (row.kind === 'events' ? [row.evaluation.coverage] : []));
  return {
    category: worst.objective.category,
    state: rowState(worst),
    provisional: rows.some(isProvisional),
    worst,
    counts,
    coverage: coverages.length === 0 ? null : coverages.reduce((sum, share) => sum + share, 0) / coverages.length,
  };
}
