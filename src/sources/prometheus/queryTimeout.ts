import { parseJson } from '../../transport/json';
import type { HttpAnswer } from '../../transport/port';

/** True for Prometheus' own 503 on a query that took too long: asking again would take as long again. */
export function isQueryTimeout(answer: HttpAnswer): boolean {
  const json = parseJson(answer);
  return json.ok && field(json.value, 'status') === 'error' && field(json.value, 'errorType') === 'timeout';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
