import type { PendingRow } from '../evaluation/results';
import type { Objective } from '../catalogue/objective';
import type { Notice } from '../sources/contract';
import type { SourceError } from '../sources/sourceError';

/** What came with the figures of one objective, whichever frame shows them. */
export interface Answer {
  objective: Objective;
  notices: readonly Notice[];
  /** The queries that ran. */
  executed: readonly string[];
  error?: SourceError;
}

export function answerOf(row: PendingRow): Answer {
  switch (row.kind) {
    case 'events':
    case 'items':
      return row;
    case 'failed':
      return { objective: row.objective, notices: [], executed: [], error: row.error };
    case 'loading':
      return { objective: row.objective, notices: [], executed: [] };
  }
}
