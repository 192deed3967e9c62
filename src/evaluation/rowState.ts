import type { PendingRow, RowState } from './results';

/** The state of a row, whatever kind of row it is. */
export function rowState(row: PendingRow): RowState {
  switch (row.kind) {
    case 'events':
      return row.evaluation.status.state;
    case 'items':
      return row.judged.status.state;
    case 'failed':
    case 'loading':
      return row.kind;
  }
}

/** Remaining share of the budget of a row; null where there is none. */
export function remainingOfRow(row: PendingRow): number | null {
  switch (row.kind) {
    case 'events':
      return row.evaluation.remaining.value;
    case 'items':
      return row.judged.remainingBudget.value;
    case 'failed':
    case 'loading':
      return null;
  }
}

/** Whether less than 90 % of the row's window was observed. */
export function isProvisional(row: PendingRow): boolean {
  switch (row.kind) {
    case 'events':
      return row.evaluation.status.provisional;
    case 'items':
      return row.judged.status.provisional;
    case 'failed':
    case 'loading':
      return false;
  }
}
