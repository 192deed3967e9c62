import { HOUR_MS } from '../src/budget/durations';
import type { Exclusion } from '../src/catalogue/objective';

/** PromQL that is empty while planned maintenance is under way, and for `tailMs` after it. */
export function unlessMaintenance(promql: string, exclusions: readonly Exclusion[], tailMs = 0): string {
  return exclusions.reduce(
    (inner, { fromMs, toMs }) => `${inner} unless on () ${between(fromMs, toMs + tailMs)}`,
    exclusions.length > 0 ? `(${promql})` : promql
  );
}

/**
 * PromQL that counts by itself but for the time after planned maintenance in which its lookback still holds some of it:
 * until then `withoutMaintenance`, which leaves the excluded time out, takes its place. Empty during the maintenance.
 */
export function exceptMaintenance(
  promql: string,
  withoutMaintenance: string,
  exclusions: readonly Exclusion[],
  lookbackMs: number
): string {
  if (exclusions.length === 0) {
    return promql;
  }
  // The engine leaves out whole hours.
  const tailMs = lookbackMs + HOUR_MS;
  const afterwards = exclusions.map(
    ({ toMs }) => `((${withoutMaintenance}) and on () ${between(toMs, toMs + tailMs)})`
  );
  const silentDuring = exclusions.map(({ fromMs, toMs }) => ` unless on () ${between(fromMs, toMs)}`).join('');
  return `((${unlessMaintenance(promql, exclusions, tailMs)}) or ${afterwards.join(' or ')})${silentDuring}`;
}

function between(fromMs: number, toMs: number): string {
  return `((vector(time()) >= ${fromMs / 1000}) < ${toMs / 1000})`;
}
