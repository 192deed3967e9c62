import { HOUR_MS, MINUTE_MS } from '../src/budget/durations';

/** A lookback as label value and as PromQL duration: `5m`, `24h`. Whole minutes. */
export function lookbackText(ms: number): string {
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : `${ms / MINUTE_MS}m`;
}

/** A number without the tail of its binary fraction: 14.4, 0.01. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** A selector of one metric by label values, which are escaped. */
export function selector(metric: string, labels: Record<string, string>): string {
  const matchers = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${matchers.join(',')}}`;
}
