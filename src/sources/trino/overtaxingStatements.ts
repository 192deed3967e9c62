import { UpstreamFailure } from '../upstreamFailure';

/**
 * Statements for which Trino lately lacked time or memory. A dashboard that refreshes by the minute must not make it spend
 * the same again and again: they fail as they did until a while has passed.
 */
export class OvertaxingStatements {
  private readonly failures = new Map<string, { failure: UpstreamFailure; atMs: number }>();

  constructor(private readonly forMs: number) {}

  /** @throws the failure of this statement, if that is younger than the while */
  throwIfKnown(sql: string, nowMs: number): void {
    for (const [known, { atMs }] of this.failures) {
      if (nowMs - atMs >= this.forMs) {
        this.failures.delete(known);
      }
    }
    const known = this.failures.get(sql);
    if (known) {
      throw known.failure;
    }
  }

  /** Remembers the error if it is one of this kind. */
  note(sql: string, error: unknown, nowMs: number): void {
    if (error instanceof UpstreamFailure && wasOvertaxed(error)) {
      this.failures.set(sql, { failure: error, atMs: nowMs });
    }
  }
}

/** A full queue costs Trino nothing, and may be empty in a moment. */
function wasOvertaxed({ kind, errorType, errorName }: UpstreamFailure): boolean {
  return kind === 'timeout' || (errorType === 'INSUFFICIENT_RESOURCES' && errorName !== 'QUERY_QUEUE_FULL');
}
