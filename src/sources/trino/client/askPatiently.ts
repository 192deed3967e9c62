import type { HttpAnswer, HttpPort, HttpRequest } from '../../../transport/port';
import { sleepUnlessAborted } from '../../../transport/retries';
import { TransportError } from '../../../transport/transportError';
import { isFinal } from './answerFailure';
import { UpstreamFailure } from '../../upstreamFailure';

/** Trino answers a poll within a second, with a page of a megabyte at most; the rest is a slow network. */
const ANSWER_TIMEOUT_MS = 30_000;
/** How often one thing is asked for while its answers break off, stay away or are not Trino's. */
const TRIES = 4;
const FIRST_RETRY_AFTER_MS = 500;

export interface Asking {
  port: HttpPort;
  signal: AbortSignal;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /**
   * A query is at stake that has begun already. Then it is worth the wait whatever came in place of its page, unless Trino
   * has said its last word on it.
   */
  underWay?: boolean;
}

/**
 * What `read` makes of the answer, asked for again where it may come whole the next time. Rejects with the signal's reason,
 * or with what the last attempt came to.
 */
export async function askPatiently<Read>(
  { port, signal, sleep = sleepUnlessAborted, underWay = false }: Asking,
  request: Omit<HttpRequest, 'upstream'>,
  read: (answer: HttpAnswer) => Read
): Promise<Read> {
  for (let attempt = 1; ; attempt++) {
    let answer: HttpAnswer | undefined;
    try {
      answer = await port.send({ upstream: 'trino', timeoutMs: ANSWER_TIMEOUT_MS, ...request }, signal);
      return read(answer);
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === TRIES || !mayHeal(error, answer, underWay)) {
        throw error;
      }
    }
    await sleep(FIRST_RETRY_AFTER_MS * 2 ** (attempt - 1), signal);
  }
}

function mayHeal(error: unknown, answer: HttpAnswer | undefined, underWay: boolean): boolean {
  if (error instanceof UpstreamFailure) {
    // Another server's page instead of Trino's comes with any content; a refusal or a failure says so in its status.
    const isInserted = answer?.status === 200 && error.kind === 'notTheUpstream';
    return error.kind === 'truncated' || isInserted || (underWay && answer !== undefined && !isFinal(answer));
  }
  return error instanceof TransportError && (error.kind === 'truncated' || underWay);
}
