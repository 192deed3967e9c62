import type { Objective } from '../catalogue/objective';
import type { PendingRow, ObjectiveRow } from '../evaluation/results';

const MAX_REMEMBERED = 5_000;

/**
 * The last row of every objective, so that a refresh keeps showing figures until the new ones are there. A row serves only
 * the same window at the same kind of instant: `now` and a moment of last week are different questions.
 */
export class RowMemory {
  private readonly rows = new Map<string, ObjectiveRow>();

  /** @param instant what the range ends at, in the words of the dashboard, such as `now` */
  recall(objective: Objective, instant: string): PendingRow {
    return this.rows.get(keyOf(objective, instant)) ?? { kind: 'loading', objective };
  }

  remember(row: ObjectiveRow, instant: string): void {
    if (row.kind === 'failed') {
      return;
    }
    if (this.rows.size >= MAX_REMEMBERED) {
      this.rows.clear();
    }
    this.rows.set(keyOf(row.objective, instant), row);
  }
}

function keyOf({ id, window }: Objective, instant: string): string {
  return JSON.stringify([id, window, instant]);
}
