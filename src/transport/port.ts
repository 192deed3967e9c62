/**
 * HTTP as the sources see it. Two implementations exist: Grafana's data-source proxy (grafanaPort.ts) and Node's fetch
 * (nodePort.ts); everything above this line runs on both.
 */
export interface HttpPort {
  /**
   * Sends one request and resolves with whatever the upstream answered, whatever the status.
   * Rejects with a TransportError when there was no answer, and with the signal's reason when aborted.
   */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
}

/** The upstreams that routes exist for. */
export const UPSTREAMS = ['prometheus', 'dagster', 'trino'] as const;
export type Upstream = (typeof UPSTREAMS)[number];

/** How people call them; the same as the type of the source that reads from each. */
export const UPSTREAM_NAMES = {
  prometheus: 'Prometheus',
  dagster: 'Dagster',
  trino: 'Trino',
} as const satisfies Record<Upstream, string>;

/** What requests are sent to: the upstreams, or an Error Budget server, which reads them for everyone. */
export type Endpoint = Upstream | 'server';

export interface HttpRequest {
  upstream: Endpoint;
  method: 'GET' | 'POST' | 'DELETE';
  /** Path below the upstream's base, with a leading slash and, where needed, a query string. */
  path: string;
  headers?: Record<string, string>;
  /** Sent verbatim. */
  body?: string;
  /** Give up after this long, or after as long without another part for `onText`; the default is the port's. */
  timeoutMs?: number;
  /** Takes the text of a successful answer part by part while it comes; the answer's own text is then empty. */
  onText?(part: string): void;
}

export interface HttpAnswer {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** The body as text, never parsed here: a body that is not JSON is the caller's to explain. */
  text: string;
}
