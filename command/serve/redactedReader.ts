import { redaction } from '../../serve/secrets';
import type { Reader } from './reader';
import type { ReadFailure } from './round';

/**
 * The same reader without these secrets in what it says of failures. Upstreams, and the proxies in front of them, repeat the
 * credentials of a request on their error pages; the log and /readyz show what they said.
 */
export function redactedReader({ source, read, end }: Reader, secrets: readonly string[]): Reader {
  const redact = redaction(secrets);
  const redacted = (failure: ReadFailure): ReadFailure => ({
    ...failure,
    found: redact(failure.found),
    remedy: redact(failure.remedy),
  });
  return {
    source,
    ...(end && { end }),
    read: async (nowMs, signal) => {
      const reading = await read(nowMs, signal);
      return { ...reading, failures: reading.failures.map(redacted) };
    },
  };
}
