import type { Log } from './log';
import type { ReadFailure } from './round';

/**
 * Tells of failures when they begin, change their kind and end, not at every round again. Objectives that fail for the same
 * reason share a line.
 */
export class FailureLog {
  private failing = new Map<string, string>();

  constructor(private readonly log: Log) {}

  record(failures: readonly ReadFailure[]): void {
    const changed = failures.filter(({ objective, kind }) => this.failing.get(objective) !== kind);
    const reasons = new Map(changed.map((failure) => [reasonOf(failure), failure]));
    for (const [reason, { source, kind, found, remedy }] of reasons) {
      const objectives = changed.filter((failure) => reasonOf(failure) === reason).map(({ objective }) => objective);
      this.log('warn', 'failing', { source, kind, found, remedy, objectives });
    }
    const now = new Map(failures.map(({ objective, kind }) => [objective, kind]));
    const recovered = [...this.failing.keys()].filter((objective) => !now.has(objective));
    if (recovered.length > 0) {
      this.log('info', 'recovered', { objectives: recovered });
    }
    this.failing = now;
  }
}

function reasonOf({ source, found }: ReadFailure): string {
  return `${source} ${found}`;
}
