import type { Field } from '@grafana/data';
import type { PendingRow } from '../evaluation/results';
import { remainingOfRow, rowState } from '../evaluation/rowState';
import { numberField } from './fields';
import { SHARE } from './units';

/**
 * A column of the share of the budget that is left, a fraction. Where it is null a panel shows "no budget" if the targets leave
 * none, and a dash if any is not known yet.
 */
export function remainingField(name: string, description: string, rows: readonly PendingRow[]): Field<number | null> {
  const field = numberField(name, SHARE, description, rows.map(remainingOfRow));
  const without = rows.filter((row) => remainingOfRow(row) === null);
  if (without.length === 0) {
    return field;
  }
  return { ...field, config: { ...field.config, noValue: without.every(hasNoBudget) ? 'no budget' : '–' } };
}

function hasNoBudget(row: PendingRow): boolean {
  return row.objective.target >= 1 && !['noData', 'failed', 'loading'].includes(rowState(row));
}
