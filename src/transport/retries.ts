import type { HttpAnswer, HttpPort, HttpRequest } from './port';
import { retryAfterMs } from './retryAfter';

const TRANSIENT = new Set([429, 502, 503, 504]);

export interface RetryOptions {
  /** How often a request is sent at most, the first time included. */
  attempts: number;
  /** Wait after the first attempt; doubles with each further one, and varies down to half of it. */
  baseDelayMs: number;
  /** Bounds every wait, also the one that Retry-After asks for. */
  maxDelayMs: number;
  /** True for a transient status that is a real answer: Prometheus reports its own query timeout as a 503 with JSON. */
  isFinal?: (answer: HttpAnswer, request: HttpRequest) => boolean;
  /** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1). */
  random?: () => number;
  /** Epoch milliseconds. */
  clock?: () => number;
}

/**
 * Sends a request again after 429, 502, 503 and 504, and hands over the last answer when the attempts are used up.
 * A TransportError is not retried: a refused connection or a timeout rarely heals within seconds, and waiting would
 * only hide it.
 */
export function retryTransient(port: HttpPort, options: RetryOptions): HttpPort {
  const { attempts, isFinal = () => false, sleep = sleepUnlessAborted } = options;
  return {
    async send(request, signal) {
      for (let attempt = 1; ; attempt++) {
        const answer = await port.send(request, signal);
        if (attempt >= attempts || !TRANSIENT.has(answer.status) || isFinal(answer, request)) {
          return answer;
        }
        await sleep(delayMs(answer, attempt, options), signal);
        signal.throwIfAborted();
      }
    },
  };
}

function delayMs(
  { headers }: HttpAnswer,
  attempt: number,
  { baseDelayMs, maxDelayMs, random = Math.random, clock = Date.now }: RetryOptions
): number {
  const asked = retryAfterMs(headers['retry-after'], clock());
  if (asked !== undefined) {
    return Math.min(asked, maxDelayMs);
  }
  return Math.min(baseDelayMs * 2 ** (attempt - 1), maxDelayMs) * (0.5 + random() / 2);
}

/** Resolves after `ms`, or rejects with the reason of `signal` as soon as it aborts. */
export function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const wake = () => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
