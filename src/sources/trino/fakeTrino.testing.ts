import type { Result, Value } from './client/result';
import type { TrinoInfo } from './client/trinoInfo';
import type { QueryRunner } from './queryRunner';

/** A query that ended. */
export interface EndedQuery {
  endMs: number;
  outcome: 'finished' | 'userErrors' | 'unexpected' | 'ignored';
  code?: string;
}

/**
 * Answers the source's statements from a list of queries, as Trino would: which events there are and in which buckets is
 * read from the statement itself, so that what is not asked for is not told.
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
    const buckets = new Map<number, number[]>();
    for (const { endMs, outcome, code } of this.queries) {
      if (endMs < Number(fromMs) || endMs >= Number(toMs)) {
        continue;
      }
      const bucket = Math.floor(endMs / stepMs);
      const counts = buckets.get(bucket) ?? [0, 0, 0, 0, 0, 0];
      buckets.set(bucket, counts);
      counts[['finished', 'userErrors', 'unexpected', 'ignored'].indexOf(outcome)]++;
      counts[4] += code === 'ABANDONED_QUERY' ? 1 : 0;
      counts[5] += code === 'ADMINISTRATIVELY_KILLED' ? 1 : 0;
    }
    return [...buckets].map(([bucket, counts]) => [bucket, ...counts]);
  }
}

function answer(rows: Value[][]): Result {
  return { queryId: '20260115_093000_00001_tests', columns: [], rows };
}
