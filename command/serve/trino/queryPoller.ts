import type { QueryRunner } from '../../../src/sources/trino/queryRunner';
import { TransportError } from '../../../src/transport/transportError';
import type { Log } from '../log';
import type { ReadFailure } from '../round';
import { writeCountsFile } from './countsFile';
import { LISTED_QUERIES_SQL, listedQueries, type ListedQuery } from './listedQueries';
import { QueryCounts, type KeptCounts, type QueryCount } from './queryCounts';
import { UpstreamFailure } from '../../../src/sources/upstreamFailure';

/** The poll's name among the sources. */
export const POLLED_QUERIES = 'Trino queries';

export interface QueryPollerOptions {
  runner: Pick<QueryRunner, 'query'>;
  log: Log;
  /** Where counts survive a restart, with what was found there. */
  state?: { file: string; kept?: KeptCounts };
}

export type PollResult = { queries: QueryCount[]; failure?: undefined } | { queries?: undefined; failure: ReadFailure };

/**
 * Counts the queries that Trino ended, from what its coordinator remembers: the last 100, or 15 minutes, whichever is more
 * (query.max-history, query.min-expire-age). Polled more often than that, none is missed.
 */
export class QueryPoller {
  private readonly counts: QueryCounts;

  constructor(private readonly options: QueryPollerOptions) {
    this.counts = new QueryCounts(options.state?.kept);
  }

  /** Rejects only when aborted. A failed poll shows no counts: repeated ones would read as no queries. */
  async poll(signal: AbortSignal): Promise<PollResult> {
    try {
      const answer = await this.options.runner.query(LISTED_QUERIES_SQL, signal);
      this.count(listedQueries(answer));
    } catch (error) {
      signal.throwIfAborted();
      return failed(reasonOf(error));
    }
    try {
      // Before the counts can be seen: what was shown is never counted again.
      await this.keep();
    } catch (error) {
      const found = `the counts cannot be kept (${messageOf(error)})`;
      return failed({ kind: 'unavailable', found, remedy: 'Let the exporter write to the folder of --state' });
    }
    return { queries: this.counts.exposed() };
  }

  private count(listed: ListedQuery[]): void {
    if (this.counts.take(listed).gap) {
      const found = 'Trino no longer lists any query of the last poll: some may have ended without being counted';
      this.options.log('warn', 'gap', { source: POLLED_QUERIES, found });
    }
  }

  private async keep(): Promise<void> {
    const { state } = this.options;
    if (state) {
      await writeCountsFile(state.file, this.counts.kept());
    }
  }
}

function failed(reason: Pick<ReadFailure, 'kind' | 'found' | 'remedy'>): PollResult {
  return { failure: { objective: POLLED_QUERIES, source: POLLED_QUERIES, ...reason } };
}

function reasonOf(error: unknown): Pick<ReadFailure, 'kind' | 'found' | 'remedy'> {
  if (error instanceof UpstreamFailure) {
    const { kind, found, remedy } = error;
    return { kind, found, remedy };
  }
  if (error instanceof TransportError) {
    return { kind: error.kind, found: `no answer (${error.message})`, remedy: 'Check that Trino runs at --trino' };
  }
  return { kind: 'defect', found: messageOf(error), remedy: 'This is a defect of the exporter: report it' };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
