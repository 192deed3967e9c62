import type { Endpoint } from './port';

/**
 * `unreachable`: no connection, or closed before an answer began. `timeout`: given up after waiting.
 * `truncated`: the answer began and broke off.
 */
export type TransportFailure = 'unreachable' | 'timeout' | 'truncated';

/**
 * There was no answer. An answer with an error status is not a TransportError: it is the caller's to read.
 * The message says what was found, in lower case and without final stop, so that it fits into a sentence of the caller.
 */
export class TransportError extends Error {
  readonly kind: TransportFailure;
  readonly upstream: Endpoint;

  constructor(kind: TransportFailure, upstream: Endpoint, found: string, options?: ErrorOptions) {
    super(found, options);
    this.name = 'TransportError';
    this.kind = kind;
    this.upstream = upstream;
  }
}
