import type { FieldConfig } from '@grafana/data';

/** How Grafana shows a number: the id of a value format, and decimals where the automatic ones mislead. */
export type NumberFormat = Pick<FieldConfig, 'unit' | 'decimals'>;

/** A fraction, shown in percent: "42.5%". */
export const SHARE: NumberFormat = { unit: 'percentunit', decimals: 1 };

/** A fraction with as many decimals as it has, or as stated: "99.9%". */
export function fineShare(decimals?: number): NumberFormat {
  return { unit: 'percentunit', decimals };
}

/** A multiple such as a burn rate: "14.4 ×". */
export const MULTIPLE: NumberFormat = { unit: 'suffix:×', decimals: 1 };

/** A count to the last event, fractional where PromQL extrapolates: "1,234,567". */
export const COUNT: NumberFormat = { unit: 'locale', decimals: 1 };

/** A place in an order: "3". */
export const PLACE: NumberFormat = { unit: 'none', decimals: 0 };

/** A count on an axis: "1.2 Mil". */
export const ROUND_COUNT: NumberFormat = { unit: 'short' };

/** Seconds in two units: "2 days, 4 hours". */
export const SECONDS: NumberFormat = { unit: 'dtdurations', decimals: 1 };

export const MINUTES: NumberFormat = { unit: 'm', decimals: 1 };

/** Epoch milliseconds in a field of numbers: "2026-11-22 10:35:00". */
export const INSTANT: NumberFormat = { unit: 'dateTimeAsIso' };
