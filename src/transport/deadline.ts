import type { HttpRequest } from './port';
import { TransportError } from './transportError';

// Timers wrap around beyond this and would fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs `work` with a signal that aborts when `signal` does or when `timeoutMs` have passed, since the last call of `prolong` where there
 * was one. Rejects with the signal's reason in the first case, with a TransportError of kind `timeout` in the second.
 */
export async function withDeadline<T>(
  { upstream, timeoutMs }: Pick<HttpRequest, 'upstream'> & { timeoutMs: number },
  signal: AbortSignal,
  work: (signal: AbortSignal, prolong: () => void) => Promise<T>
): Promise<T> {
  signal.throwIfAborted();
  // Not AbortSignal.any: Node 20 keeps what it makes for as long as `signal` lives, which is a whole run of the exporter.
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  const expire = () =>
    controller.abort(new TransportError('timeout', upstream, `no complete answer within ${timeoutMs / 1000} s`));
  const expireLater = () => setTimeout(expire, Math.min(timeoutMs, LONGEST_TIMER_MS));
  let timer = expireLater();
  const prolong = () => {
    clearTimeout(timer);
    timer = expireLater();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await work(controller.signal, prolong);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
