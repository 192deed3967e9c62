import type { HttpPort } from '../../../transport/port';
import { columnDecoder, type Decoder } from './columnDecoder';
import { queryFailure } from './queryFailure';
import { readInfo } from './readInfo';
import type { Page } from './readPage';
import type { Result } from './result';
import { askPatiently } from './askPatiently';
import { changedOnItsWay } from './answerFailure';
import { pagesOf, type OpenStatements, type StatementOptions } from './statement';
import type { TrinoInfo } from './trinoInfo';
import { UpstreamFailure } from '../../upstreamFailure';

export type { Result, Value } from './result';
export type { TrinoInfo } from './trinoInfo';

/** What every query of ours carries as X-Trino-Source, so that it can be left out of counts, above all of this product's. */
export const TRINO_SOURCE = 'error-budget';

/** A result of more rows is none of ours: histories are aggregated in Trino. */
export const MAX_ROWS = 100_000;

/** Trino ends a query of ours after this long, its time in the queue included. */
const LONGEST_RUN = '2m';
const GIVE_UP_AFTER_MS = 150_000;

/** What it means that access control refuses the session property by which Trino ends our queries. */
export const UNBOUNDED = {
  found:
    'Trino refuses the session property query_max_run_time, so that queries whose page is closed before they have an id run to their end',
  remedy: 'Allow the user of the plugin to set it in the access control of Trino',
} as const;

export interface TrinoClientOptions {
  port: HttpPort;
  /** X-Trino-User, where Trino asks for no credentials; Grafana's route adds it by itself. */
  user?: string;
  /** Holds the statements that are under way. */
  open?: OpenStatements;
  /** For tests. */
  timing?: Partial<StatementOptions>;
}

/** Trino's HTTP API over a port. Every method rejects with a UpstreamFailure, a TransportError, or the signal's reason. */
export class TrinoClient {
  private mayLimitRuns = true;

  constructor(private readonly options: TrinoClientOptions) {}

  /** False once Trino has refused to end our queries by itself after two minutes. */
  get limitsRuns(): boolean {
    return this.mayLimitRuns;
  }

  /** Runs one statement to its end; cancelled in Trino when `signal` aborts or the result cannot be used. */
  async query(sql: string, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    try {
      return await this.run(sql, signal);
    } catch (error) {
      if (!this.mayLimitRuns || !refusesLimit(error)) {
        throw error;
      }
      this.mayLimitRuns = false;
      return this.run(sql, signal);
    }
  }

  /** What Trino reports about itself to everyone. */
  async info(signal: AbortSignal): Promise<TrinoInfo> {
    const { port, timing } = this.options;
    const request = { method: 'GET', path: '/v1/info' } as const;
    return askPatiently({ port, signal, ...timing }, request, readInfo);
  }

  private async run(sql: string, signal: AbortSignal): Promise<Result> {
    const { port, open, timing } = this.options;
    const result: Result = { queryId: '', columns: [], rows: [] };
    let decoders: Decoder[] | undefined;
    const options = { giveUpAfterMs: GIVE_UP_AFTER_MS, open, ...timing };
    for await (const page of pagesOf(port, { headers: this.headers(), body: sql }, signal, options)) {
      if (page.error) {
        throw queryFailure(page.error, page.id);
      }
      result.queryId = page.id;
      if (decoders === undefined && page.columns) {
        decoders = page.columns.map(columnDecoder);
        result.columns = page.columns.map(({ name, type }) => ({ name, type }));
      }
      addRows(result, page, decoders ?? []);
    }
    if (decoders === undefined) {
      throw changedOnItsWay('the result ended before its columns were named');
    }
    return result;
  }

  private headers(): Record<string, string> {
    const { user } = this.options;
    return {
      'Content-Type': 'text/plain; charset=utf-8',
      'X-Trino-Source': TRINO_SOURCE,
      'X-Trino-Client-Tags': TRINO_SOURCE,
      'X-Trino-Time-Zone': 'UTC',
      // Without it Trino rounds instants to milliseconds, up as well as down.
      'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
      ...(this.mayLimitRuns ? { 'X-Trino-Session': `query_max_run_time=${LONGEST_RUN}` } : {}),
      ...(user ? { 'X-Trino-User': user } : {}),
    };
  }
}

function addRows({ rows }: Result, page: Page, decoders: Decoder[]): void {
  if (rows.length + page.rows.length > MAX_ROWS) {
    throw new UpstreamFailure(
      'badIndicator',
      `the result has more than ${MAX_ROWS} rows`,
      'Narrow the history of this objective in the catalogue'
    );
  }
  for (const row of page.rows) {
    if (row.length !== decoders.length) {
      throw changedOnItsWay(`a row of the result has ${row.length} values for ${decoders.length} columns`);
    }
    rows.push(row.map((raw, index) => decoders[index](raw)));
  }
}

/** Access control may forbid session properties; the queries are bounded by us alone then. */
function refusesLimit(error: unknown): boolean {
  return (
    error instanceof UpstreamFailure &&
    error.errorName === 'PERMISSION_DENIED' &&
    error.found.includes('query_max_run_time')
  );
}
