import { HOUR_MS, MINUTE_MS } from '../src/budget/durations';

/** A lookback as label value and as PromQL duration: `5m`, `24h`. Whole minutes. */
export function lookbackText(ms: number): string {
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : `${ms / MINUTE_MS}m`;
}

/** A number without the tail of its binary fraction: 14.4, 0.01. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** A selector of one metric by label values, which are escaped; a list holds the words that a value may be. */
export function selector(metric: string, labels: Record<string, string | readonly string[]>): string {
  const matchers = Object.entries(labels).map(([name, value]) =>
    typeof value === 'string' ? `${name}=${JSON.stringify(value)}` : `${name}=~"${value.join('|')}"`
  );
  return `${metric}{${matchers.join(',')}}`;
}
