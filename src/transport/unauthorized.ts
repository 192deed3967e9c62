import type { HttpAnswer } from './port';

/** Grafana's proxy turns an upstream's 401 into a 400 with this body, lest the browser think its own session over. */
const REWRITTEN_401 = 'Authentication to data source failed';

/** True if the upstream refused the credentials: 401, 403, or the 400 that Grafana makes of a 401. */
export function isUnauthorized({ status, text }: HttpAnswer): boolean {
  return status === 401 || status === 403 || (status === 400 && text.includes(REWRITTEN_401));
}
