/**
 * Milliseconds that a Retry-After header asks to wait (RFC 9110, 10.2.3: seconds, or an HTTP date), at least 0;
 * undefined if it is absent or says neither.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) {
    return Number(value) * 1000;
  }
  const dateMs = value.endsWith('GMT') ? Date.parse(value) : NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
