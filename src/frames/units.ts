import type { FieldConfig } from '@grafana/data';

/** How Grafana shows a number: the id of a value format, and decimals where the automatic ones mislead. */
export type NumberFormat = Pick<FieldConfig, 'unit' | 'decimals'>;

/** A fraction, shown in percent: "42.5%". */
export const SHARE: NumberFormat = { unit: 'percentunit', decimals: 1 };

/** A fraction with as many decimals as it has, or as stated: "99.9%". */
export function fineShare(decimals?: number): NumberFormat {
  return { unit: 'percentunit', decimals };
}

/** From here on a multiple is more than its decimal. */
const LONG_MULTIPLE = 100;

/** Multiples such as burn rates: "14.4 ×"; whole ones in a field that reaches a hundred, "2500 ×". */
export function multiples(values: Figures): NumberFormat {
  return { unit: 'suffix:×', decimals: reaches(values, LONG_MULTIPLE - 0.05) ? 0 : 1 };
}

/** From here on a count is rounded to three digits, because all of them would not fit a column. */
const LONG_COUNT = 1_000_000;

/**
 * Counts of events as whole numbers, although PromQL extrapolates fractions: "999,999"; "17.4 Mil" in a field that reaches a
 * million. Values stay exact.
 */
export function counts(values: Figures): NumberFormat {
  return reaches(values, LONG_COUNT - 0.5) ? ROUND_COUNT : { unit: 'locale', decimals: 0 };
}

/** As `counts`, with the decimals that small amounts differ by: a budget of 0.94 events is not one of 1. */
export function amounts(values: Figures): NumberFormat {
  const fractions = values.flatMap((value) => (value === null || Number.isInteger(value) ? [] : [Math.abs(value)]));
  const smallest = Math.min(...fractions);
  return { ...counts(values), ...(smallest < 1 ? { decimals: 2 } : smallest < 10 ? { decimals: 1 } : {}) };
}

type Figures = ReadonlyArray<number | null>;

function reaches(values: Figures, limit: number): boolean {
  return values.some((value) => value !== null && Math.abs(value) >= limit);
}

/** A place in an order, or a small number of things: "3". */
export const PLACE: NumberFormat = { unit: 'none', decimals: 0 };

/** A count on an axis: "1.2 Mil". */
export const ROUND_COUNT: NumberFormat = { unit: 'short' };

/** Seconds in the largest unit that fits: "51.8 s", "2.3 days". */
export const SECONDS: NumberFormat = { unit: 's', decimals: 1 };

export const MINUTES: NumberFormat = { unit: 'm', decimals: 1 };

/** Epoch milliseconds in a field of numbers: "2026-11-22 10:35:00". */
export const INSTANT: NumberFormat = { unit: 'dateTimeAsIso' };
