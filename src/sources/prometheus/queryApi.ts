import type { HttpAnswer, HttpPort } from '../../transport/port';
import type { ApiAnswer } from './apiAnswer';
import type { Piece } from './pieces';
import type { Asked } from './queryUnion';
import { UnitedQueries } from './unitedQueries';

export interface QueryApiOptions {
  port: HttpPort;
  /** POST by default: queries get longer than some proxies allow in a URL. */
  httpMethod?: 'GET' | 'POST';
  /** Sent with every query, as Grafana's Prometheus data sources do with their custom query parameters. */
  parameters?: Record<string, string>;
  /** Queries for the same instants that are asked so many milliseconds from each other become one. 0, the default: none do. */
  uniteWithinMs?: number;
  /** Epoch milliseconds; the system's if absent. */
  clock?: () => number;
}

/** Prometheus' query API over a port. */
export class QueryApi {
  private readonly united: UnitedQueries;

  constructor(private readonly options: QueryApiOptions) {
    const { uniteWithinMs = 0, httpMethod, clock = Date.now } = options;
    this.united = new UnitedQueries({
      send: (...asked) => this.send(...asked),
      withinMs: uniteWithinMs,
      inUrl: httpMethod === 'GET',
      clock,
    });
  }

  /** The query at the end of every bucket of [fromMs, toMs): a point at time t looks back over the bucket that ends at t. */
  queryBuckets(query: string, { fromMs, toMs }: Piece, stepMs: number, signal: AbortSignal): Promise<ApiAnswer> {
    const points = Math.round((toMs - fromMs) / stepMs);
    return this.united.ask({ endpoint: 'query_range', query, endMs: toMs, stepMs, points }, signal);
  }

  /**
   * The query at one instant; the same one at the same time is asked once.
   *
   * @param alone for a query that the server may well refuse, which would spoil those that are asked together with it.
   */
  queryAt(query: string, atMs: number, signal: AbortSignal, alone = false): Promise<ApiAnswer> {
    return this.united.ask({ endpoint: 'query', query, endMs: atMs, stepMs: 1000, points: 1 }, signal, alone);
  }

  private send(asked: Asked, signal: AbortSignal, timeoutMs: number | undefined): Promise<HttpAnswer> {
    const { port, httpMethod = 'POST', parameters } = this.options;
    // Thanos would otherwise answer long ranges from samples an hour apart, in which an hour has no increase.
    const form = new URLSearchParams({
      ...parameters,
      query: asked.query,
      ...timesOf(asked),
      max_source_resolution: '5m',
    }).toString();
    const path = `/api/v1/${asked.endpoint}`;
    const request =
      httpMethod === 'GET'
        ? { path: `${path}?${form}` }
        : { path, body: form, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
    return port.send({ upstream: 'prometheus', method: httpMethod, ...request, timeoutMs }, signal);
  }
}

function timesOf({ endpoint, endMs, stepMs, points }: Asked): Record<string, string> {
  return endpoint === 'query'
    ? { time: seconds(endMs) }
    : { start: seconds(endMs - (points - 1) * stepMs), end: seconds(endMs), step: seconds(stepMs) };
}

function seconds(ms: number): string {
  return String(ms / 1000);
}
