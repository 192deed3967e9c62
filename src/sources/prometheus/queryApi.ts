import type { HttpPort } from '../../transport/port';
import { SharedRequests } from '../../transport/sharedRequests';
import { readApiAnswer, type ApiAnswer } from './apiAnswer';
import type { Piece } from './pieces';

/** Prometheus' query API over a port, by POST: queries get longer than some proxies allow in a URL. */
export class QueryApi {
  private readonly shared = new SharedRequests();

  constructor(private readonly port: HttpPort) {}

  /** The query at the end of every bucket of [fromMs, toMs): a point at time t looks back over the bucket that ends at t. */
  queryBuckets(query: string, { fromMs, toMs }: Piece, stepMs: number, signal: AbortSignal): Promise<ApiAnswer> {
    return this.post(
      '/api/v1/query_range',
      { query, start: seconds(fromMs + stepMs), end: seconds(toMs), step: seconds(stepMs) },
      signal
    );
  }

  /** The query at one instant; the same one at the same time is asked once. */
  queryAt(query: string, atMs: number, signal: AbortSignal): Promise<ApiAnswer> {
    return this.shared.run(`${atMs} ${query}`, signal, (sharedSignal) =>
      this.post('/api/v1/query', { query, time: seconds(atMs) }, sharedSignal)
    );
  }

  private async post(path: string, parameters: Record<string, string>, signal: AbortSignal): Promise<ApiAnswer> {
    const answer = await this.port.send(
      {
        upstream: 'prometheus',
        method: 'POST',
        path,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        // Thanos would otherwise answer long ranges from samples an hour apart, in which an hour has no increase.
        body: new URLSearchParams({ ...parameters, max_source_resolution: '5m' }).toString(),
      },
      signal
    );
    return readApiAnswer(answer);
  }
}

function seconds(ms: number): string {
  return String(ms / 1000);
}
