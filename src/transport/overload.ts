import { parseJson } from './json';
import { inOneLine } from './oneLine';
import type { HttpAnswer } from './port';

/** What to do about an answer that `overloadInWords` explains, as a sentence without final stop. */
export function overloadRemedy(upstream: string): string {
  return `Refresh later; if it stays, raise the request limit of ${upstream}, or give it more resources`;
}

/**
 * What HTTP 429 and 503 say, whatever is written beside them (text, HTML, JSON of any server, nothing): the address is
 * right, the server cannot answer now. Continues "the server is …"; undefined for every other status.
 */
export function overloadInWords(answer: HttpAnswer): string | undefined {
  const { status } = answer;
  if (status !== 429 && status !== 503) {
    return undefined;
  }
  const json = parseJson(answer);
  const words = json.ok ? reasonIn(json.value) : json.excerpt;
  const orNotReady = status === 503 ? ', or is not ready yet' : '';
  return `overloaded or limits requests${orNotReady} (HTTP ${status}${words && `: ${words}`})`;
}

const LONGEST_REASON = 120;

/** Prometheus says `error`, GraphQL `errors`, and gateways mostly `message`. */
function reasonIn(body: unknown): string {
  if (typeof body === 'string') {
    return inOneLine(body, LONGEST_REASON);
  }
  if (Array.isArray(body)) {
    return body.length === 0 ? '' : reasonIn(body[0]);
  }
  if (typeof body !== 'object' || body === null) {
    return '';
  }
  const fields = new Map<string, unknown>(Object.entries(body));
  const reasons = ['errors', 'error', 'message', 'detail', 'errorType'].map((name) => reasonIn(fields.get(name)));
  return reasons.find((reason) => reason !== '') ?? '';
}
