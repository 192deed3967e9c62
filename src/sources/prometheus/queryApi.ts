import type { HttpPort } from '../../transport/port';
import { SharedRequests } from '../../transport/sharedRequests';
import { readApiAnswer, type ApiAnswer } from './apiAnswer';
import type { Piece } from './pieces';

export interface QueryApiOptions {
  port: HttpPort;
  /** POST by default: queries get longer than some proxies allow in a URL. */
  httpMethod?: 'GET' | 'POST';
  /** Sent with every query, as Grafana's Prometheus data sources do with their custom query parameters. */
  parameters?: Record<string, string>;
}

/** Prometheus' query API over a port. */
export class QueryApi {
  private readonly shared = new SharedRequests();

  constructor(private readonly options: QueryApiOptions) {}

  /** The query at the end of every bucket of [fromMs, toMs): a point at time t looks back over the bucket that ends at t. */
  queryBuckets(query: string, { fromMs, toMs }: Piece, stepMs: number, signal: AbortSignal): Promise<ApiAnswer> {
    return this.ask(
      '/api/v1/query_range',
      { query, start: seconds(fromMs + stepMs), end: seconds(toMs), step: seconds(stepMs) },
      signal
    );
  }

  /** The query at one instant; the same one at the same time is asked once. */
  queryAt(query: string, atMs: number, signal: AbortSignal): Promise<ApiAnswer> {
    return this.shared.run(`${atMs} ${query}`, signal, (sharedSignal) =>
      this.ask('/api/v1/query', { query, time: seconds(atMs) }, sharedSignal)
    );
  }

  private async ask(path: string, query: Record<string, string>, signal: AbortSignal): Promise<ApiAnswer> {
    const { port, httpMethod = 'POST', parameters } = this.options;
    // Thanos would otherwise answer long ranges from samples an hour apart, in which an hour has no increase.
    const form = new URLSearchParams({ ...parameters, ...query, max_source_resolution: '5m' }).toString();
    const request =
      httpMethod === 'GET'
        ? { path: `${path}?${form}` }
        : { path, body: form, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
    return readApiAnswer(await port.send({ upstream: 'prometheus', method: httpMethod, ...request }, signal));
  }
}

function seconds(ms: number): string {
  return String(ms / 1000);
}
