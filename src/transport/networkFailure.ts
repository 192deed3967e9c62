import type { Endpoint } from './port';
import { TransportError, type TransportFailure } from './transportError';

/**
 * What a rejection of Node's fetch means, in words that name the remedy's address. Node hides the reason under
 * "fetch failed": the code is in the error's cause, or in the first attempt of several addresses.
 */
export function networkFailure(error: unknown, upstream: Endpoint, host: string): TransportError {
  const { code, message } = rootOf(error);
  const { kind, found } = explain(code, message, host);
  return new TransportError(kind, upstream, code ? `${found} (${code})` : found, { cause: error });
}

function explain(code: string, message: string, host: string): { kind: TransportFailure; found: string } {
  switch (code) {
    case 'ECONNREFUSED':
      return { kind: 'unreachable', found: `${host} refused the connection` };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { kind: 'unreachable', found: `the name of ${host} does not resolve` };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { kind: 'unreachable', found: `no route leads to ${host}` };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return { kind: 'unreachable', found: `${host} closed the connection before it answered` };
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { kind: 'timeout', found: `${host} did not accept the connection in time` };
    case 'UND_ERR_HEADERS_TIMEOUT':
      return { kind: 'timeout', found: `${host} did not answer in time` };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return { kind: 'unreachable', found: `the certificate of ${host} is not valid: ${message}` };
  }
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) {
    return { kind: 'unreachable', found: `${host} does not speak the TLS that https:// needs` };
  }
  return { kind: 'unreachable', found: `the request to ${host} failed: ${message}` };
}

/** Recognized by shape, since an error of another realm is no instance of this one's Error. */
function rootOf(error: unknown): { code: string; message: string } {
  if (typeof error !== 'object' || error === null) {
    return { code: '', message: String(error) };
  }
  if ('code' in error && typeof error.code === 'string') {
    return { code: error.code, message: messageOf(error) };
  }
  if ('cause' in error && error.cause !== undefined) {
    return rootOf(error.cause);
  }
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
    return rootOf(error.errors[0]);
  }
  return { code: '', message: messageOf(error) };
}

function messageOf(error: object): string {
  return 'message' in error ? String(error.message) : 'no reason given';
}
