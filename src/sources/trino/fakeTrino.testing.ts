import type { Result, Value } from './client/result';
import type { TrinoInfo } from './client/trinoInfo';
import type { QueryRunner } from './queryRunner';

/** A query that ended. */
export interface EndedQuery {
  endMs: number;
  outcome: 'finished' | 'userErrors' | 'unexpected' | 'ignored';
  code?: string;
  user?: string;
}

/**
 * Answers the source's statements from a list of queries, as Trino would: which events there are and in which buckets is
 * read from the statement itself, so that what is not asked for is not answered.
 */
export class FakeTrino implements QueryRunner {
  readonly asked: string[] = [];
  /** Set: what every statement fails with. */
  failure?: Error;
  /** Set: a statement hangs until its signal aborts, and is noted here. */
  hanging = false;
  aborted = 0;

  constructor(
    public queries: EndedQuery[],
    private readonly columns: Record<string, string> = {}
  ) {}

  async query(sql: string, signal: AbortSignal): Promise<Result> {
    this.asked.push(sql);
    if (this.hanging) {
      await new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          this.aborted++;
          reject(signal.reason);
        })
      );
    }
    if (sql.includes('information_schema')) {
      return answer(Object.entries(this.columns));
    }
    if (this.failure) {
      throw this.failure;
    }
    if (sql.includes('reach_ms')) {
      const ends = this.queries.map(({ endMs }) => endMs);
      return answer([[ends.length === 0 ? null : Math.min(...ends)]]);
    }
    const stepMs = Number(/end_ms \/ (\d+) AS bucket/.exec(sql)?.[1]);
    return Number.isNaN(stepMs) ? answer([]) : answer(this.bucketsOf(sql, stepMs));
  }

  async info(): Promise<TrinoInfo> {
    return { version: '476', environment: 'test', starting: false, coordinator: true, uptimeMs: 1 };
  }

  private bucketsOf(sql: string, stepMs: number): Value[][] {
    const [, fromMs, toMs] = /end_ms >= (\d+) AND end_ms < (\d+)/.exec(sql) ?? [];
    const byBucket = new Map<number, EndedQuery[]>();
    for (const query of this.queries) {
      if (query.endMs >= Number(fromMs) && query.endMs < Number(toMs)) {
        const bucket = Math.floor(query.endMs / stepMs);
        byBucket.set(bucket, [...(byBucket.get(bucket) ?? []), query]);
      }
    }
    return [...byBucket].map(([bucket, queries]) => {
      const count = (counts: (query: EndedQuery) => boolean) => queries.filter(counts).length;
      return [
        bucket,
        ...(['finished', 'userErrors', 'unexpected', 'ignored'] as const).map((name) =>
          count(({ outcome }) => outcome === name)
        ),
        count(({ code }) => code === 'ABANDONED_QUERY'),
        count(({ code }) => code === 'ADMINISTRATIVELY_KILLED'),
        partsOf(queries.filter(({ outcome }) => outcome === 'unexpected')),
      ];
    });
  }
}

/** By error code and user, as `countsQuery` writes them. */
function partsOf(queries: EndedQuery[]): Value {
  const values = (dimension: string, valueOf: (query: EndedQuery) => string | null) =>
    [...new Set(queries.map(valueOf))].map((name) => {
      const ends = queries.filter((query) => valueOf(query) === name).map(({ endMs }) => endMs);
      return [dimension, name, String(ends.length), String(Math.max(...ends)), null, null, null];
    });
  return queries.length === 0
    ? null
    : [...values('Error code', ({ code }) => code ?? null), ...values('User', ({ user }) => user ?? null)];
}

function answer(rows: Value[][]): Result {
  return { queryId: '20260115_093000_00001_tests', columns: [], rows };
}
